"""The second book keeps what was written, in order, also what is deleted from the first."""

import pytest

from bot.drill.keys import KEYS
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.database import Database
from knowledge.storage.inbox import Inbox, State
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.witness import Witness
from tests.desk.making import NOON


@pytest.fixture
def database():
    made = Database("sqlite://", KEYS)
    made.migrate()
    with made.open() as session:
        Witness(session).install()
        Conversations(session).start("c1", "web", "own", NOON)
    yield made
    made.close()


def test_what_was_said_is_kept_with_who_owned_the_conversation_then(database):
    with database.open() as session:
        Outbox(session).add("c1", Sender.BOT, Shown("hello"), NOON, in_reply_to="m1")
        Conversations(session).hand_to("c1", Owner.BROKER)
        Outbox(session).forget("c1")

    with database.reading() as session:
        (event,) = Witness(session).events()
    assert (event.what, event.conversation, event.key) == ("said", "c1", "m1")
    assert (event.content["sender"], event.content["text"], event.content["owner"]) == ("bot", "hello", "bot")


def test_what_is_undone_was_never_written(database):
    with database.reading() as session:
        Inbox(session).receive("c1", "m1", NOON)

    with database.reading() as session:
        assert Witness(session).events() == []


def test_what_stands_is_read_by_table(database):
    with database.open() as session:
        received = Inbox(session).receive("c1", "m1", NOON)
        Inbox(session).settle(received.id, State.ANSWERED)

    with database.reading() as session:
        standing, events = Witness(session).standing(), Witness(session).events()
    assert [row["state"] for row in standing["inbox"]] == ["answered"]
    assert [event.what for event in events] == ["received", "settled"]
