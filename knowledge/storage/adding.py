"""Adds a row unless it is there: in one statement, where an error would undo what came before it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def add_unless_there(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row; False when one with the same key is there, which stays as it is."""
    adding = _adding(table, session.get_bind().dialect.name)
    return session.execute(adding, row).first() is not None


@cache
def _adding(table: Table, dialect: str) -> Executable:
    key = table.primary_key.columns.values()[0]
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().returning(key)
    return sqlite.insert(table).on_conflict_do_nothing().returning(key)
