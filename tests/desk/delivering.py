"""The desk as it delivers in tests: by one way, which is the only one that there is."""

from dataclasses import dataclass

from desk.delivery import WaysOut, Worker, couriers_for
from desk.sorting import Sorting
from desk.ways import Ways
from knowledge.storage.deliveries import Way


@dataclass(frozen=True)
class OneWay(Worker):
    """A worker that first gives what is new its own way."""

    way: Way = Way.MAIL

    async def deliver_next(self):
        await Sorting(self.database, Ways((self.way,)), (self.way,), self.clock).sort_next()
        return await super().deliver_next()


async def keep_delivering(database, settings, folder, stop):
    """Deliver by the first of the ways that are set up, until told to stop."""
    couriers = couriers_for(settings, folder)
    await WaysOut(database, settings, couriers, Ways((next(iter(couriers)),))).keep_delivering(stop)
