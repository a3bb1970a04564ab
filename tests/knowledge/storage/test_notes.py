"""Feedback, wrong information and subscriptions."""

from datetime import UTC, datetime

import pytest

from knowledge.storage.notes import Feedback, Notes, Subscription, WrongInformation
from tests.databases import with_tables

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOTES = [
    Feedback("c1", "m1", NOON, "good", "thank you"),
    WrongInformation("c1", "m1", NOON, None, "the page is gone"),
    Subscription("c1", "m1", NOON, "ada@example.org", ("finance", "skills")),
]


@pytest.fixture
def database():
    """An empty database."""
    made = with_tables("sqlite://")
    yield made
    made.close()


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_kept_as_it_was_given_and_once(database, note):
    with database.open() as session:
        assert Notes(session).keep(note)
        assert not Notes(session).keep(note)

    with database.reading() as session:
        assert Notes(session).all(type(note)) == [note]


def test_what_one_conversation_left_can_be_forgotten(database):
    other = Feedback("c2", "m1", NOON, "bad", "no")
    with database.open() as session:
        for note in (*NOTES, other):
            Notes(session).keep(note)

        Notes(session).forget("c1")

    with database.reading() as session:
        kept = [note for kind in map(type, NOTES) for note in Notes(session).all(kind)]
    assert kept == [other]
