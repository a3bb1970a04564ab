"""Gives each delivery its way out, and another to each further way that its front door is told by."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.ways import Ways
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Way


@dataclass(frozen=True)
class Sorting:
    """Looks at what was stored without a way, by processes that know none; any number may run at once.

    What was to go by a way that is not set up any more is sorted anew, so that it does not wait for ever.
    """

    database: Database
    ways: Ways
    there: Collection[Way]
    clock: Callable[[], datetime]

    async def sort_next(self) -> bool:
        """Sort one delivery; False when there is none."""
        return await asyncio.to_thread(self._sort)

    def _sort(self) -> bool:
        now = self.clock()
        with self.database.reading() as session:  # most of the time there is nothing to write
            if Deliveries(session).without_way(self.there, now) is None:
                return False
        with self.database.open() as session:
            found = Deliveries(session).without_way(self.there, now)
            if found is None:
                return False
            hub_id = found.hub_id or Cases(session).get(found.case_id).hub_id
            return Deliveries(session).send_by(found, self._ways(found, hub_id), now)

    def _ways(self, found: Delivery, hub_id: str) -> Sequence[Way]:
        """Return by which ways it goes: by mail to one broker, a reminder not where a card stands already."""
        usual = self.ways.of(hub_id, found.team)
        if found.broker is None and found.kind is not Kind.REMINDER:
            return usual
        by_mail = tuple(way for way in (Way.MAIL, Way.FOLDER) if way in self.there)[:1] or usual
        return by_mail if found.broker else tuple(way for way in usual if way is not Way.TEAMS) or by_mail
