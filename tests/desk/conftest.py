"""A database of the desk's own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from knowledge.storage.database import Database
from tests.databases import with_tables


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database in a file, so that several workers can use it at once."""
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    yield made
    made.close()


@pytest.fixture
def queries(database: Database) -> list[str]:
    """Every SELECT that the database is asked from now on."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    return asked
