"""Who may have what: three-valued, so that what nobody has told us never counts as a no."""

from collections.abc import Callable, Iterable, Iterator
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
    for _, hold in HELD:
        yield from hold(programme, firm, today)


def _overall(verdicts: Iterable[Verdict]) -> Eligible:
    given = frozenset(verdicts)
    if Verdict.NOT_MET in given:
        return Eligible.NO
    return Eligible.UNKNOWN if Verdict.UNKNOWN in given else Eligible.YES


def _of_the_firm(hold: Callable[[Programme, Firm], Iterator[Rule]]) -> "_Hold":
    return lambda programme, firm, _today: hold(programme, firm)


_Hold = Callable[[Programme, Firm, date], Iterator[Rule]]
# in which order the rules are told, and the fields of the catalogue from which each is read
HELD: tuple[tuple[tuple[str, ...], _Hold], ...] = (
    (("status",), lambda programme, _firm, _today: rules.status(programme)),
    (("window",), lambda programme, _firm, today: rules.window(programme, today)),
    (("places",), _of_the_firm(rules.place)),
    (("sectors",), _of_the_firm(rules.sector)),
    (("eligibility.employees",), _of_the_firm(rules.employees)),
    (("eligibility.turnover_gbp",), _of_the_firm(rules.turnover)),
    (("eligibility.trading_months",), _of_the_firm(rules.trading_age)),
    (("stages",), _of_the_firm(rules.stage)),
    (("funding:least",), _of_the_firm(rules.least_amount)),
    (("funding:lent", "support:money"), _of_the_firm(rules.most_lent)),
    (("funding:share",), _of_the_firm(rules.share_of_cost)),
    (("eligibility.conditions",), _of_the_firm(rules.conditions)),
)
