"""A PostgreSQL server for tests, started for the session on a socket of its own; a database for each test.

Use it from a conftest.py: `from tests.postgres import postgres_address, postgres_server  # noqa: F401`.
Skips where no PostgreSQL is installed, but fails where CI is true: there the tests must run.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.bench.local_postgres import SUPERUSER, NoPostgres, address_of, local_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """Return the folder of the socket of a running server."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(local_postgres())
        except NoPostgres as without:
            plainly_without(str(without))
        yield folder


@pytest.fixture
def postgres_address(postgres_server: Path) -> Iterator[str]:
    """Return the address of a fresh database, dropped after the test."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(
        host=str(postgres_server), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield address_of(postgres_server, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def plainly_without(reason: str) -> None:
    """Skip the test, or fail it where CI is true."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)
