"""The database as the gateway uses it: one short transaction at a time, never in the event loop's thread."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from knowledge.storage.database import Database

READERS = 4
WRITERS = 4
MOST_TOGETHER = 32


class DatabaseDown(Exception):
    """The database did not take a transaction: nothing of it is stored, try again later."""


@dataclass(frozen=True, eq=False)
class _Unit:
    """What is to be committed as one, and who waits for what it returns."""

    work: Callable[[Session], Any]
    outcome: Future[Any] = field(default_factory=Future)


class Ledger:
    """Runs units of work: all of one is stored or nothing, and whoever waits for it knows that it is."""

    def __init__(self, database: Database) -> None:
        """Use the database in threads of its own.

        SQLite has one writer at a time: one thread queues what would otherwise wait by polling its lock, and
        commits together what came meanwhile. PostgreSQL has several, each with one unit: together they would
        hold conversations in an order of their own, and wait for each other for ever.
        """
        self._database = database
        is_alone = database.engine.dialect.name == "sqlite"
        self._together = MOST_TOGETHER if is_alone else 1
        self._waiting: deque[_Unit] = deque()
        self._writers = ThreadPoolExecutor(1 if is_alone else WRITERS, "ledger-writes")
        self._readers = ThreadPoolExecutor(READERS, "ledger-reads")

    async def write[T](self, work: Callable[[Session], T]) -> T:
        """Commit what the work does, all of it or nothing, and return what it returns.

        The work may be done twice, the first time for nothing: it may do nothing that cannot be undone.
        """
        unit = _Unit(work)
        self._waiting.append(unit)
        asyncio.get_running_loop().run_in_executor(self._writers, self._round)
        return await _known(asyncio.wrap_future(unit.outcome))

    async def read[T](self, work: Callable[[Session], T]) -> T:
        """Return what the work finds, in one state of the data."""

        def unit() -> T:
            with self._database.reading() as session:
                return work(session)

        return await _known(asyncio.get_running_loop().run_in_executor(self._readers, unit))

    async def prepare(self) -> None:
        """Bring the tables up to date, or raise DatabaseDown."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._writers, self._database.migrate)
        except (DBAPIError, NoFreeConnection) as error:
            raise DatabaseDown from error

    def close(self) -> None:
        """End the threads once their work is done."""
        self._writers.shutdown()
        self._readers.shutdown()

    def _round(self) -> None:
        """Do what waits now: often one unit, and none when an earlier round took them all."""
        units: list[_Unit] = []
        with suppress(IndexError):
            while len(units) < self._together:
                unit = self._waiting.popleft()
                if unit.outcome.set_running_or_notify_cancel():
                    units.append(unit)
        if not (len(units) > 1 and self._together_done(units)):
            for unit in units:
                self._alone_done(unit)

    def _together_done(self, units: Sequence[_Unit]) -> bool:
        """Commit all of them as one; False when that failed and nothing is stored of any."""
        try:
            with self._database.open() as session:
                found = [unit.work(session) for unit in units]
        except Exception:  # noqa: BLE001 - of one of them, or of the commit: alone each comes to its own
            return False
        for unit, result in zip(units, found, strict=True):
            unit.outcome.set_result(result)
        return True

    def _alone_done(self, unit: _Unit) -> None:
        try:
            with self._database.open() as session:
                found = unit.work(session)
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            unit.outcome.set_exception(error)
        else:
            unit.outcome.set_result(found)


async def _known[T](outcome: asyncio.Future[T]) -> T:
    """Return what came of a unit; of what the database raises only a row that may not be is let through."""
    try:
        return await outcome
    except IntegrityError:
        raise
    except (DBAPIError, NoFreeConnection) as error:
        raise DatabaseDown from error
