"""What a firm would qualify for once something has changed that changes by itself or by growing."""

from dataclasses import dataclass
from datetime import date

from knowledge.eligibility import Assessment
from knowledge.firms import Firm
from knowledge.names import age, pounds
from knowledge.ranges import Range
from knowledge.records import Programme
from knowledge.rules import Rule, Verdict
from knowledge.wording import say

MONTHS = 12
LATER = frozenset({"has_partner", "incorporated", "can_match"})  # a no today that a firm can turn into a yes


@dataclass(frozen=True)
class NearMiss:
    """A programme and the one rule that shuts the firm out today.

    `from_month` is the month (YYYY-MM) from which the rule is met by itself, or None when nobody can tell.
    """

    programme: Programme
    rule: Rule
    from_month: str | None = None

    @property
    def words(self) -> str:
        """Return what has to change, for example "once you have traded for 1 year"."""
        return _words(self.rule)


def near_miss(programme: Programme, assessment: Assessment, firm: Firm, today: date) -> NearMiss | None:
    """Return the near miss, or None for who is shut out for good, by several rules, or not at all."""
    against = [rule for rule in assessment.rules if rule.verdict is Verdict.NOT_MET]
    if len(against) != 1 or not can_change(against[0], firm):
        return None
    return NearMiss(programme, against[0], _from_month(against[0], firm, today))


def can_change(rule: Rule, firm: Firm) -> bool:
    """May a rule that shuts the firm out be met one day, by growing or by itself?"""
    if rule.name in LATER:
        return True
    if rule.name == "stage":
        return firm.stage == "pre_start" and isinstance(rule.limit, frozenset) and "start_up" in rule.limit
    known = _known(rule, firm)
    if known is None or not isinstance(rule.limit, Range) or rule.limit.min is None:
        return False
    return known.max is not None and known.max < rule.limit.min


def _known(rule: Rule, firm: Firm) -> Range | None:
    if rule.name == "trading_age":
        return firm.trading_months or (Range(0, 0) if firm.stage == "pre_start" else None)
    return {"employees": firm.employees, "turnover": firm.turnover}.get(rule.name)


def _from_month(rule: Rule, firm: Firm, today: date) -> str | None:
    """Only the age of a firm that trades changes by itself."""
    known = firm.trading_months
    if rule.name != "trading_age" or known is None or not known.max or not isinstance(rule.limit, Range):
        return None
    months = today.year * MONTHS + today.month - 1 + int((rule.limit.min or 0) - (known.min or known.max))
    return f"{months // MONTHS}-{months % MONTHS + 1:02d}"


def _words(rule: Rule) -> str:
    least = rule.limit.min if isinstance(rule.limit, Range) else None
    show = {"trading_age": age, "turnover": pounds, "employees": "{:g}".format}
    values = {"least": show[rule.name](least)} if rule.name in show and least is not None else {}
    return say(f"utter_once_{rule.name}", **values)
