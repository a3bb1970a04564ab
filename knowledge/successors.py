"""What there is in the place of a programme that closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue import Selection
from knowledge.firms import Firm
from knowledge.matching import find, on_offer
from knowledge.needs import Need
from knowledge.records import Programme, Status
from knowledge.rules import stands

A_FEW = 3


@dataclass(frozen=True)
class Instead:
    """What stands for the same offer, as the facts say, and what comes nearest to it."""

    same: tuple[Programme, ...] = ()
    near: tuple[Programme, ...] = ()


def instead_of(programme: Programme, others: Iterable[Programme], today: date) -> Instead:
    """Return what a firm that the programme was for can have now, never what is closed or withheld."""
    offered = _running(on_offer(others), today)
    stands_for_it = offered.column("replaces").flags(lambda one: programme.id in one.replaces)
    same = tuple(offered.where(offered.spread(stands_for_it, "replaces")))
    firm = Firm(places=tuple(sorted(programme.places)), sectors=tuple(sorted(programme.sectors)))
    need = Need(programme.support, programme.barriers, programme.meant, programme.technologies)
    leaving_out = frozenset({programme.id, *(one.id for one in same)})
    found = find(offered, firm, need, today, A_FEW, leaving_out=leaving_out)
    return Instead(same, tuple(match.programme for match in found.matches))


def _running(offered: Selection, today: date) -> Selection:
    fields = ("status", "window")
    closed = offered.column(*fields).flags(lambda one: stands(one, today) is Status.CLOSED)
    return offered.where(~offered.spread(closed, *fields))
