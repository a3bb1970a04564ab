"""What waited before deliveries had a way still waits, and gets one."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import column, insert, inspect
from sqlalchemy import table as sql_table

from knowledge.storage.database import MIGRATIONS, Database
from knowledge.storage.deliveries import Deliveries, Way
from tests.databases import KEYS
from tests.knowledge.storage.making_cases import NOON
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

BEFORE = "0021"
CASE = {
    "id": "case-1",
    "reference": "SP-ABC234",
    "conversation_id": "c1",
    "message_id": "m1",
    "channel": "web",
    "hub_id": "a-hub",
    "reason": "asked",
    "route": "serves_place",
    "state": "waiting",
    "consent": "{}",
    "revision": 1,
}
DELIVERY = {"id": "d1", "case_id": "case-1", "kind": "case", "state": "waiting", "attempts": 3}


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier(request, tmp_path):
    """A database as an earlier Signpost left it, with a request that waits to be sent."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = Database(address, KEYS)
    go(made, command.upgrade, BEFORE)
    with made.engine.begin() as connection:
        moments = dict.fromkeys(("opened", "changed"), "2026-11-02 12:00:00.000000")
        add(connection, "cases", CASE | moments)
        moments = dict.fromkeys(("created", "next_try"), "2026-11-02 12:00:00.000000")
        add(connection, "deliveries", DELIVERY | moments)
    yield made
    made.close()


def go(database, where, revision):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        where(config, revision)


def add(connection, table, values):
    connection.execute(insert(sql_table(table, *map(column, values))).values(**values))


def test_what_waits_gets_its_ways_after_the_change(earlier):
    earlier.migrate()

    with earlier.open() as session:
        kept = Deliveries(session)
        waiting = kept.without_way([Way.MAIL], NOON)
        assert (waiting.id, waiting.attempts, waiting.way) == ("d1", 3, None)
        assert kept.send_by(waiting, [Way.MAIL], NOON)
        assert [(one.id, one.way) for one in kept.of_cases(["case-1"])] == [("d1", Way.MAIL)]


def test_the_change_can_be_undone(earlier):
    earlier.migrate()
    with earlier.open() as session:
        kept = Deliveries(session)
        kept.send_by(kept.without_way([], NOON), [Way.MAIL, Way.WEBHOOK], NOON)
    go(earlier, command.downgrade, BEFORE)

    columns = {one["name"] for one in inspect(earlier.engine).get_columns("deliveries")}
    assert "way" not in columns
    earlier.migrate()
    with earlier.reading() as session:
        states = [one.state for one in Deliveries(session).of_cases(["case-1"])]
    assert sorted(states) == ["recalled", "waiting"]


@pytest.mark.parametrize(
    ("states", "left"),
    [
        ({"a": "waiting", "b": "sent"}, {"a": "recalled", "b": "sent"}),
        ({"a": "sent", "b": "waiting"}, {"a": "sent", "b": "recalled"}),
        ({"a": "dead", "b": "waiting"}, {"a": "recalled", "b": "waiting"}),
        ({"a": "dead", "b": "dead"}, {"a": "dead", "b": "recalled"}),
    ],
)
def test_when_it_is_undone_nothing_is_told_twice_and_nothing_is_lost(earlier, states, left):
    earlier.migrate()
    moments = dict.fromkeys(("created", "next_try"), "2026-11-02 12:00:00.000000")
    with earlier.engine.begin() as connection:
        for name, state in states.items():
            row = DELIVERY | moments | {"id": name, "state": state, "way": "mail", "telling": "a"}
            add(connection, "deliveries", row)
    go(earlier, command.downgrade, BEFORE)

    earlier.migrate()
    with earlier.reading() as session:
        kept = {one.id: one.state for one in Deliveries(session).of_cases(["case-1"])}
    assert kept == left | {"d1": "waiting"}
