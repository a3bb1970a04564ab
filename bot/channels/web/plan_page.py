"""The page of a kept plan, and the pages around its deletion."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.web.pages import render
from bot.channels.web.timeline import Timeline, timeline
from knowledge import plan_words
from knowledge.names import day_in_words
from knowledge.plans import KeptPlan, KeptProgramme, KeptStep, Standing, address_of, standing
from knowledge.records import Programme
from knowledge.storage.plans import Kept


@dataclass(frozen=True)
class Help:
    """A programme of a step, and how it stands today."""

    kept: KeptProgramme
    known: str
    record: str
    standing: Standing


@dataclass(frozen=True)
class StepShown:
    """A step in words."""

    number: int
    what: KeptStep
    starts: str
    takes: str
    programmes: tuple[Help, ...]
    dates: tuple[str, ...]


@dataclass(frozen=True)
class PlanShown:
    """A plan in words."""

    plan: KeptPlan
    made: str
    until: str
    steps: tuple[StepShown, ...]
    drawing: Timeline
    out_of_date: bool


def show_plan(kept: Kept, today: Mapping[str, Programme], key: str, csrf: str, notice: str | None) -> str:
    """Return the page; `today` are the records as they are now, `notice` says what has just happened."""
    return render("plan.html", shown=shown(kept, today), address=address_of(key), csrf=csrf, notice=notice)


def ask_to_delete(kept: Kept, key: str, csrf: str) -> str:
    """Return the question whether to delete a plan."""
    return render("plan_delete.html", plan=kept.plan, address=address_of(key), csrf=csrf)


def deleted() -> str:
    """Return the page that says that a plan is gone."""
    return render("plan_deleted.html")


def shown(kept: Kept, today: Mapping[str, Programme]) -> PlanShown:
    """Return the plan in words, each programme held against its record of today."""
    plan = kept.plan
    steps = tuple(_step(number, step, today) for number, step in enumerate(plan.steps, 1))
    return PlanShown(
        plan=plan,
        made=day_in_words(plan.made),
        until=day_in_words(kept.until.date()),
        steps=steps,
        drawing=timeline(plan.steps),
        out_of_date=any(one.standing is not Standing.SAME for step in steps for one in step.programmes),
    )


def _step(number: int, step: KeptStep, today: Mapping[str, Programme]) -> StepShown:
    return StepShown(
        number=number,
        what=step,
        starts=plan_words.starts_in_words(step),
        takes=plan_words.takes_in_words(step),
        programmes=tuple(_help(programme, today) for programme in step.programmes),
        dates=tuple(plan_words.date_in_words(one) for one in step.dates),
    )


def _help(kept: KeptProgramme, today: Mapping[str, Programme]) -> Help:
    known, record = plan_words.known_to_run(kept), plan_words.record_of(kept)
    return Help(kept, known, record, standing(kept, today.get(kept.id)))
