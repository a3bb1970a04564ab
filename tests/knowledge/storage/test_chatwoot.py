"""Conversations in Chatwoot are held by one worker at a time, and what was heard from there is heard once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.storage.cases import Cases
from knowledge.storage.chatwoot import ChatwootConversations, ChatwootNotes, Failed, Linked, Note, Search
from knowledge.storage.chatwoot_events import ChatwootAgents, ChatwootEvents
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.databases import with_tables
from tests.knowledge.storage.making_cases import NOON, make_record
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

LATER = NOON + timedelta(minutes=5)
INBOX = "chat.hub.example:443/3/7"
LINKED = Linked("case-1", INBOX, 5, 40, created=NOON, next_try=NOON)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database with one case that is linked, and one line that was said."""
    if request.param == "sqlite":
        made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    else:
        made = with_tables(request.getfixturevalue("postgres_address"))
    record = make_record()
    with made.open() as session:
        Conversations(session).start(record.conversation_id, "web", "own", NOON)
        Cases(session).add(record, [])
        Outbox(session).add(record.conversation_id, Sender.PERSON, Shown("Hello"), NOON)
        ChatwootConversations(session, INBOX).add(LINKED)
    yield made
    made.close()


def search(now=NOON, states=("waiting",), settled=NOON, recent=LATER):
    return Search(now, settled, recent, frozenset(states))


def take(database, holder="w1", given=None, inbox=INBOX):
    given = given or search()
    with database.open() as session:
        return ChatwootConversations(session, inbox).take(holder, given.now + timedelta(minutes=1), given)


def do(database, act):
    with database.open() as session:
        return act(ChatwootConversations(session, INBOX))


def test_what_was_said_is_taken_by_one_of_many_workers(database):
    with ThreadPoolExecutor(8) as workers:
        taken = list(workers.map(lambda n: take(database, f"w{n}"), range(8)))

    assert [one for one in taken if one] == [LINKED]


def test_what_nobody_has_noted_the_end_of_is_taken_again_and_is_unsure(database):
    take(database)

    again = take(database, "w2", search(LATER))

    assert again is not None
    assert again.unsure


def test_what_was_told_is_not_told_again(database):
    take(database)
    do(database, lambda kept: (kept.advance("case-1", "w1", 1), kept.let_go("case-1", "w1")))

    assert take(database) is None
    assert do(database, lambda kept: kept.find("case-1")) == replace(LINKED, cursor=1)


def test_who_lost_it_notes_nothing(database):
    take(database)
    take(database, "w2", search(LATER))

    assert not do(database, lambda kept: kept.advance("case-1", "w1", 1))
    assert not do(database, lambda kept: kept.put_off(LINKED, "w1", Failed(NOON, "timeout", LATER)))
    assert not do(database, lambda kept: kept.let_go("case-1", "w1"))


def test_what_was_put_off_waits(database):
    take(database)
    do(database, lambda kept: kept.put_off(LINKED, "w1", Failed(NOON, "http_503", LATER)))

    assert take(database, given=search(LATER - timedelta(seconds=1))) is None
    assert take(database, given=search(LATER)).attempts == 1


@pytest.mark.parametrize(("states", "recent", "found"), [((), LATER, False), ((), NOON, True)])
def test_of_a_case_that_is_over_only_what_is_recent_is_taken(database, states, recent, found):
    assert bool(take(database, given=search(states=states, recent=recent))) is found


def test_another_inbox_has_other_conversations(database):
    assert take(database, inbox="chat.hub.example:443/3/8") is None
    with database.reading() as session:
        assert ChatwootConversations(session, "another").of_number(40) is None
        assert ChatwootConversations(session, INBOX).of_number(40) == LINKED


def test_a_conversation_that_was_resolved_is_taken_when_it_has_stayed_so(database):
    do(database, lambda kept: kept.note_status("case-1", 5.0, NOON))
    do(database, lambda kept: kept.note_status("case-1", 4.0, None))  # older news
    over = search(states=())

    assert take(database, given=replace(over, settled=NOON - timedelta(seconds=1))) is None
    assert take(database, given=over).resolved == NOON


def test_a_note_is_kept_once_and_told_in_order(database):
    notes = [Note("case-1", "b", "one"), Note("case-1", "a", "two"), Note("case-1", "b", "other")]
    with database.open() as session:
        kept = ChatwootNotes(session)
        for note in notes:
            kept.add(note)
        assert kept.of_case("case-1") == notes[:2]
        kept.drop(notes[0])
        assert kept.of_case("case-1") == notes[1:2]

    assert take(database, given=search(states=())) is not None


def heard(database, key, delivery):
    with database.open() as session:
        return ChatwootEvents(session).is_new(key, delivery, NOON)


@pytest.mark.parametrize(
    ("key", "delivery", "new"),
    [("k1", "d1", False), ("k1", "d2", False), ("k2", "d1", False), ("k2", None, True)],
)
def test_an_event_is_known_by_what_it_tells_and_by_its_delivery(database, key, delivery, new):
    heard(database, "k1", "d1")

    assert heard(database, key, delivery) is new


def test_of_many_at_once_one_is_new(database):
    with ThreadPoolExecutor(8) as workers:
        new = list(workers.map(lambda n: heard(database, "k1", f"d{n}"), range(8)))

    assert sum(new) == 1


def test_old_events_are_forgotten(database):
    heard(database, "k1", "d1")
    with database.open() as session:
        ChatwootEvents(session).sweep(LATER)

    assert heard(database, "k1", "d1")


def test_an_agent_is_called_what_they_were_called_last(database):
    with database.open() as session:
        for name in ("Ivy", "Ivy Agent"):
            ChatwootAgents(session).name("chatwoot:11", name)

        assert ChatwootAgents(session).names() == {"chatwoot:11": "Ivy Agent"}
