"""The rounds of whoever brings things out: at least once each, with no transaction open meanwhile."""

import asyncio
import logging
import random
import uuid
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.couriers import Courier, NotDelivered
from desk.error_places import where
from desk.patience import GiveUp, what_next
from desk.settings import DeskSettings
from knowledge.storage.database import Database
from knowledge.storage.errands import Errands, Progress

log = logging.getLogger(__name__)

TIME_TO_STORE = timedelta(seconds=30)


def utc_now() -> datetime:
    """Return the time that a worker goes by, unless it is given another clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Errand[Parcel]:
    """Something in hand; `name` is how the log calls it, and `is_void` that it need not go out any more."""

    id: str
    name: str
    attempts: int
    created: datetime
    parcel: Parcel
    is_void: bool


@dataclass(frozen=True)
class Rounds[Parcel](ABC):
    """One of the workers, any number of which may run at once, in one process or several.

    `longest_seconds` is how long the courier may take when the settings of the desk do not say it.
    """

    database: Database
    settings: DeskSettings
    courier: Courier[Parcel]
    clock: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random
    longest_seconds: float = 0.0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @abstractmethod
    def errands(self, session: Session) -> Errands[Any]:
        """Return where the errands are kept."""

    @abstractmethod
    def is_due(self, session: Session, now: datetime) -> bool:
        """Is there one to be taken?"""

    @abstractmethod
    def take(self, session: Session, now: datetime, until: datetime) -> Errand[Parcel] | None:
        """Take the one that is due the longest, and hold it until then."""

    def note_sent(self, session: Session, parcel: Parcel, now: datetime) -> None:
        """Note what follows from its having gone out, in the transaction that notes it: here nothing."""
        del session, parcel, now

    async def deliver_next(self) -> bool:
        """Attempt the errand that is due the longest; False when none is due."""
        errand = await asyncio.to_thread(self._take)
        if errand is None:
            return False
        error = None if errand.is_void else await self._send(errand)
        await asyncio.to_thread(self._note, errand, error)
        return True

    async def _send(self, errand: Errand[Parcel]) -> str | None:
        try:
            await self.courier.send(errand.parcel)
        except NotDelivered as failed:
            return failed.code
        except Exception as broken:  # noqa: BLE001 - one bad errand must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            log.error("%s is broken: %s", errand.name, where(broken))  # noqa: TRY400 - see above
            return type(broken).__name__[:60]
        return None

    def _take(self) -> Errand[Parcel] | None:
        now = self.clock()
        with self.database.reading() as session:
            if not self.is_due(session, now):
                return None
        given = self.settings
        longest = max(given.smtp_seconds, given.webhook_seconds, self.longest_seconds)
        lease = timedelta(seconds=longest) + TIME_TO_STORE
        with self.database.open() as session:
            return self.take(session, now, now + lease)

    def _note(self, errand: Errand[Parcel], error: str | None) -> None:
        now = self.clock()
        with self.database.open() as session:
            kept = self.errands(session)
            if error is None:
                end = Progress.RECALLED if errand.is_void else Progress.SENT
                if kept.settle(errand.id, self.name, end, now, None) and not errand.is_void:
                    self.note_sent(session, errand.parcel, now)
                log.info("%s: %s", errand.name, end.value)
                return
            following = what_next(errand.attempts, errand.created, now, self.chance())
            if isinstance(following, GiveUp):
                kept.settle(errand.id, self.name, Progress.DEAD, now, error)
                log.error("%s given up after %s tries: %s", errand.name, errand.attempts, error)
                return
            kept.put_off(errand.id, self.name, following.at, error)
            log.warning("%s put off after %s tries: %s", errand.name, errand.attempts, error)


async def again_and_again(
    look: Callable[[], Awaitable[bool]], what: str, every_s: float, stop: asyncio.Event
) -> None:
    """Look until told to stop: at once again while there was something to do, else after so many seconds.

    What is in hand when it stops is finished first. `what` says in the log what cannot be done.
    """
    while not stop.is_set():
        try:
            if await look():
                continue
        except Exception as error:  # noqa: BLE001 - the edge of a watch: a database that is away comes back
            log.error("the desk cannot %s now: %s", what, where(error))  # noqa: TRY400 - as above
        with suppress(TimeoutError):
            async with asyncio.timeout(every_s):
                await stop.wait()


def each_alone(database: Database, name: str, work: Callable[[Session], object]) -> bool:
    """Do one of several things in a transaction of its own; False when it broke, which stops no other.

    It is also False when `work` returns False: there was nothing to do any more.
    """
    try:
        with database.open() as session:
            done = work(session)
    except Exception as broken:  # noqa: BLE001 - as of an errand
        log.error("%s is broken: %s", name, where(broken))  # noqa: TRY400 - as of an errand
        return False
    return done is not False
