"""A database from before anything was sealed is taken over with all that is in it."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from knowledge.storage.database import MIGRATIONS, Database
from knowledge.storage.notes import Notes, Subscription
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents
from knowledge.storage.wishes import Subscriptions
from tests.databases import KEYS
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

BEFORE = "0009"


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier(request, tmp_path):
    """A database as an earlier Signpost left it, with three events and a subscription."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = Database(address, KEYS)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        for position, kind in enumerate(("action", "user", "bot")):
            adding = text("INSERT INTO tracker_events VALUES ('c1', :position, :kind, :content)")
            content = f'{{"event": "{kind}", "text": "We need a new press"}}'
            connection.execute(adding, {"position": position, "kind": kind, "content": content})
        adding = "INSERT INTO subscriptions (conversation_id, message_id, at, address, topics) VALUES "
        connection.execute(text(adding + "('c1', 'm1', '2026-11-02 12:00:00', 'ada@example.org', '[]')"))
    yield made
    made.close()


def test_what_an_earlier_signpost_kept_is_read_and_added_to(earlier):
    earlier.migrate()

    with earlier.open() as session:
        events = TrackerEvents(session)
        assert [event.kind for event in events.of("c1")] == ["action", "user", "bot"]
        events.append("c1", 3, [TrackerEvent("user", {"text": "and welders"}), TrackerEvent("bot", {})])
        assert [event.kind for event in events.of("c1")][3:] == ["user", "bot"]
        (note,) = Notes(session).all(Subscription)
    assert note.address == "ada@example.org"


def test_what_was_left_since_is_found_by_its_address(earlier):
    earlier.migrate()

    with earlier.open() as session:
        note = Subscription("c2", "m1", Notes(session).all(Subscription)[0].at, "ADA@example.org", ())
        Notes(session).keep(note)
        Subscriptions(session).forget_to("ada@example.org")
        assert [one.conversation_id for one in Notes(session).all(Subscription)] == ["c1"]
