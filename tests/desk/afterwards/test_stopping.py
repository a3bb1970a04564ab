"""Stopping with one word: what counts as it, and what it ends."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.afterwards.asking import ask_due
from desk.afterwards.stopping import ALL_OF_IT, STOP_MESSAGES, is_stop, stop_asked, stop_writing_to
from desk.cases import Outcome
from desk.people import left
from desk.relay import Relay
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import Standing
from knowledge.storage.notes import Notes, Reminder, Subscription
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.afterwards.closed import A_WEEK_ON, do, follow_ups, given_closed, mails, press, texts
from tests.desk.making import NOON, given_case, given_conversation

REMIND = {"address": "ada@example.org", "programme_id": "p1", "from_month": "2027-05", "agreed_to": "?"}


@pytest.mark.parametrize(
    "text",
    ["stop", "STOP", " Stop! ", "stop.", "stop please", "Unsubscribe", "stop messages", "STOP MESSAGES!!",
     "Please stop messages.", "stop-all", "StopAll", "\uff53\uff54\uff4f\uff50",
     "stop e-mails", "stop\u200b", "opt out"],
)  # fmt: skip
def test_one_word_is_enough_however_it_is_written(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["", "!", "please", "don't stop", "stop wasting energy", "how do I stop leaks", "bus stop", "stopped",
     "can we stop paying rates?", "we want to stop messages going to the wrong customers",
     "non-stop", "/stop it"],
)  # fmt: skip
def test_what_says_more_than_that_is_talk(text):
    assert not is_stop(text)


@given(st.text())
def test_any_text_can_be_asked_about(text):
    assert is_stop(text) in (True, False)


@given(st.sampled_from(sorted(ALL_OF_IT)), st.sampled_from(["", " ", "!", "...", "\n"]))
def test_case_and_signs_do_not_matter(words, sign):
    assert is_stop(f"{sign}{words.upper()}{sign}")


def asked(database, text, at=NOON):
    with database.reading() as session:
        return stop_asked(session, Conversations(session).get("c1"), text, at)


def test_a_mere_stop_is_for_the_bot_while_nothing_is_planned(database):
    given_conversation(database)

    assert asked(database, "stop") is None
    assert asked(database, None) is None
    assert asked(database, "unsubscribe") == Effect(STOP_MESSAGES)


def test_a_mere_stop_is_for_the_desk_when_there_is_something_to_stop_or_a_broker_listens(database):
    given_closed(database)
    given_conversation(database, "c2")
    with database.open() as session:
        Conversations(session).hand_to("c2", Owner.BROKER)
        with_broker = stop_asked(session, Conversations(session).get("c2"), "Stop!", NOON)

    assert asked(database, "Stop!") == with_broker == Effect(STOP_MESSAGES)


def test_a_question_that_nobody_answered_for_long_leaves_a_mere_stop_to_the_bot(database):
    given_closed(database)
    for days in (7, 30, 91):
        with database.open() as session:
            Conversations(session).seen("c1", NOON + timedelta(days=days - 1))
        ask_due(database, NOON + timedelta(days=days), by_mail=False)
    with database.open() as session:
        Outbox(session).add("c1", Sender.BOT, Shown("How many of you are there?"), NOON)

    assert asked(database, "stop", NOON + timedelta(days=91, hours=23)) == Effect(STOP_MESSAGES)
    assert asked(database, "stop", NOON + timedelta(days=93)) is None
    assert asked(database, "stop messages", NOON + timedelta(days=93)) == Effect(STOP_MESSAGES)


def test_a_question_after_which_nothing_was_said_can_be_answered_with_stop_whenever_it_is(database):
    given_closed(database)
    for days in (7, 30, 91):
        with database.open() as session:
            Conversations(session).seen("c1", NOON + timedelta(days=days - 1))
        ask_due(database, NOON + timedelta(days=days), by_mail=False)

    assert asked(database, "stop", NOON + timedelta(days=200)) == Effect(STOP_MESSAGES)


def test_stop_ends_questions_reminders_and_news_at_once_and_says_so(database):
    case = given_closed(database)
    do(database, "remind", "m2", **REMIND)
    do(database, "subscribe", "m3", address="ada@example.org", topics=[])

    assert do(database, "stop_messages", "m4").startswith("Done. I will not write to you first")

    with database.reading() as session:
        assert Notes(session).all(Reminder) == Notes(session).all(Subscription) == []
    assert {one.state for one in follow_ups(database, case)} == {Standing.CANCELLED}
    assert {one.state for one in mails(database)} == {Progress.RECALLED}


def test_stop_is_answered_each_time_and_for_one_message_once(database):
    given_closed(database)

    first = [do(database, "stop_messages", "m4") for _ in range(2)]

    assert first[0] == first[1]
    assert "|" not in first[1]
    assert do(database, "stop_messages", "m5").startswith("Done.")


def test_who_was_told_by_the_assistant_is_not_told_again(database):
    given_closed(database)
    before = texts(database)

    do(database, "stop_messages", "m4", told=True)

    assert texts(database) == before


def test_to_stop_the_questions_leaves_what_the_person_wished_for(database):
    case = given_closed(database)
    do(database, "remind", "m2", **REMIND)

    assert do(database, "stop_asking", "m3") == "Done. I will not ask any more how it went."

    assert {one.state for one in follow_ups(database, case)} == {Standing.CANCELLED}
    with database.reading() as session:
        assert len(Notes(session).all(Reminder)) == 1


def test_nobody_is_asked_who_has_said_stop_before(database):
    given_closed(database)
    do(database, "stop_messages", "m4")
    other = given_case(database, message_id="m10", reference="SP-OTHER2")
    with database.open() as session:
        Relay(session, "b1", NOON).claim(other.id)
        Relay(session, "b1", NOON).close(other.id, Outcome.HELPED)

    assert sum("did this help" in text for text in texts(database)) == 1
    assert follow_ups(database, other) == []


def test_a_stop_by_mail_holds_for_the_address_wherever_it_was_given(database):
    given_closed(database)
    other = given_closed(database, conversation_id="c2", message_id="m2")
    given_conversation(database, "c3")
    do(database, "subscribe", "m3", address="ADA@example.org", topics=[])
    (mail,) = mails(database)

    for _ in range(2):
        with database.open() as session:
            stop_writing_to(session, mail, NOON + timedelta(days=1))

    assert {one.state for one in follow_ups(database, other)} == {Standing.CANCELLED}
    with database.reading() as session:
        assert Notes(session).all(Subscription) == []


def test_the_button_to_stop_asking_stands_under_each_question(database):
    case = given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=False)

    assert press(database, "Stop asking") == "Done. I will not ask any more how it went."
    assert [one.state for one in follow_ups(database, case)][1:] == [Standing.CANCELLED] * 2


def test_who_stops_by_a_mail_is_left_alone_in_what_is_closed_only_later(database):
    given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=True)
    (mail,) = mails(database)
    with database.open() as session:
        left(session, "c1", ["ada@example.org"], NOON)
        left(session, "c2", ["ada@example.org"], NOON)
        stop_writing_to(session, mail, A_WEEK_ON)

    later = given_closed(database, conversation_id="c2", message_id="m2")

    assert follow_ups(database, later) == []
