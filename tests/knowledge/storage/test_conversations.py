"""The storage of conversations: leases, order, uniqueness, forgetting."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from knowledge.replies import Card, Choice
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import ConversationNotFound, Conversations, Owner
from knowledge.storage.erasure import erase_conversation
from knowledge.storage.inbox import Inbox, State
from knowledge.storage.outbox import Button, Outbox, Sender, Shown
from tests.databases import with_tables

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=10)


@pytest.fixture
def database(tmp_path):
    """A database with one conversation, c1."""
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    with made.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
    yield made
    made.close()


def test_a_new_conversation_is_the_bots_and_nothing_is_noted(database):
    with database.reading() as session:
        found = Conversations(session).get("c1")

    assert (found.owner, found.noted, found.created, found.ended) == (Owner.BOT, {}, NOON, None)


def test_an_unknown_conversation_is_said_to_be_unknown(database):
    with database.reading() as session, pytest.raises(ConversationNotFound):
        Conversations(session).get("c2")


def test_only_one_holder_has_the_turn_until_it_lets_go_or_its_time_is_over(database):
    with database.open() as session:
        kept = Conversations(session)

        assert kept.claim("c1", "one", NOON, LATER)
        assert not kept.claim("c1", "two", NOON, LATER)
        kept.release("c1", "two")
        assert not kept.claim("c1", "two", NOON, LATER)
        assert kept.claim("c1", "two", LATER, LATER + timedelta(seconds=1))
        kept.release("c1", "two")
        assert kept.claim("c1", "three", NOON, LATER)


def test_a_holder_that_prolongs_keeps_the_turn(database):
    with database.open() as session:
        kept = Conversations(session)
        kept.claim("c1", "one", NOON, LATER)
        kept.prolong("c1", "one", LATER + timedelta(seconds=10))

        assert not kept.claim("c1", "two", LATER, LATER)


def test_the_transcript_counts_without_gaps_and_comes_back_as_it_was_said(database):
    card = Card("p1", "programme", "A programme", lines=(("Why", "it fits"),), url="https://example.org")
    content = Shown("Hello", (card,), (Button("More", "abc"),), ("Late",))
    with database.open() as session:
        for n in range(3):
            Outbox(session).add("c1", Sender.BOT, content, NOON, in_reply_to=f"m{n}")

    with database.reading() as session:
        rows = Outbox(session).after("c1", 1)

    assert [(row.seq, row.in_reply_to) for row in rows] == [(2, "m1"), (3, "m2")]
    assert rows[0].shown == content


def test_what_was_undone_leaves_no_gap(database):
    with suppress(RuntimeError), database.open() as session:
        Outbox(session).add("c1", Sender.BOT, Shown("lost"), NOON)
        raise RuntimeError

    with database.open() as session:
        assert Outbox(session).add("c1", Sender.BOT, Shown("kept"), NOON).seq == 1


def test_a_message_is_received_once(database):
    with database.open() as session:
        Inbox(session).receive("c1", "m1", NOON, text="money")

    with pytest.raises(IntegrityError), database.open() as session:
        Inbox(session).receive("c1", "m1", NOON, text="money")


def test_what_waits_comes_oldest_first_and_what_is_settled_does_not(database):
    with database.open() as session:
        inbox = Inbox(session)
        first = inbox.receive("c1", "m1", NOON, text="one")
        inbox.receive("c1", "m2", NOON, text="two")
        inbox.receive("c1", "m3", NOON, text="three")
        inbox.settle(first.id, State.ANSWERED)

        assert [message.text for message in inbox.waiting("c1")] == ["two", "three"]
        assert inbox.oldest_waiting() == NOON


def test_a_message_is_due_when_its_time_has_come_and_nobody_is_at_it(database):
    with database.open() as session:
        inbox, kept = Inbox(session), Conversations(session)
        message = inbox.receive("c1", "m1", NOON, text="one")

        assert inbox.due(NOON, 10) == ["c1"]
        inbox.put_off(message.id, 1, LATER, "down")
        assert inbox.due(NOON, 10) == []
        assert inbox.due(LATER, 10) == ["c1"]
        kept.claim("c1", "one", LATER, LATER + timedelta(seconds=1))
        assert inbox.due(LATER, 10) == []


def test_a_message_that_waits_behind_another_does_not_cut_its_pause_short(database):
    with database.open() as session:
        inbox = Inbox(session)
        first = inbox.receive("c1", "m1", NOON, text="one")
        inbox.receive("c1", "m2", NOON, text="two")
        inbox.put_off(first.id, 1, LATER, "down")

        assert inbox.due(NOON, 10) == []
        assert inbox.due(LATER, 10) == ["c1"]
        inbox.settle(first.id, State.ANSWERED)
        assert inbox.due(NOON, 10) == ["c1"]


def test_a_choice_is_known_only_in_the_conversation_that_it_was_offered_in(database):
    with database.open() as session:
        Conversations(session).start("c2", "web", "own", NOON)
        (button,) = Choices(session).issue(
            "c1", [Choice("More", "ask_details", (("programme", "p1"),))], NOON
        )

        found = Choices(session).find("c1", button.choice)
        assert found is not None
        assert (found.intent, found.entities, found.label) == ("ask_details", {"programme": "p1"}, "More")
        assert Choices(session).find("c2", button.choice) is None


def test_forgetting_leaves_only_that_something_was_forgotten(database):
    with database.open() as session:
        Conversations(session).note("c1", {"firm": {"places": ["coventry"]}})
        Inbox(session).receive("c1", "m1", NOON, text="secret")
        Inbox(session).receive("c1", "m2", NOON, text="delete it")
        Outbox(session).add("c1", Sender.PERSON, Shown("secret"), NOON)
        Choices(session).issue("c1", [Choice("More", "ask_details")], NOON)

        erase_conversation(session, "c1", LATER, "m2")

        found = Conversations(session).get("c1")
        asking = Inbox(session).find("c1", "m2")
        assert (found.noted, found.origin, found.erased) == ({}, "", LATER)
        assert Outbox(session).after("c1") == []
        assert Inbox(session).find("c1", "m1") is None
        assert asking is not None
        assert asking.text is None


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_news_of_many_conversations_is_one_query(database, how_many):
    with database.open() as session:
        for n in range(how_many):
            Conversations(session).start(f"x{n}", "web", "own", NOON)
        heads = Conversations(session).heads([f"x{n}" for n in range(how_many)])

    assert len(heads) == how_many
