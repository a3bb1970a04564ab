"""Databases with tables, or with all the facts as well: made once in each worker, then copied.

Whatever is about setting up a database uses `migrate` and `apply` themselves.
"""

import sqlite3
from contextlib import closing
from functools import cache

from knowledge.loading import Facts, apply, read_facts
from knowledge.seal import BlindIndex, Keys, Seal
from knowledge.storage.database import Database

# what tests keep is sealed too; a process that is to read it is given these
SEALING = "c2lnbnBvc3Qtc2lnbnBvc3Qtc2lnbnBvc3Qtc2lnbnA="
MARKING = "a key of thirty-two characters!!"
KEYS = Keys(Seal([SEALING]), BlindIndex(MARKING.encode()))


@cache
def shipped_facts() -> Facts:
    """Return the facts that Signpost ships."""
    return read_facts()


def with_tables(address: str = "sqlite://") -> Database:
    """Return a database with empty tables."""
    made = Database(address, KEYS)
    if made.engine.dialect.name == "sqlite":
        _copy(_tables(), made)
    else:
        made.migrate()
    return made


def with_facts(address: str = "sqlite://") -> Database:
    """Return an SQLite database with the facts that Signpost ships."""
    return filled(Database(address, KEYS))


def filled(database: Database) -> Database:
    """Put the facts that Signpost ships into an SQLite database, in place of all that was in it."""
    _copy(_facts(), database)
    return database


@cache
def _tables() -> Database:
    made = Database("sqlite://", KEYS)
    made.migrate()
    return made


@cache
def _facts() -> Database:
    made = with_tables()
    with made.open() as session:
        apply(session, shipped_facts())
    return made


def _copy(source: Database, target: Database) -> None:
    with closing(source.engine.raw_connection()) as one, closing(target.engine.raw_connection()) as other:
        assert isinstance(one.driver_connection, sqlite3.Connection)
        one.driver_connection.backup(other.driver_connection)
