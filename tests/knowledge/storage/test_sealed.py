"""Nothing that a person wrote stands in the database as they wrote it, and it is read as they wrote it."""

import pytest
from sqlalchemy import String, select, text, type_coerce
from sqlalchemy.exc import StatementError

from knowledge.identities import contact
from knowledge.keys import new_key
from knowledge.seal import BlindIndex, Keys, Seal
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.inbox import Inbox
from knowledge.storage.notes import Feedback, Notes, Reminder, Subscription
from knowledge.storage.outbox import Outbox
from knowledge.storage.people import People
from knowledge.storage.personal import OF_CASES, TABLES, Personal
from knowledge.storage.resealing import compact, reseal, sealed_columns
from knowledge.storage.schema import metadata
from knowledge.storage.seal_check import WrongKeys
from knowledge.storage.tracker_events import TrackerEvents
from knowledge.storage.wishes import Reminders, Subscriptions
from tests.databases import KEYS, MARKING, SEALING
from tests.knowledge.storage.told import NOON, PHONE, SECRET, tell

NEWER = new_key()
BOTH = Keys(Seal([NEWER, SEALING]), KEYS.index)
INDEX = BlindIndex(MARKING.encode())
# too long to stand in a sealed value by chance
MARKS = "Ada Example", "ada@example", "960123"


def address(database):
    return database.engine.url.render_as_string(hide_password=False)


def as_stored(database):
    """Every value of every table as it stands there."""
    with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608 - our own tables
                yield from (f"{table.name}: {value}" for value in row)


def plainly(database):
    return [value for value in as_stored(database) if any(mark in value for mark in MARKS)]


def test_what_was_told_stands_nowhere_in_the_database(either):
    with either.open() as session:
        tell(session)

    assert plainly(either) == []


def test_what_was_told_is_read_as_it_was_told(either):
    with either.open() as session:
        tell(session)

    with either.reading() as session:
        assert Conversations(session).get("c1").noted == {"firm": {"own_words": SECRET}}
        assert Inbox(session).find("c1", "m1").text == SECRET
        assert [entry.shown.text for entry in Outbox(session).after("c1")] == [SECRET]
        assert [event.content["text"] for event in TrackerEvents(session).of("c1")] == [SECRET]
        assert Cases(session).get("case-1").person == {"name": SECRET}
        assert [note.text for note in Notes(session).all(Feedback)] == [SECRET]
        assert [note.agreed_to for note in Notes(session).all(Reminder)] == [SECRET]


def test_no_byte_of_it_is_in_the_files_of_sqlite(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'signpost.db'}", KEYS)
    database.migrate()
    with database.open() as session:
        tell(session)

    found = b"".join(path.read_bytes() for path in tmp_path.glob("signpost.db*"))

    assert b"Ada Example" not in found
    assert b"960123" not in found
    database.close()


@pytest.mark.parametrize("written", ["ada@example.org", "ADA@Example.org "])
def test_what_is_to_be_sent_to_an_address_is_found_however_it_is_written(either, written):
    with either.open() as session:
        tell(session)
        tell(session, "c2", case="case-2")

    with either.open() as session:
        Subscriptions(session).forget_to("bob@example.org")
        Reminders(session).forget_to("+44 1632 960124")
        assert [note.conversation_id for note in Notes(session).all(Subscription)] == ["c1", "c2"]
        assert [note.address for note in Notes(session).all(Reminder)] == [PHONE, PHONE]

        Subscriptions(session).forget_to(written)
        Reminders(session).forget_to("+44 1632 960123")
        assert Notes(session).all(Subscription) == Notes(session).all(Reminder) == []


def test_a_database_opened_without_keys_takes_and_gives_no_personal_word(either):
    with either.open() as session:
        tell(session)
    keyless = Database(address(either))

    with keyless.reading() as session, pytest.raises(Exception, match="without keys"):
        Conversations(session).get("c1")
    with pytest.raises(StatementError, match="without keys"), keyless.open() as session:
        Conversations(session).note("c1", {"a": 1})
    keyless.close()


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        (Keys(Seal([NEWER]), INDEX), "SIGNPOST_ENCRYPTION_KEYS"),
        (Keys(Seal([SEALING]), BlindIndex(b"x" * 32)), "SIGNPOST_INDEX_KEY"),
    ],
)
def test_wrong_keys_are_told_before_anything_is_read_or_written(either, keys, named):
    with either.open() as session:
        tell(session)
    before = list(as_stored(either))
    wrong = Database(address(either), keys)

    with pytest.raises(WrongKeys, match=named), wrong.open() as session:
        Conversations(session).start("c2", "web", "own", NOON)
    with pytest.raises(WrongKeys), wrong.reading():
        pass
    with pytest.raises(WrongKeys):
        wrong.migrate()
    assert list(as_stored(either)) == before
    wrong.close()


