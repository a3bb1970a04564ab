"""The one question whose answer would change most."""

from collections.abc import Iterable

from knowledge.eligibility import Assessment
from knowledge.rules import Verdict
from knowledge.scoring import SHUTS_OUT, shuts_out


def decisive(candidates: Iterable[tuple[float, Assessment]]) -> str | None:
    """Return place, sector, employees, trading_age, turnover or stage; None when nothing is open.

    Each unknown rule counts by how well its programme fits, and by how likely an answer shuts a firm out.
    """
    at_stake = dict.fromkeys(SHUTS_OUT, 0.0)
    for score, assessment in candidates:
        for rule in assessment.rules:
            if rule.verdict is Verdict.UNKNOWN and rule.name in at_stake:
                at_stake[rule.name] += score * shuts_out(rule)
    name, most = max(at_stake.items(), key=lambda pair: pair[1])
    return name if most > 0 else None
