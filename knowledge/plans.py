"""A plan that somebody keeps: a copy of what was shown, to be read again and held against today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from knowledge.firms import Firm
from knowledge.matching import Match
from knowledge.needs import Need, render
from knowledge.packing import pack, unpack
from knowledge.ranges import Range
from knowledge.reasons import is_to_be_checked
from knowledge.records import Programme, Status
from knowledge.roadmaps import DAYS_IN_A_WEEK, Plan, Step
from knowledge.wording import say

KEPT_DAYS = 365
MOST_CHECKS = 3


@dataclass(frozen=True)
class KeptProgramme:
    """One programme as it was when the plan was made; `id` and `version` name the record that it rests on.

    `last_known` is a month (YYYY-MM) or None, `to_check` what to check first, in words.
    """

    id: str
    version: str
    name: str
    provider: str
    url: str | None
    last_known: str | None
    to_be_checked: bool
    to_check: tuple[str, ...] = ()


class DateKind(StrEnum):
    """What happens on a day: a programme begins or ceases to take applications."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True)
class KeptDate:
    """A day that a record names; `too_soon` is true when it closes before its step can begin."""

    kind: DateKind
    day: date
    programme_id: str
    name: str
    too_soon: bool = False


@dataclass(frozen=True)
class KeptStep:
    """One step as it was shown. `after` are the titles of what comes before, `alone` is the other way.

    `starts` are the weeks, counted from the day of the plan, in which it can begin: the soonest, the latest.
    """

    id: str
    version: str
    title: str
    purpose: str
    do: str
    in_hand: str
    alone: str
    weeks: Range
    starts: Range
    after: tuple[str, ...] = ()
    programmes: tuple[KeptProgramme, ...] = ()
    dates: tuple[KeptDate, ...] = ()


@dataclass(frozen=True)
class KeptJourney:
    """A way that the plan goes."""

    id: str
    name: str
    summary: str


@dataclass(frozen=True)
class KeptPlan:
    """A whole plan; `made` is the day from which its weeks are counted."""

    title: str
    made: date
    journeys: tuple[KeptJourney, ...]
    steps: tuple[KeptStep, ...]

    def programmes(self) -> tuple[KeptProgramme, ...]:
        """Return every programme of every step, in order, each once."""
        return tuple({one.id: one for step in self.steps for one in step.programmes}.values())

    def day_of(self, step: KeptStep) -> date:
        """Return the soonest day on which a step can begin."""
        return self.made + timedelta(days=DAYS_IN_A_WEEK * int(step.starts.min or 0))


@dataclass(frozen=True)
class Asked:
    """For whom a plan is and what for, without what was turned down: all that lays it out again."""

    firm: Firm
    need: Need
    turned_down: frozenset[str] = frozenset()

    @classmethod
    def of(cls, firm: Firm, need: Need, turned_down: frozenset[str] = frozenset()) -> "Asked":
        """Return it without what matching does not read: the person's words for each fact, the postcode."""
        return cls(replace(firm, own_words=(), postcode=None), need, turned_down)

    def pack(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        no = sorted(self.turned_down)
        return {"firm": self.firm.pack(), "need": pack(self.need), "turned_down": no}

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Asked":
        """Read what `pack` wrote, also before it wrote what was turned down."""
        no = frozenset(content.get("turned_down", ()))
        return cls(Firm.unpack(content["firm"]), unpack(Need, content["need"]), no)


class Standing(StrEnum):
    """How a programme of a kept plan stands today."""

    SAME = "same"
    CHANGED = "changed"
    CLOSED = "closed"
    GONE = "gone"


def standing(kept: KeptProgramme, today: Programme | None) -> Standing:
    """Return how a programme stands; None and GONE are a record that there is not any more."""
    if today is None:
        return Standing.GONE
    if today.status is Status.CLOSED or today.withheld is not None:
        return Standing.CLOSED
    return Standing.SAME if kept.version == today.version else Standing.CHANGED


def keep(plan: Plan, now: datetime) -> KeptPlan:
    """Return the copy of a plan that has steps, as it is today."""
    today = now.date()
    return KeptPlan(
        title=say("utter_plan_title", name=plan.journeys[0].name),
        made=today,
        journeys=tuple(KeptJourney(one.id, one.name, one.summary) for one in plan.journeys),
        steps=tuple(_step(step, today) for step in plan.steps),
    )


def address_of(key: str) -> str:
    """Return the address of a plan's page, on Signpost's own site."""
    return f"/plans/{key}"


def until(now: datetime) -> datetime:
    """Return how long a plan is kept that is made or renewed now."""
    return now + timedelta(days=KEPT_DAYS)


def _step(step: Step, today: date) -> KeptStep:
    what = step.what
    return KeptStep(
        id=what.id,
        version=what.version,
        title=what.title,
        purpose=what.purpose,
        do=what.do,
        in_hand=what.in_hand,
        alone=what.alone,
        weeks=what.weeks,
        starts=step.starts,
        after=tuple(one.title for one in step.after),
        programmes=tuple(_programme(match, today) for match in step.matches),
        dates=tuple(_dates(step, today)),
    )


def _programme(match: Match, today: date) -> KeptProgramme:
    programme = match.programme
    # that it is to be checked is said where it says when it last ran
    to_check = [reason for reason in match.to_check if reason.code != "check_first"]
    return KeptProgramme(
        id=programme.id,
        version=programme.version,
        name=programme.name,
        provider=programme.provider,
        url=programme.contact.url,
        last_known=programme.last_known,
        to_be_checked=is_to_be_checked(programme, today),
        to_check=tuple(render(reason) for reason in to_check[:MOST_CHECKS]),
    )


def _dates(step: Step, today: date) -> Iterator[KeptDate]:
    soonest = today + timedelta(days=DAYS_IN_A_WEEK * int(step.starts.min or 0))
    for programme in (match.programme for match in step.matches):
        opens, closes = programme.window.opens, programme.window.closes
        if opens is not None and opens > today:
            yield KeptDate(DateKind.OPENS, opens, programme.id, programme.name)
        if closes is not None:
            yield KeptDate(DateKind.CLOSES, closes, programme.id, programme.name, closes < soonest)
