"""A promise that was not kept is owned up to: once, with the ways to reach the front door without us."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import escalation
from desk.casebook import Casebook
from desk.cases import Outcome
from desk.console.queue import clock, still_promised
from desk.effects import EffectContext, EffectsAt
from desk.lapses import look, overdue, own_up
from desk.promises import Given
from desk.relay import Relay
from desk.states import Change, State
from desk.teams import NO_TEAMS
from knowledge.records import Contact
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender
from tests.databases import with_tables
from tests.desk.making import (
    CHAIN,
    CONTEXT,
    HUBS,
    NOON,
    given_case,
    given_conversation,
    given_hubs,
    open_case,
)

HOUR = timedelta(hours=1)
BY = NOON + 4 * HOUR
MONTH = timedelta(days=30)
CONTACT = Contact(phone="0345 646 1352", email="hello@hub.example")
PROMISED = Given(NOON, BY).pack()


@pytest.fixture
def database(database):
    """The same with front doors that can be reached, and a conversation that has begun."""
    given_hubs(database, tuple(replace(hub, contact=CONTACT) for hub in HUBS))
    given_conversation(database)
    return database


def opened(database, teams=NO_TEAMS, promise=PROMISED):
    with database.open() as session:
        EffectsAt(teams)(session, open_case(promise=promise), CONTEXT, NOON)
    return the_case(database)


def the_case(database):
    with database.reading() as session:
        (found,) = Cases(session).newest(1)
        return Casebook(session).get(found.id)


def told(database):
    with database.reading() as session:
        said = [one.shown.text for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM]
    return [text for text in said if "I told you" in text]


def history(database, case):
    with database.reading() as session:
        return [event.change for event in Casebook(session).audit(case.id)]


def do(database, act, now=NOON):
    with database.open() as session:
        return act(Relay(session, "b1", now))


def test_the_person_reads_once_what_was_promised_that_it_did_not_come_and_how_to_reach_the_hub(database):
    case = opened(database)

    assert look(database, BY) == 0
    assert look(database, BY + HOUR) == 1
    assert look(database, BY + 2 * HOUR) == 0

    (text,) = told(database)
    assert f"Combined Authority Hub should reply to your request {case.reference} by 4 pm today." in text
    assert "I am sorry." in text
    assert CONTACT.phone in text
    assert CONTACT.email in text


def test_days_later_it_names_the_day_that_was_promised(database):
    opened(database)

    look(database, BY + timedelta(days=2))

    assert "by 4 pm on Monday 2 November." in told(database)[0]


def test_it_stands_in_the_history_and_the_queue_shows_the_case_as_late(database):
    case = opened(database)
    look(database, BY + HOUR)

    with database.reading() as session:
        last = Casebook(session).audit(case.id)[-1]
    assert (last.who, last.change, last.why) == ("clock", Change.LAPSE, "promise_not_kept")
    assert clock(still_promised(the_case(database)), BY + HOUR) == "late"


def test_the_case_waits_as_before_and_no_time_of_it_begins_anew(database):
    case = opened(database)
    look(database, BY + HOUR)

    after = the_case(database)
    assert after == replace(case, revision=case.revision + 1)
    assert escalation.look(database, NO_TEAMS, MONTH, NOON + MONTH) == 1
    assert the_case(database).state is State.EXPIRED


def test_when_the_manager_was_the_last_to_let_it_lapse_the_person_is_told_as_well(database):
    opened(database, CHAIN)
    now = NOON
    for _ in range(80):
        now += HOUR
        escalation.look(database, CHAIN, MONTH, now)
        look(database, now)

    assert the_case(database).team == "lead"
    assert len(told(database)) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda relay, case: relay.claim(case),
        lambda relay, case: relay.claim(case) and relay.write(case, "Hello", "w1") and relay.release(case),
        lambda relay, case: relay.claim(case) and relay.write(case, "Hello", "w1") and relay.give_back(case),
        lambda relay, case: relay.claim(case) and relay.close(case, Outcome.HELPED),
    ],
    ids=["in hand", "answered", "handed back", "closed"],
)
def test_whom_a_broker_has_seen_to_is_told_nothing(database, act):
    case = opened(database)
    do(database, lambda relay: act(relay, case.id))

    assert look(database, BY + HOUR) == 0


def test_a_broker_who_takes_a_case_and_says_nothing_has_not_kept_the_promise(database):
    case = opened(database)
    do(database, lambda relay: relay.claim(case.id) and relay.release(case.id))

    assert look(database, BY + HOUR) == 1


def test_whom_a_broker_hands_back_without_a_word_is_told_as_well_and_that_it_stays_open(database):
    case = opened(database)
    do(database, lambda relay: relay.claim(case.id) and relay.give_back(case.id))

    assert [look(database, BY + hours * HOUR) for hours in (0, 1, 2)] == [0, 1, 0]

    # whoever rang them has written nothing here, and is not belied
    assert (
        "Nobody has written to you here. If nobody has rung or mailed you either, I am sorry."
        in told(database)[0]
    )
    assert the_case(database).state is State.RETURNED
    assert history(database, case)[-1] is Change.LAPSE


def test_while_a_broker_talks_to_the_person_about_another_request_nobody_speaks_into_it(database):
    case = opened(database)
    other = given_case(database, message_id="m7", reference="SP-OTHER2")
    do(database, lambda relay: relay.claim(other.id))

    assert look(database, BY + HOUR) == 0
    with database.open() as session:
        assert own_up(session, case.id, BY + HOUR) is None
    assert told(database) == []

    do(database, lambda relay: relay.close(other.id, Outcome.HELPED), BY + HOUR)
    assert look(database, BY + HOUR) == 1
    assert len(told(database)) == 1


def test_without_a_promise_none_is_broken(database):
    opened(database, promise=None)

    assert look(database, NOON + 20 * MONTH) == 0


def test_who_asks_again_is_promised_anew_and_told_anew(database):
    case = opened(database)
    look(database, BY + HOUR)
    do(database, lambda relay: relay.claim(case.id) and relay.give_back(case.id), BY + 2 * HOUR)
    again = Effect("ask_again", {"case_id": case.id, "promise": Given(NOON, BY + 30 * HOUR).pack()})
    with database.open() as session:
        EffectsAt(NO_TEAMS)(session, again, EffectContext("c1", "m2", "web"), BY + 3 * HOUR)

    assert look(database, BY + 29 * HOUR) == 0
    assert look(database, BY + 31 * HOUR) == 1
    assert look(database, BY + 32 * HOUR) == 0
    assert len(told(database)) == 2


def test_a_conversation_that_has_ended_reads_nothing_and_the_history_has_it_all_the_same(database):
    case = opened(database)
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    assert look(database, BY + HOUR) == 1
    assert told(database) == []
    assert history(database, case)[-1] is Change.LAPSE


def test_of_many_who_look_at_once_one_tells(database):
    opened(database)

    with ThreadPoolExecutor(8) as watchers:
        done = list(watchers.map(lambda _: look(database, BY + HOUR), range(16)))

    assert sum(done) == 1
    assert len(told(database)) == 1


def test_a_broker_who_was_quicker_has_nobody_told(database):
    case = opened(database)
    with database.open() as session:
        Relay(session, "b1", BY + HOUR).claim(case.id)
        assert own_up(session, case.id, BY + HOUR) is None


def test_of_two_who_read_the_same_case_the_second_notes_nothing(database):
    case = opened(database)
    with database.open() as session:
        assert Casebook(session).lapse(case, "clock", BY) is not None
        assert Casebook(session).lapse(case, "clock", BY) is None


@pytest.mark.parametrize("how_many", [1, 20])
def test_looking_takes_one_query_however_many_cases_there_are(database, queries, how_many):
    for number in range(how_many):
        given_case(database, message_id=f"x{number}", answer_by=BY)
    queries.clear()

    with database.reading() as session:
        assert len(overdue(session, BY + HOUR)) == how_many

    assert len(queries) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-400, 4000), max_size=12))
def test_however_the_clock_jumps_one_promise_is_owned_up_to_at_most_once(hours):
    database = with_tables()
    given_hubs(database)
    given_conversation(database)
    opened(database)
    for jump in hours:
        look(database, NOON + jump * HOUR)

    assert len(told(database)) == any(NOON + jump * HOUR > BY for jump in hours)
    database.close()
