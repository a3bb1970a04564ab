"""A person whose broker says nothing any more is not left alone."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.relay import Relay
from desk.silence import give_back_the_forgotten
from desk.states import State
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.making import NOON, given_case, given_conversation, given_hubs

PATIENCE = timedelta(minutes=30)


def after(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database)
    case = given_case(database)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
    return case


def broker_writes(database, case, minutes):
    with database.open() as session:
        Relay(session, "b1", after(minutes)).write(case.id, "Hello", f"w{minutes}")


def person_writes(database, minutes):
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("are you there?"), after(minutes))


def look(database, minutes):
    with database.open() as session:
        return len(give_back_the_forgotten(session, after(minutes), PATIENCE))


def standing(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id).state, Conversations(session).get("c1").owner


def test_a_case_that_was_claimed_and_never_answered_goes_back_into_the_queue(database, case):
    assert look(database, 29) == 0
    assert look(database, 30) == 1

    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def test_a_person_whose_question_is_not_answered_gets_the_assistant_back(database, case):
    broker_writes(database, case, 5)
    person_writes(database, 6)

    assert look(database, 35) == 0
    assert look(database, 36) == 1
    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def test_a_broker_who_waits_for_the_person_has_not_fallen_silent(database, case):
    broker_writes(database, case, 5)

    assert look(database, 600) == 0
    assert standing(database, case) == (State.IN_CONVERSATION, Owner.BROKER)


def test_it_counts_from_the_first_question_and_not_from_the_last(database, case):
    broker_writes(database, case, 5)
    for minutes in (6, 20, 34):
        person_writes(database, minutes)

    assert look(database, 36) == 1


def test_the_person_is_told_once_and_the_audit_says_that_it_was_the_clock(database, case):
    for _ in range(2):
        look(database, 31)

    with database.reading() as session:
        told = [
            one.shown.text
            for one in Outbox(session).after("c1")
            if "not answered for a while" in one.shown.text
        ]
        last = Casebook(session).audit(case.id)[-1]
    assert len(told) == 1
    assert (last.who, last.why) == ("clock", "silent")


def test_whoever_claims_it_again_has_the_whole_time_again(database, case):
    look(database, 30)
    with database.open() as session:
        Relay(session, "b2", after(31)).claim(case.id)

    assert look(database, 60) == 0
    assert look(database, 61) == 1


def test_looking_for_silence_takes_as_many_queries_however_many_cases_there_are(database, case, queries):
    look(database, 1)
    one = len(queries)
    for number in range(2, 6):
        given_conversation(database, f"c{number}")
        other = given_case(database, conversation_id=f"c{number}", message_id=f"m{number}")
        with database.open() as session:
            Relay(session, "b1", NOON).claim(other.id)
    queries.clear()

    look(database, 1)

    assert len(queries) == one
