"""What is said of a kept plan, the same on its page, in its documents and as plain text."""

from knowledge.names import month
from knowledge.plans import DateKind, KeptDate, KeptProgramme, KeptStep
from knowledge.ranges import Range
from knowledge.roadmaps import day_in_words, weeks_in_words
from knowledge.wording import say

__all__ = ["date_in_words", "day_in_words", "known_to_run", "record_of", "starts_in_words", "takes_in_words"]


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
