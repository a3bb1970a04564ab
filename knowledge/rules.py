"""Each kind of rule that a programme can have, held against a firm; one without a limit yields nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.conditions import ALSO_MANUFACTURING, KINDS, holds
from knowledge.firms import Firm
from knowledge.names import age, day_in_words, names_of, pounds
from knowledge.places import serves
from knowledge.ranges import Range
from knowledge.records import Condition, Programme, Status
from knowledge.traits import GIVEN
from knowledge.wording import say

NEW = frozenset({"pre_start", "start_up"})
NEW_AT_MOST = Range(
    0, 60
)  # months; "about three years", with room for those who call themselves new for longer
NOT_TRADING = Range(0, 0)
WHOLE = 100  # per cent
LENT = frozenset({"loan"})
FIELDS = {
    "place": "places",
    "sector": "sectors",
    "employees": "employees",
    "turnover": "turnover",
    "trading_age": "trading_months",
    "stage": "stage",
    "amount": "amount",
}


class Verdict(StrEnum):
    """What one rule says of one firm."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Rule:
    """One rule of a programme and what it says of the firm.

    `name` is place, sector, employees, turnover, trading_age, stage, status, window, amount, can_match or a
    kind of condition; `limit` is what the record states: labels, a range, a date, a status, a share of the
    cost in per cent, or a condition in its words. `source` is the field of the record that states it.
    """

    name: str
    verdict: Verdict
    limit: frozenset[str] | Range | date | Status | float | Condition
    source: str

    @property
    def words(self) -> str:
        """Return the rule in plain English, for example "firms with up to 249 people"."""
        return _words(self)


def status(programme: Programme) -> Iterator[Rule]:
    """A closed programme is for nobody; whether a paused one comes back is not known."""
    if programme.status is Status.CLOSED:
        yield Rule("status", Verdict.NOT_MET, programme.status, "status")
    if programme.status in (Status.PAUSED, Status.UPCOMING):
        yield Rule("status", Verdict.UNKNOWN, programme.status, "status")


def window(programme: Programme, today: date) -> Iterator[Rule]:
    """After its last day nobody can apply."""
    if programme.window.closes is not None:
        over = programme.window.closes < today
        verdict = Verdict.NOT_MET if over else Verdict.MET
        yield Rule("window", verdict, programme.window.closes, "window.closes")


def stands(programme: Programme, today: date) -> Status:
    """Return how it stands on a day: closed as well once its last day is over."""
    over = any(rule.verdict is Verdict.NOT_MET for rule in window(programme, today))
    return Status.CLOSED if over else programme.status


