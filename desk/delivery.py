"""Brings cases to brokers: at least once each, whatever fails, with no transaction open meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import override

from sqlalchemy.orm import Session

from desk.brokers import address_of
from desk.casebook import Casebook
from desk.couriers import Courier, Folder, MailServer, Parcel
from desk.rounds import Errand, Rounds, again_and_again, utc_now
from desk.settings import DeskSettings
from desk.sorting import Sorting
from desk.teams import NO_TEAMS, Teams
from desk.ways import Ways, set_up
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries, Way

type Couriers = Mapping[Way, Courier[Parcel]]


@dataclass(frozen=True)
class Worker(Rounds[Parcel]):
    """Brings cases, and the notices that they were taken back, by one way."""

    way: Way = field(kw_only=True)

    @override
    def errands(self, session: Session) -> Deliveries:
        return Deliveries(session)

    @override
    def is_due(self, session: Session, now: datetime) -> bool:
        return Deliveries(session).oldest_due_by(self.way, now) is not None

    @override
    def take(self, session: Session, now: datetime, until: datetime) -> Errand[Parcel] | None:
        delivery = Deliveries(session).take_by(self.way, self.name, now, until)
        if delivery is None:
            return None
        to = address_of(session, delivery.broker) if delivery.broker else None
        parcel = Parcel(delivery, Casebook(session).get(delivery.case_id), now, to)
        name = f"delivery {delivery.id} of case {delivery.case_id}"
        return Errand(delivery.id, name, delivery.attempts, delivery.created, parcel, parcel.is_void())


@dataclass(frozen=True)
class WaysOut:
    """The ways that are set up, each with its courier, and which of them each front door is told by.

    Each way has a worker of its own: one that fails, or takes long, holds up no other.
    """

    database: Database
    settings: DeskSettings
    couriers: Couriers
    ways: Ways
    longest_seconds: float = 0.0
    clock: Callable[[], datetime] = utc_now

    def sorting(self) -> Sorting:
        """Return what gives each delivery its way."""
        return Sorting(self.database, self.ways, self.couriers.keys(), self.clock)

    def workers(self) -> Iterator[Worker]:
        """Yield a worker for each way, also for one that no front door is told by any more."""
        longest = self.longest_seconds
        for way, courier in self.couriers.items():
            yield Worker(self.database, self.settings, courier, self.clock, longest_seconds=longest, way=way)

    async def keep_delivering(self, stop: asyncio.Event) -> None:
        """Deliver what is due until told to stop; what is in hand then is finished first."""
        looks: list[Callable[[], Awaitable[bool]]] = [self.sorting().sort_next]
        looks += [worker.deliver_next for worker in self.workers()]
        every_s = self.settings.desk_poll_seconds
        await asyncio.gather(*(again_and_again(look, "deliver", every_s, stop) for look in looks))


def couriers_for(settings: DeskSettings, outbox_folder: Path, teams: Teams = NO_TEAMS) -> Couriers:
    """Return who takes out what, for each way that the settings of the desk set up; the folder always is."""
    made: Mapping[Way, Callable[[], Courier[Parcel]]] = {
        Way.WEBHOOK: lambda: _webhook(settings),
        Way.MAIL: lambda: MailServer(settings, teams),
        Way.FOLDER: lambda: Folder(settings, outbox_folder, teams),
    }
    return {way: made[way]() for way in set_up(settings, with_chatwoot=False)}


def _webhook(settings: DeskSettings) -> Courier[Parcel]:
    # as in desk/settings.py: without a webhook there is no need of aiohttp
    from desk.webhooks import Webhook

    return Webhook(settings)
