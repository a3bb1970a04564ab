import pytest
from sqlalchemy import event

from knowledge.loading import apply, read_facts
from knowledge.storage.database import Database


@pytest.fixture(scope="session")
def facts():
    return read_facts()


@pytest.fixture
def database():
    made = Database("sqlite://")
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def loaded(database, facts):
    with database.open() as session:
        apply(session, facts)
    return database


@pytest.fixture
def queries(database):
    seen = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def remember(connection, cursor, statement, *rest):
        seen.append(statement)

    return seen
