"""The same database on SQLite and on PostgreSQL, for what must hold on both."""

import pytest

from tests.databases import with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """An empty database, once of each kind."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = with_tables(address)
    yield made
    made.close()
