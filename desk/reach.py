"""How far a case had come when it was taken back, and who must be told; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.cases import Case
from knowledge.storage.case_readings import Reading
from knowledge.storage.deliveries import Delivery, Way

type Place = tuple[str, str | None]


class Reached(StrEnum):
    """How far a case had come: to nobody, to a front door, before a broker's eyes there, or in hand once."""

    NOBODY = "nobody"
    HUB = "hub"
    READ = "read"
    BROKER = "broker"


@dataclass(frozen=True)
class Reach:
    """How far a case had come: the front doors, by id, that have read it, and those that were only sent it.

    `told` is where the notice goes: a front door, its team, and the way; no way is any that is set up.
    """

    how: Reached
    read: tuple[str, ...]
    sent: tuple[str, ...]
    told: tuple[tuple[str, str | None, Way | None], ...]


def reach(case: Case, begun: Sequence[Delivery], readings: Iterable[Reading], *, taken_up: bool) -> Reach:
    """Return how far a case had come, of which these deliveries were begun and which was read there.

    An attempt that failed may have arrived. Whoever read it and was sent it is told once, by the same way.
    """
    by_way = dict.fromkeys((one.hub_id or case.hub_id, one.team, one.way) for one in begun)
    sent: set[Place] = {(hub_id, team) for hub_id, team, _ in by_way}
    places = [(one.hub_id, one.team) for one in readings]
    unsent = dict.fromkeys((*place, None) for place in places if place not in sent)
    read = dict.fromkeys(hub_id for hub_id, _ in places)
    only_sent = dict.fromkeys(hub_id for hub_id, *_ in by_way if hub_id not in read)
    how = _how(begun, places, taken_up=taken_up)
    return Reach(how, tuple(read), tuple(only_sent), (*by_way, *unsent))


def _how(begun: Sequence[Delivery], read: Sequence[Place], *, taken_up: bool) -> Reached:
    if taken_up:
        return Reached.BROKER
    if read:
        return Reached.READ
    return Reached.HUB if begun else Reached.NOBODY
