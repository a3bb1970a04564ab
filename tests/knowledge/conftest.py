import pytest
from sqlalchemy import event

from tests.databases import filled, shipped_facts, with_tables


@pytest.fixture(scope="session")
def facts():
    return shipped_facts()


@pytest.fixture
def database():
    made = with_tables()
    yield made
    made.close()


@pytest.fixture
def loaded(database):
    return filled(database)


@pytest.fixture
def queries(database):
    seen = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def remember(connection, cursor, statement, *rest):
        seen.append(statement)

    return seen