def test_after_a_rotation_the_newest_key_is_enough_and_the_older_is_not(either):
    with either.open() as session:
        tell(session)
    rotated = Database(address(either), BOTH)

    counts = {what.name: reseal(rotated, BOTH.seal, what) for what in sealed_columns()}
    again = {what.name: reseal(rotated, BOTH.seal, what) for what in sealed_columns()}
    rotated.note_keys()

    assert set(counts.values()) == {1}
    assert set(again.values()) == {0}
    newest = Database(address(either), Keys(Seal([NEWER]), KEYS.index))
    with newest.reading() as session:
        assert Inbox(session).find("c1", "m1").text == SECRET
        assert Personal(session).rows("c1")["plans"]
    older = Database(address(either), KEYS)
    with pytest.raises(WrongKeys), older.reading():
        pass
    for database in (rotated, newest, older):
        database.close()


def test_a_rotation_that_broke_off_is_taken_up(either):
    with either.open() as session:
        for n in range(3):
            tell(session, f"c{n}", case=f"case-{n}")
    rotated = Database(address(either), BOTH)
    (inbox,) = (what for what in sealed_columns() if what.name == "inbox.text")
    with rotated.open() as session:
        row = Inbox(session).find("c0", "m1")
        session.execute(inbox.table.update().where(inbox.table.c.id == row.id).values(text=row.text))

    assert reseal(rotated, BOTH.seal, inbox) == 2
    rotated.close()


def unsealed(database):
    """Put the words of a conversation back as they were kept before they were sealed."""
    plain = '{"own_words": "Ada Example"}'
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET text = 'Ada Example'"))
        connection.execute(text("UPDATE conversations SET noted = :plain"), {"plain": plain})
        connection.execute(text("UPDATE subscriptions SET address = 'ada@example.org', address_mark = NULL"))
        plain = '{"event": "user", "text": "Ada Example"}'
        connection.execute(text("UPDATE tracker_events SET content = :plain"), {"plain": plain})


def test_rows_from_before_are_read_as_they_are_and_sealed_by_a_rotation(either):
    with either.open() as session:
        tell(session)
    unsealed(either)
    with either.reading() as session:
        assert Inbox(session).find("c1", "m1").text == "Ada Example"
        assert Conversations(session).get("c1").noted == {"own_words": "Ada Example"}
        assert [event.kind for event in TrackerEvents(session).of("c1")] == ["user"]
    assert len(plainly(either)) == 4

    counts = {what.name: reseal(either, KEYS.seal, what) for what in sealed_columns()}
    compact(either)

    assert {name for name, count in counts.items() if count} == {
        "inbox.text",
        "conversations.noted",
        "subscriptions.address",
        "tracker_events.content",
    }
    assert plainly(either) == []
    with either.reading() as session:
        assert Inbox(session).find("c1", "m1").text == "Ada Example"


def test_every_table_that_names_a_conversation_is_among_what_is_shown_and_erased():
    naming = {
        table.name
        for table in metadata.sorted_tables
        if {"conversation_id", "conversation"} & set(table.columns.keys())
    }

    assert (naming | {"conversations"}) - set(OF_CASES) == set(TABLES)  # by its case, not by this name


def test_a_mark_is_not_the_address_and_leads_to_the_same_person(either):
    ada = contact("ada@example.org")
    with either.open() as session:
        person = People(session).tie("c1", [ada], NOON)
    with either.open() as session:
        assert People(session).conversations_with(contact("ADA@example.org")) == ["c1"]
        assert People(session).tie("c2", [contact("ADA@example.org")], NOON) == person
        marks = session.scalars(select(type_coerce(metadata.tables["person_marks"].c.mark, String))).all()
    assert marks == [KEYS.index.mark("email:ada@example.org")]