def place(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """While a firm may be in several places, all of them must be served."""
    if programme.places:
        each = [_verdict(serves(programme.places, one)) for one in firm.places]
        yield Rule("place", _common(each), programme.places, "places")


def sector(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """One sector is enough; a maker of vehicles, aircraft, trains or food is a manufacturer too."""
    if programme.sectors:
        fits = not programme.sectors.isdisjoint(sectors_of(firm)) if firm.sectors else None
        yield Rule("sector", _verdict(fits), programme.sectors, "sectors")


def sectors_of(firm: Firm) -> frozenset[str]:
    """Return every sector that the firm counts as."""
    named = frozenset(firm.sectors)
    return named | {"manufacturing"} if named & ALSO_MANUFACTURING else named


def employees(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """How many people may work there."""
    return _bounds("employees", "employees", programme.eligibility.employees, firm.employees)


def turnover(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """How much it may sell in a year."""
    return _bounds("turnover", "turnover_gbp", programme.eligibility.turnover_gbp, firm.turnover)


def _bounds(name: str, field: str, limits: Range | None, known: Range | None) -> Iterator[Rule]:
    if limits is not None:
        verdict = _verdict(known.within(limits) if known else None)
        yield Rule(name, verdict, limits, f"eligibility.{field}")


def trading_age(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Who is not trading yet has traded for no time."""
    limits = programme.eligibility.trading_months
    if limits is None:
        return
    told = [known.within(limits) for known in _ages(firm)]
    yield Rule("trading_age", _verdict(_surest(told)), limits, "eligibility.trading_months")


def stage(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Something for new firms only is not for one that has traded for many years."""
    if not programme.stages:
        return
    told: list[bool | None] = [firm.stage in programme.stages] if firm.stage else []
    if programme.stages <= NEW and firm.trading_months and firm.trading_months.within(NEW_AT_MOST) is False:
        told.append(False)
    yield Rule("stage", _verdict(_surest(told)), programme.stages, "stages")


def least_amount(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Who seeks less than the smallest sum is not served."""
    if programme.funding is not None and programme.funding.min_gbp is not None:
        yield from _sum(firm, Range(programme.funding.min_gbp, None), "funding.min_gbp")


def most_lent(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Who wants to borrow more than is lent is not served; a small grant still pays a part of the sum."""
    if programme.funding is None or programme.funding.max_gbp is None:
        return
    if only_lends(programme):
        yield from _sum(firm, Range(None, programme.funding.max_gbp), "funding.max_gbp")


def only_lends(programme: Programme) -> bool:
    """Is its money lent, and none of it given?"""
    return not programme.support.isdisjoint(LENT) and programme.support.isdisjoint(GIVEN)


def _sum(firm: Firm, limits: Range, source: str) -> Iterator[Rule]:
    if firm.amount is not None:
        yield Rule("amount", _verdict(firm.amount.within(limits)), limits, source)


def share_of_cost(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Who gets a part of the cost must be able to pay the rest."""
    money = programme.funding
    share = money.share_of_cost_percent if money and not money.repayable else None
    if share is not None and share < WHOLE:
        yield Rule("can_match", _verdict(firm.can_match), share, "funding.share_of_cost_percent")


def conditions(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Every condition that a machine can judge."""
    for condition in programme.eligibility.conditions:
        if condition.name is not None:
            yield Rule(condition.name, _verdict(holds(condition, firm)), condition, "eligibility.other")


def field_of(name: str) -> str | None:
    """Return the field of the firm that tells whether a rule of this name is met; None where none does."""
    kind = KINDS.get(name)
    return kind.field if kind else FIELDS.get(name)


def _ages(firm: Firm) -> Iterator[Range]:
    if firm.trading_months:
        yield firm.trading_months
    if firm.stage == "pre_start":
        yield NOT_TRADING


def _surest(told: Iterable[bool | None]) -> bool | None:
    given = frozenset(told)
    return False if False in given else True if True in given else None


def _verdict(fits: bool | None) -> Verdict:
    if fits is None:
        return Verdict.UNKNOWN
    return Verdict.MET if fits else Verdict.NOT_MET


def _common(verdicts: list[Verdict]) -> Verdict:
    return verdicts[0] if len(frozenset(verdicts)) == 1 else Verdict.UNKNOWN


def _words(rule: Rule) -> str:
    limit = rule.limit
    if isinstance(limit, Condition):
        return limit.words
    if isinstance(limit, Status):
        return say(f"utter_rule_status_{limit}")
    if isinstance(limit, date):
        return say("utter_rule_window", day=day_in_words(limit))
    if isinstance(limit, Range):
        return _bounds_in_words(rule.name, limit)
    if isinstance(limit, int | float):
        return say("utter_rule_can_match", share=f"{WHOLE - limit:g}")
    return say(f"utter_rule_{rule.name}", labels=names_of(rule.name, limit))


def _bounds_in_words(name: str, limit: Range) -> str:
    show = {"employees": "{:g}".format, "turnover": pounds, "trading_age": age, "amount": pounds}[name]
    if limit.min is None:
        return say(f"utter_rule_{name}_max", max=show(limit.max or 0))
    if limit.max is None:
        return say(f"utter_rule_{name}_min", min=show(limit.min))
    return say(f"utter_rule_{name}_between", min=show(limit.min), max=show(limit.max))
