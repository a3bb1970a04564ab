"""Brings cases to brokers: at least once each, whatever fails, with no transaction open meanwhile."""

import asyncio
import logging
import random
import traceback
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk.casebook import Casebook
from desk.couriers import Courier, Folder, MailServer, NotDelivered, Parcel
from desk.patience import GiveUp, what_next
from desk.settings import DeskSettings
from desk.teams import NO_TEAMS, Teams
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries, Progress

log = logging.getLogger(__name__)

TIME_TO_STORE = timedelta(seconds=30)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Worker:
    """One of the workers, any number of which may run at once, in one process or several.

    `longest_seconds` is how long the courier may take when the settings of the desk do not say it.
    """

    database: Database
    settings: DeskSettings
    courier: Courier
    clock: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random
    longest_seconds: float = 0.0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def deliver_next(self) -> bool:
        """Attempt the delivery that is due the longest; False when none is due."""
        parcel = await asyncio.to_thread(self._take)
        if parcel is None:
            return False
        error = None if parcel.is_void() else await self._send(parcel)
        await asyncio.to_thread(self._note, parcel, error)
        return True

    async def _send(self, parcel: Parcel) -> str | None:
        try:
            await self.courier.send(parcel)
        except NotDelivered as failed:
            return failed.code
        except Exception as broken:  # noqa: BLE001 - one bad case must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            name = parcel.delivery.id
            log.error("delivery %s is broken: %s", name, where(broken))  # noqa: TRY400 - see above
            return type(broken).__name__[:60]
        return None

    def _take(self) -> Parcel | None:
        now = self.clock()
        with self.database.reading() as session:
            if Deliveries(session).oldest_due(now) is None:
                return None
        given = self.settings
        longest = max(given.smtp_seconds, given.webhook_seconds, self.longest_seconds)
        lease = timedelta(seconds=longest) + TIME_TO_STORE
        with self.database.open() as session:
            delivery = Deliveries(session).take(self.name, now, now + lease)
            if delivery is None:
                return None
            return Parcel(delivery, Casebook(session).get(delivery.case_id), now)

    def _note(self, parcel: Parcel, error: str | None) -> None:
        now, delivery = self.clock(), parcel.delivery
        with self.database.open() as session:
            kept = Deliveries(session)
            if error is None:
                end = Progress.RECALLED if parcel.is_void() else Progress.SENT
                kept.settle(delivery.id, self.name, end, now, None)
                log.info("delivery %s of case %s: %s", delivery.id, delivery.case_id, end.value)
                return
            following = what_next(delivery.attempts, delivery.created, now, self.chance())
            if isinstance(following, GiveUp):
                kept.settle(delivery.id, self.name, Progress.DEAD, now, error)
                log.error("delivery %s given up after %s tries: %s", delivery.id, delivery.attempts, error)
                return
            kept.put_off(delivery.id, self.name, following.at, error)
            log.warning("delivery %s put off after %s tries: %s", delivery.id, delivery.attempts, error)


async def run(
    database: Database,
    settings: DeskSettings,
    outbox_folder: Path,
    stop: asyncio.Event,
    teams: Teams = NO_TEAMS,
) -> None:
    """Deliver by the way out that the settings of the desk name, until told to stop."""
    worker = Worker(database, settings, courier_for(settings, outbox_folder, teams))
    await keep_delivering(worker, stop)


async def keep_delivering(worker: Worker, stop: asyncio.Event) -> None:
    """Deliver what is due until told to stop; what is in hand then is finished first."""
    while not stop.is_set():
        try:
            if await worker.deliver_next():
                continue
        except Exception as error:  # noqa: BLE001 - the edge of the worker: a database that is away comes back
            log.error("the desk cannot deliver now: %s", where(error))  # noqa: TRY400 - as above
        with suppress(TimeoutError):
            async with asyncio.timeout(worker.settings.desk_poll_seconds):
                await stop.wait()


def courier_for(settings: DeskSettings, outbox_folder: Path, teams: Teams = NO_TEAMS) -> Courier:
    """Return the one way out: the webhook when one is set, else the mail server, else the folder."""
    if settings.webhook_url:
        # as in desk/settings.py: without a webhook there is no need of aiohttp
        from desk.webhooks import Webhook

        return Webhook(settings)
    return MailServer(settings, teams) if settings.smtp_host else Folder(settings, outbox_folder, teams)


def where(error: Exception) -> str:
    """Return the kind of an error and the line it came from, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
