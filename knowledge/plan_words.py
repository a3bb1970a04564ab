"""What is said of a kept plan, the same on its page, in its documents and as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.names import day_in_words, month
from knowledge.plans import DateKind, KeptDate, KeptProgramme, KeptStep
from knowledge.ranges import Range
from knowledge.roadmaps import weeks_in_words
from knowledge.wording import say


@dataclass(frozen=True)
class Line:
    """One thing said of a step, with what it is about; a point says more of what stands before it."""

    text: str
    label: str | None = None
    point: bool = False


def told(step: KeptStep) -> Iterator[Line]:
    """Yield all that is said of a step after its title, in order."""
    yield Line(step.purpose)
    yield _labelled("utter_label_line_do", step.do)
    yield _labelled("utter_plan_page_begins", starts_in_words(step))
    yield _labelled("utter_label_line_takes", takes_in_words(step))
    yield from (_labelled("utter_label_line_after", before) for before in step.after)
    yield _labelled("utter_label_line_in_hand", step.in_hand)
    if not step.programmes:
        yield _labelled("utter_label_line_alone", step.alone)
    for programme in step.programmes:
        yield from _of_programme(programme)
    yield from (Line(date_in_words(one), point=True) for one in step.dates)


def _of_programme(one: KeptProgramme) -> Iterator[Line]:
    yield _labelled("utter_label_line_programme", f"{one.name} ({one.provider})")
    if one.url:
        yield Line(one.url, point=True)
    rests = say("utter_plan_rests_on", known=known_to_run(one), record=record_of(one))
    yield Line(rests, point=True)
    yield from (Line(check, say("utter_plan_page_check_one"), point=True) for check in one.to_check)


def _labelled(wording: str, text: str) -> Line:
    return Line(text, say(wording))


def starts_in_words(step: KeptStep) -> str:
    """Return when a step can begin, counted from the day of the plan."""
    soonest, latest = step.starts.min or 0, step.starts.max or 0
    if latest == 0:
        return say("utter_plan_starts_at_once")
    if soonest == 0:
        return say("utter_plan_starts_within", weeks=weeks_in_words(Range(latest, latest)))
    return say("utter_plan_starts_after", weeks=weeks_in_words(step.starts))


def takes_in_words(step: KeptStep) -> str:
    """Return how long a step takes."""
    return weeks_in_words(step.weeks)


def known_to_run(programme: KeptProgramme) -> str:
    """Return when a programme was last known to run, as the record of then tells."""
    seen = month(programme.last_known) if programme.last_known else say("utter_label_never_seen")
    return say("utter_label_check_first", seen=seen) if programme.to_be_checked else seen


def record_of(programme: KeptProgramme) -> str:
    """Return the record that a line rests on, and which version of it."""
    return say("utter_plan_record", id=programme.id, version=programme.version)


def date_in_words(one: KeptDate) -> str:
    """Return what happens on a day."""
    code = "closes_too_soon" if one.kind is DateKind.CLOSES and one.too_soon else one.kind
    return say(f"utter_reason_{code}", name=one.name, day=day_in_words(one.day))
