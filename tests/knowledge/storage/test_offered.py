"""What can be chosen from by its mark is what was brought last, since somebody wrote."""

from datetime import UTC, datetime

import pytest

from knowledge.storage.conversations import Conversations
from knowledge.storage.offered import Offered
from knowledge.storage.outbox import Button, Delivery, Outbox, Sender, Shown
from tests.databases import with_tables

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FIRST, SECOND = (Shown(text, choices=(Button("Yes", f"of {text}"),)) for text in ("first", "second"))


@pytest.fixture
def database(tmp_path):
    """A database with two conversations on WhatsApp."""
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    with made.open() as session:
        for name in ("c1", "c2"):
            Conversations(session).start(name, "whatsapp", "", NOON)
    yield made
    made.close()


def offered(database, *said):
    """Let these say this one after the other, and return what can be chosen from then."""
    with database.open() as session:
        for sender, shown, delivery in said:
            entry = Outbox(session).add("c1", sender, shown, NOON)
            Outbox(session).settle(entry.id, delivery)
        Outbox(session).add("c2", Sender.BOT, SECOND, NOON)
    with database.reading() as session:
        return Offered(session).to("c1")


def bot(shown, delivery=Delivery.SENT):
    return Sender.BOT, shown, delivery


THEY_WRITE = Sender.PERSON, Shown("Hello"), Delivery.FETCHED


def test_it_is_all_that_has_choices_the_newest_first(database):
    said = offered(database, THEY_WRITE, bot(FIRST), bot(SECOND), bot(Shown("By the way")))

    assert said == [SECOND, FIRST]


def test_it_is_over_when_they_have_written(database):
    assert offered(database, bot(FIRST), THEY_WRITE) == []


def test_it_is_over_when_a_broker_speaks(database):
    spoken = Sender.BROKER, Shown("Hello"), Delivery.SENT

    assert offered(database, bot(FIRST), spoken) == []
    assert offered(database, THEY_WRITE, bot(FIRST), spoken, bot(SECOND)) == [SECOND]


@pytest.mark.parametrize("delivery", [Delivery.WAITING, Delivery.DEAD])
def test_what_was_not_brought_is_no_offer(database, delivery):
    assert offered(database, THEY_WRITE, bot(FIRST), bot(SECOND, delivery)) == [FIRST]


def test_of_who_has_been_told_nothing_there_is_none(database):
    assert offered(database) == []
