"""What leads to what is kept of somebody, and what erasing it does."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from desk.casebook import Casebook
from desk.couriers import Folder, Parcel
from desk.effects import EffectContext, apply
from desk.erasing import erase_for_good
from desk.file_deletion import delete_files
from desk.holdings import exported, listed
from desk.people import NobodyFound, find, recognise, tie_earlier
from desk.settings import DeskSettings
from desk.states import State
from knowledge.identities import Identity
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.personal import Personal
from tests.desk.making import NOON, given_case, given_conversation, given_hubs, open_case

LATER = NOON + timedelta(hours=1)
NEWS = Effect("subscribe", {"address": "ADA@example.org", "topics": ["finance"]})
REMIND = Effect(
    "remind", {"address": "01632 960123", "programme_id": "p1", "from_month": None, "agreed_to": "Shall I?"}
)


@pytest.fixture
def database(database):
    """Somebody who asked for a person in c1 and for news in c2; a stranger in c3."""
    given_hubs(database)
    for conversation in ("c1", "c2", "c3"):
        given_conversation(database, conversation, "We need a new press")
    with database.open() as session:
        apply(session, open_case(), EffectContext("c1", "m1", "web"), NOON)
        apply(session, NEWS, EffectContext("c2", "m1", "web"), NOON)
        apply(session, REMIND, EffectContext("c2", "m2", "web"), NOON)
        apply(session, Effect("feedback", {"text": "fine"}), EffectContext("c3", "m1", "web"), NOON)
    return database


def found(database, key):
    with database.reading() as session:
        return find(session, key)


def erase(database, tmp_path, conversation="c1", now=LATER):
    with database.open() as session:
        erased = erase_for_good(session, conversation, now)
    delete_files(database, tmp_path / "outgoing", now)
    return erased


@pytest.mark.parametrize(
    ("key", "named", "others"),
    [
        ("c1", ("c1",), ("c2",)),
        ("SP-ABC234", ("c1",), ("c2",)),
        ("sp-abc234", ("c1",), ("c2",)),
        ("+44 1632 960123", ("c2",), ("c1",)),
        ("ada@example.org", ("c1", "c2"), ()),
        ("c3", ("c3",), ()),
    ],
)
def test_a_key_leads_to_what_it_names_and_to_what_the_same_person_left(database, key, named, others):
    result = found(database, key)

    assert (result.named, result.others) == (named, others)


def test_the_key_of_a_person_leads_to_all_their_conversations(database):
    (person,) = found(database, "ada@example.org").people

    assert found(database, person).conversations == ("c1", "c2")


@pytest.mark.parametrize("key", ["", "nobody", "SP-NONE22", "bob@example.org", "01632 960999", "'; --"])
def test_a_key_to_nothing_is_said_to_be_one(database, key):
    with pytest.raises(NobodyFound, match="reference"):
        found(database, key)


def test_somebody_a_channel_has_proven_is_the_same_in_the_next_conversation(database):
    identity = Identity("whatsapp", "+447700900123")
    with database.open() as session:
        ada = recognise(session, "c3", identity, NOON)
        assert recognise(session, "c4", identity, LATER) == ada


def test_the_list_says_what_is_kept_and_that_nobody_has_proven_the_contacts(database):
    with database.reading() as session:
        text = listed(session, find(session, "ada@example.org"))

    assert "request SP-ABC234 (waiting), opened 2 November 2026, 12:00 UTC, holds: Ada Example" in text
    assert "wants to hear of finance at ADA@example.org" in text
    assert "wants to be told of p1 at 01632 960123" in text
    assert "typed, proven by nobody" in text
    assert "--alone" in text


def test_what_is_given_out_is_all_that_stands_in_the_tables(database):
    with database.reading() as session:
        content = exported(session, find(session, "c1"))
        tables = set(Personal(session).rows("c1"))

    (first, second) = content["conversations"]
    assert set(first["kept"]) == tables
    assert first["kept"]["cases"][0]["person"] == {"name": "Ada Example", "email": "ada@example.org"}
    assert first["kept"]["outbox"][0]["content"]["text"] == "We need a new press"
    assert first["kept"]["case_events"]
    assert second["kept"]["reminders"][0]["address"] == "01632 960123"


@pytest.mark.parametrize(("address", "chats"), [("ada@example.org", ["c1", "c2"]), ("01632 960123", ["c2"])])
def test_that_somebody_wants_no_messages_is_told_and_outlives_the_rest(database, tmp_path, address, chats):
    with database.open() as session:
        OptOuts(session).add("c1", LATER)
        OptOuts(session).add_address(address, LATER)
        OptOuts(session).add_address("bob@example.org", LATER)
        told = find(session, "c1")
        words, content = listed(session, told), exported(session, told)

    assert words.count("wants no messages that were not asked for, said") == 1
    assert words.count("wants no mail at an address left here, said") == len(chats)
    marked = [
        one["id"] for one in content["conversations"] if len(one["kept"].get("address_opt_outs", ())) == 1
    ]
    assert marked == chats
    assert [erase(database, tmp_path), erase(database, tmp_path)] == [True, False]
    with database.reading() as session:
        assert OptOuts(session).has("c1")
        assert OptOuts(session).has_address(address)


def test_erasing_leaves_no_word_and_withdraws_what_is_open(database, tmp_path):
    assert erase(database, tmp_path)

    with database.reading() as session:
        rows = Personal(session).rows("c1")
        (case,) = Cases(session).of_conversation("c1")
        conversation = Conversations(session).get("c1")
    assert set(rows) == {"conversations", "cases", "case_events", "deliveries"}
    assert (case.state, case.person, case.brief) == (State.WITHDRAWN, None, None)
    assert conversation.ended == LATER
    assert not re.search(r"\bada\b", str(rows).lower())  # three letters can stand in a mark


def test_erasing_one_leaves_the_other_conversations_and_who_they_belong_to(database, tmp_path):
    erase(database, tmp_path)

    assert found(database, "ada@example.org").conversations == ("c2",)


def test_erasing_twice_changes_nothing(database, tmp_path):
    erase(database, tmp_path)
    with database.reading() as session:
        before = Personal(session).rows("c1")

    assert not erase(database, tmp_path, now=LATER + timedelta(days=1))
    with database.reading() as session:
        assert Personal(session).rows("c1") == before


def test_who_was_told_of_a_case_is_told_that_it_was_taken_back_and_its_file_is_gone(database, tmp_path):
    case = given_case(database, conversation_id="c3", message_id="m3", reference="SP-FILE22")
    with database.open() as session:
        delivery = Deliveries(session).take("worker", NOON, LATER)
        while delivery.case_id != case.id:
            delivery = Deliveries(session).take("worker", NOON, LATER)
    folder = Folder(DeskSettings(), tmp_path / "outgoing")
    asyncio.run(folder.send(Parcel(delivery, case, NOON)))
    assert (tmp_path / "outgoing" / "SP-FILE22.eml").exists()

    erase(database, tmp_path, "c3")

    assert not list((tmp_path / "outgoing").iterdir())
    with database.reading() as session:
        assert [one.kind for one in Deliveries(session).of_cases([case.id])] == [Kind.CASE, Kind.WITHDRAWAL]


def test_requests_that_have_outlived_their_conversation_are_erased_as_well(database, tmp_path):
    given_case(database, conversation_id="gone", message_id="m9", reference="SP-GONE22")

    assert erase(database, tmp_path, "gone")
    assert not erase(database, tmp_path, "gone")
    with database.reading() as session:
        assert Cases(session).with_reference("SP-GONE22")[0].person is None


def test_what_was_left_before_there_were_marks_is_tied_afterwards(database):
    with database.open() as session:
        session.execute(text("DELETE FROM conversation_marks"))
        session.execute(text("DELETE FROM person_marks"))
    with database.open() as session:
        untied = Personal(session).reachable_without_marks()
        for conversation in untied:
            tie_earlier(session, conversation)

    assert sorted(untied) == ["c1", "c2"]
    assert found(database, "ada@example.org").named == ("c1", "c2")


def test_what_somebody_left_is_erased_also_when_the_conversation_is_over(database, tmp_path):
    with database.open() as session:
        Conversations(session).forget("c2", NOON)
        Conversations(session).end("c2", NOON)

    assert erase(database, tmp_path, "c2")
    with database.reading() as session:
        assert set(Personal(session).rows("c2")) == {"conversations"}


def test_erasing_in_the_chat_is_of_this_conversation_alone(database):
    with database.open() as session:
        apply(session, Effect("erase"), EffectContext("c1", "m9", "web"), LATER)

    with database.reading() as session:
        assert Personal(session).rows("c2")["subscriptions"]
        assert Casebook(session).audit(Cases(session).of_conversation("c1")[0].id)
