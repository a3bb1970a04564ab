"""Why a programme fits, and what to check first; only from its record and what the firm told."""

from collections.abc import Iterator
from datetime import date

from knowledge.eligibility import Assessment
from knowledge.firms import Firm
from knowledge.names import listed, month, name_of
from knowledge.needs import Need, Reason
from knowledge.places import areas_around
from knowledge.purposes import is_told
from knowledge.ranges import Range
from knowledge.records import Condition, Programme, Status
from knowledge.rules import Rule, Verdict, sectors_of
from knowledge.technologies import shared
from knowledge.traits import FRESH_MONTHS, months_since
from knowledge.wording import say


def why(programme: Programme, firm: Firm, need: Need, assessment: Assessment) -> Iterator[Reason]:
    """Yield why it fits, what matters most first."""
    if met := programme.support & need.wants:
        yield Reason.of("want", support=_and("support", met))
    if met := programme.barriers & need.barriers:
        yield Reason.of("barrier", barriers=_and("barrier", met))
    if named := shared((*need.technologies, *firm.technologies), programme.technologies):
        yield Reason.of("technology", technologies=listed(named))
    if programme.purpose and is_told(programme.purpose, need.words):
        yield Reason.of("purpose", purpose=programme.purpose.only_for)
    if met := programme.sectors & sectors_of(firm):
        yield Reason.of("sector", sectors=_and("sector", met))
    if (area := _area(programme, firm)) is not None:
        yield Reason.of("place", place=name_of("place", area))
    yield from (Reason.of("rule_met", rule=rule.words) for rule in assessment.rules if _tells(rule))
    if need.words and not need.wants and not need.barriers:
        yield Reason.of("meaning")


def what_to_check(
    programme: Programme, assessment: Assessment, today: date, words: str | None = None
) -> Iterator[Reason]:
    """Yield what to check first, what could waste most time first; `words` are the person's."""
    if programme.purpose and not is_told(programme.purpose, words):
        yield Reason.of("only_for", purpose=programme.purpose.only_for)
    if is_to_be_checked(programme, today):
        last = programme.last_known
        seen = say("utter_label_last_seen", month=month(last)) if last else say("utter_label_never_seen")
        yield Reason.of("check_first", last_seen=seen)
    if programme.status is Status.PAUSED:
        yield Reason.of("paused")
    if programme.status is Status.UPCOMING:
        yield Reason.of("upcoming", opens=_opening(programme))
    unknown = [rule for rule in assessment.unknown() if rule.name != "status"]
    yield from (Reason.of("rule_unknown", rule=one.words) for one in unknown if not _is_condition(one))
    yield from (Reason.of("condition", condition=one.words) for one in unknown if _is_condition(one))
    for condition in assessment.to_check:
        yield Reason.of("condition", condition=condition)


def is_to_be_checked(programme: Programme, today: date) -> bool:
    """Was it last seen running more than a year ago, or is nothing known of it?"""
    age = months_since(programme.last_known, today)
    return programme.status is Status.UNKNOWN or age is None or age > FRESH_MONTHS


def _is_condition(rule: Rule) -> bool:
    return isinstance(rule.limit, Condition)


def _tells(rule: Rule) -> bool:
    return rule.verdict is Verdict.MET and isinstance(rule.limit, Range)


def _and(kind: str, labels: frozenset[str]) -> str:
    return listed(sorted(name_of(kind, label) for label in labels))


def _area(programme: Programme, firm: Firm) -> str | None:
    """Return the narrowest area around the firm that the programme names."""
    around = [area for place in firm.places for area in areas_around(place)]
    return next((area for area in around if area in programme.places), None)


def _opening(programme: Programme) -> str:
    day = programme.window.opens
    return say("utter_label_date_unknown") if day is None else month(day.isoformat()[:7])
