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

from knowledge.keys import keys_of
from knowledge.seal import Keys
from knowledge.settings import KnowledgeSettings
from knowledge.storage.seal_check import keys_fit, note_keys
from knowledge.storage.sealed import lend

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
    """One SQLite file or one PostgreSQL database.

    The first use raises WrongKeys when what people told was sealed with other keys.
    """

    def __init__(self, address: str, keys: Keys | None = None) -> None:
        """Prepare the engine; nothing is opened before the first use.

        Without keys only the knowledge can be used: what people told is neither read nor written.
        """
        self._engine = _engine(address)
        self._keys = keys
        self._keys_fit = keys is None
        lend(self._engine.dialect, keys)

    @classmethod
    def of(cls, kept: KnowledgeSettings) -> "Database":
        """Return the database that the settings name, with their keys."""
        return cls(kept.database_address(), keys_of(kept))

    @property
    def engine(self) -> Engine:
        """Return SQLAlchemy's engine, for tests and tools."""
        return self._engine

    @contextmanager
    def open(self, *, alone: bool = False) -> Iterator[Session]:
        """Commit when the block ends well, undo everything when it does not.

        `alone` waits for others who ask to be alone: for what two processes must not do at once.
        """
        self.require_right_keys()
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            if alone:
                self._wait_for_others(session.connection())
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See one state of the data and hold up nobody who writes; what is written here is undone."""
        self.require_right_keys()
        with Session(self._reading(), expire_on_commit=False) as session:
            yield session

    def require_right_keys(self) -> None:
        """Raise WrongKeys when the keys are not those of this database; asked until the answer is yes."""
        if self._keys is not None and not self._keys_fit:
            with self._reading().connect() as connection:
                self._keys_fit = keys_fit(connection, self._keys)

    def note_keys(self) -> None:
        """Let only those in who have the newest key, once everything is sealed with it."""
        if self._keys is not None:
            with self._engine.begin() as connection:
                note_keys(connection, self._keys)

    def migrate(self) -> None:
        """Bring the tables up to date; safe to run again, and by several processes at once.

        Raise DatabaseIsNewer when a newer Signpost has been here, or WrongKeys.
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
            sealed_before = self._keys is not None and keys_fit(connection, self._keys)
            command.upgrade(config, "head")
            if self._keys is not None and not sealed_before:
                note_keys(connection, self._keys)

    def _reading(self) -> Engine:
        return self._engine.execution_options(signpost_reads=True)

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
