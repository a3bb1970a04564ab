"""The events and networks."""

from collections.abc import Iterable

from knowledge.places import may_serve
from knowledge.records import Event
from knowledge.storage.shelf import Shelf, shelf_table

events = shelf_table("events")


class Events(Shelf[Event]):
    """The events, as if they were all in memory."""

    table = events
    kind = Event

    def fitting(
        self, places: Iterable[str] = (), sectors: Iterable[str] = (), barriers: Iterable[str] = ()
    ) -> list[Event]:
        """Return the events that a firm can use, the likeliest first; what is empty rules nothing out.

        An event for other places or other sectors is left out. Ties go to the one held most recently.
        """
        firm, its_sectors, its_barriers = tuple(places), frozenset(sectors), frozenset(barriers)
        found = [
            event
            for event in self.all()
            if may_serve(event.places, firm) and _for_sectors(event.sectors, its_sectors)
        ]
        found.sort(key=lambda event: event.last_known_date or "", reverse=True)
        found.sort(key=lambda event: _fit(event, its_sectors, its_barriers), reverse=True)
        return found


def _for_sectors(wanted: frozenset[str], sectors: frozenset[str]) -> bool:
    return not wanted or not sectors or not wanted.isdisjoint(sectors)


def _fit(event: Event, sectors: frozenset[str], barriers: frozenset[str]) -> int:
    return 2 * len(event.barriers & barriers) + 2 * bool(event.sectors & sectors)
