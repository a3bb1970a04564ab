"""Sealing everything with the newest key: what was never sealed, and what an older key sealed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from knowledge.seal import Seal, is_sealed
from knowledge.storage.database import Database
from knowledge.storage.schema import metadata
from knowledge.storage.sealed import SealedJson, SealedText

AT_A_TIME = 100


@dataclass(frozen=True)
class Sealing:
    """One column that is sealed."""

    table: Table
    column: Column[Any]

    @property
    def name(self) -> str:
        """Return it as an operator reads it."""
        return f"{self.table.name}.{self.column.name}"


def sealed_columns() -> Iterator[Sealing]:
    """Yield every column there is whose type seals it."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedText | SealedJson):
                yield Sealing(table, column)


def reseal(database: Database, seal: Seal, what: Sealing) -> int:
    """Seal what is not sealed with the newest key, a few rows in each transaction, and return how many.

    Others may read and write meanwhile. What breaks off is taken up by doing it again.
    """
    changed, after = 0, None
    while True:
        with database.open() as session:
            rows = _some(session, what, after)
            changed += sum(_reseal(session, seal, what, row) for row in rows)
        if not rows:
            return changed
        after = tuple(rows[-1][:-1])


def compact(database: Database) -> bool:
    """Leave nothing of what was there before in a file of SQLite; others wait for the moment it takes.

    False when others did not let it: do it again. PostgreSQL clears up by itself.
    """
    if database.engine.dialect.name != "sqlite":
        return True
    with closing(database.engine.raw_connection()) as connection:  # outside of any transaction
        cursor = connection.cursor()
        try:
            cursor.execute("VACUUM")
        except sqlite3.OperationalError:
            return False
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (answer,) = cursor.fetchall()
        return not answer[0]  # whether somebody was in the way


def _some(session: Session, what: Sealing, after: tuple[Any, ...] | None) -> list[Row[Any]]:
    keys = list(what.table.primary_key)
    as_stored = type_coerce(what.column, what.column.type.impl_instance)  # type: ignore[attr-defined]
    query = select(*keys, as_stored).order_by(*keys).limit(AT_A_TIME).with_for_update()
    return list(session.execute(query if after is None else query.where(tuple_(*keys) > after)))


def _reseal(session: Session, seal: Seal, what: Sealing, row: Row[Any]) -> bool:
    *key, stored = row
    sealed = isinstance(stored, str) and is_sealed(stored)
    if stored in (None, {}, []) or (sealed and seal.is_newest(stored)):
        return False
    opened = what.column.type.process_result_value(stored, session.get_bind().dialect)  # type: ignore[attr-defined]
    its = [column == value for column, value in zip(what.table.primary_key, key, strict=True)]
    session.execute(update(what.table).where(*its).values({what.column: opened}))
    return True
