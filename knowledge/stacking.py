"""Several subsidies at once: what a firm has had of the small public sums that add up, and what is left.

Minimal Financial Assistance may come to 315,000 pounds over the current financial year, from April, and the
two before it (Subsidy Control Act 2022, section 36). What counts is for the giver to say: this only reminds.
"""

from collections.abc import Sequence

from knowledge.firms import Firm
from knowledge.names import listed, pounds
from knowledge.needs import Reason
from knowledge.ranges import Range
from knowledge.records import Programme
from knowledge.traits import GIVEN
from knowledge.variety import is_public

LIMIT = 315_000
SEVERAL = 2


def is_subsidy(programme: Programme) -> bool:
    """May its money count: is it given by a public body, not lent or invested?"""
    return is_public(programme) and not programme.support.isdisjoint(GIVEN)


def caution(firm: Firm, programmes: Sequence[Programme]) -> Reason | None:
    """Return what to keep in mind when taking these together, or None where nothing adds up."""
    # a plan may name one for several of its steps
    given = [*{one.id: one for one in programmes if is_subsidy(one)}.values()]
    had = firm.aid_received
    if not given:
        return None
    if had is None:
        several = len(given) >= SEVERAL
        return Reason.of("subsidies_add_up", limit=pounds(LIMIT), names=_names(given)) if several else None
    left = LIMIT - _most(had)
    if left <= 0:
        return Reason.of("subsidies_used_up", limit=pounds(LIMIT), names=_names(given))
    if sum(_largest(one) for one in given) > left:
        return Reason.of("subsidies_may_pass", limit=pounds(LIMIT), left=pounds(left), names=_names(given))
    return Reason.of("subsidies_have_room", limit=pounds(LIMIT), left=pounds(left))


def _most(had: Range) -> float:
    """The most that it may have been; for "over 100,000" with no end, all of it."""
    return had.max if had.max is not None else LIMIT


def _largest(programme: Programme) -> float:
    """The most that it pays; what no source states may be anything."""
    known = programme.funding.max_gbp if programme.funding else None
    return LIMIT if known is None else known


def _names(programmes: Sequence[Programme]) -> str:
    return listed(one.name for one in programmes)
