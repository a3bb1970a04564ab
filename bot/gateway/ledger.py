"""The database as the gateway uses it: one short transaction at a time, never in the event loop's thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from knowledge.storage.database import Database

READERS = 4
WRITERS = 4


class DatabaseDown(Exception):
    """The database did not take a transaction: nothing of it is stored, try again later."""


class Ledger:
    """Runs units of work, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        """Use the database in threads of its own.

        SQLite has one writer at a time: one thread queues what would otherwise wait by polling its lock.
        """
        self._database = database
        writers = 1 if database.engine.dialect.name == "sqlite" else WRITERS
        self._writers = ThreadPoolExecutor(writers, "ledger-writes")
        self._readers = ThreadPoolExecutor(READERS, "ledger-reads")

    async def write[T](self, work: Callable[[Session], T]) -> T:
        """Commit what the work does, all of it or nothing, and return what it returns."""
        return await self._run(self._writers, self._database.open, work)

    async def read[T](self, work: Callable[[Session], T]) -> T:
        """Return what the work finds, in one state of the data."""
        return await self._run(self._readers, self._database.reading, work)

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

    async def _run[T](
        self,
        threads: ThreadPoolExecutor,
        opened: Callable[[], AbstractContextManager[Session]],
        work: Callable[[Session], T],
    ) -> T:
        def unit() -> T:
            with opened() as session:
                return work(session)

        try:
            return await asyncio.get_running_loop().run_in_executor(threads, unit)
        except IntegrityError:
            raise
        except (DBAPIError, NoFreeConnection) as error:
            raise DatabaseDown from error
