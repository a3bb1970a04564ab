"""The database: opened, migrated, and used one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT_FOR_WRITER_MS = 5000
ONE_AT_A_TIME = 7360217  # the number of the lock; any will do that nothing else in the database uses


class DatabaseIsNewer(Exception):
    """A newer Signpost has changed the tables: start that one, or restore the copy from before it."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database stands at revision {revision}, which this version of Signpost does not know: "
            "start the newer version, or restore the copy of the database that was made before it"
        )


class Database:
    """One SQLite file or one PostgreSQL database."""

    def __init__(self, address: str) -> None:
        """Prepare the engine; nothing is opened before the first use."""
        self._engine = _engine(address)

    @property
    def engine(self) -> Engine:
        """Return SQLAlchemy's engine, for tests and tools."""
        return self._engine

    @contextmanager
    def open(self, *, alone: bool = False) -> Iterator[Session]:
        """Commit when the block ends well, undo everything when it does not.

        `alone` waits for others who ask to be alone: for what two processes must not do at once.
        """
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            if alone:
                self._wait_for_others(session.connection())
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See one state of the data and hold up nobody who writes; what is written here is undone."""
        with Session(self._engine.execution_options(signpost_reads=True), expire_on_commit=False) as session:
            yield session

    def migrate(self) -> None:
        """Bring the tables up to date; safe to run again, and by several processes at once.

        Raise DatabaseIsNewer when a newer Signpost has been here.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._engine.begin() as connection:
            self._wait_for_others(connection)
            config.attributes["connection"] = connection
            stands = MigrationContext.configure(connection).get_current_revision()
            known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
            if stands is not None and stands not in known:
                raise DatabaseIsNewer(stands)
            command.upgrade(config, "head")

    def _wait_for_others(self, connection: Connection) -> None:
        if self._engine.dialect.name == "postgresql":  # in SQLite one transaction writes at a time anyway
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if url.database in (None, "", ":memory:"):
        engine = create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # pysqlite's own BEGIN comes too late to be a transaction for reads: see SQLAlchemy's SQLite notes
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA busy_timeout={WAIT_FOR_WRITER_MS}")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: one that first reads and then writes would fail at once when another one wrote between
    reads = connection.get_execution_options().get("signpost_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
