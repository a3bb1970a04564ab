"""The one question whose answer would change most."""

from collections.abc import Iterable
from math import log2

from knowledge.doubt import SHUTS_OUT, shuts_out
from knowledge.firms import Firm
from knowledge.rules import Rule, Verdict, field_of

LEAST_AT_STAKE = 0.12  # of all that fits: below that an adviser would not ask (checked on judged needs)


def decisive(
    candidates: Iterable[tuple[float, Iterable[Rule]]], firm: Firm, settled: frozenset[str] = frozenset()
) -> str | None:
    """Return the name of the rule whose field is best asked for; None when no answer would change much.

    `candidates` come the best first. Each unknown rule counts by how well its programme fits, the more the
    further in front it is, and by how likely an answer shuts a firm out.
    What the firm has told, and the fields in `settled`, which it was asked for before, are never asked for
    again.
    """
    at_stake: dict[str, float] = {}
    whole = 0.0
    for place, (fit, rules) in enumerate(candidates):
        score = fit / log2(place + 2)  # as in the measure of a ranking: what comes first is what is read
        whole += score
        for rule in rules:
            if rule.verdict is Verdict.UNKNOWN and _is_open(rule.name, firm, settled):
                at_stake[rule.name] = at_stake.get(rule.name, 0.0) + score * shuts_out(rule)
    name, most = max(at_stake.items(), key=_by_stake, default=(None, 0.0))
    return name if most > LEAST_AT_STAKE * whole else None


def _by_stake(pair: tuple[str, float]) -> tuple[float, int]:
    name, stake = pair
    return stake, -_ORDER.index(name)


def _is_open(name: str, firm: Firm, settled: frozenset[str]) -> bool:
    field = field_of(name)
    if name not in SHUTS_OUT or field is None or field in settled:
        return False
    return not firm.knows(field) or (field == "places" and len(firm.places) > 1)


_ORDER = tuple(SHUTS_OUT)
