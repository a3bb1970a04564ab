"""Who may have what: three-valued, so that what nobody has told us never counts as a no."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge import rules
from knowledge.firms import Firm
from knowledge.records import Programme
from knowledge.rules import Rule, Verdict

__all__ = ["Assessment", "Eligible", "Rule", "Verdict", "assess"]


class Eligible(StrEnum):
    """What all rules together say: NO if one is not met, YES if all are met, else UNKNOWN."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Assessment:
    """What the rules of one programme say of one firm.

    `to_check` are conditions in the words of the record that only a person can judge; they decide nothing.
    """

    overall: Eligible
    rules: tuple[Rule, ...] = ()
    to_check: tuple[str, ...] = ()

    def not_met(self) -> Rule | None:
        """Return the first rule that shuts the firm out, or None."""
        return next((rule for rule in self.rules if rule.verdict is Verdict.NOT_MET), None)

    def unknown(self) -> tuple[Rule, ...]:
        """Return the rules of which nobody can tell yet."""
        return tuple(rule for rule in self.rules if rule.verdict is Verdict.UNKNOWN)


def assess(programme: Programme, firm: Firm, today: date) -> Assessment:
    """Hold a firm against every rule of a programme; rules that set no limit are left out."""
    held = tuple(_rules(programme, firm, today))
    return Assessment(_overall(rule.verdict for rule in held), held, programme.eligibility.other)


def _rules(programme: Programme, firm: Firm, today: date) -> Iterator[Rule]:
    yield from rules.status(programme)
    yield from rules.window(programme, today)
    for hold in _OF_THE_FIRM:
        yield from hold(programme, firm)


def _overall(verdicts: Iterable[Verdict]) -> Eligible:
    given = frozenset(verdicts)
    if Verdict.NOT_MET in given:
        return Eligible.NO
    return Eligible.UNKNOWN if Verdict.UNKNOWN in given else Eligible.YES


_OF_THE_FIRM = (
    rules.place,
    rules.sector,
    rules.employees,
    rules.turnover,
    rules.trading_age,
    rules.stage,
    rules.amount,
    rules.share_of_cost,
    rules.conditions,
)
