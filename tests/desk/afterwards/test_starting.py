"""A stop holds wherever its address was given, and is taken back with one word."""

from datetime import timedelta

import pytest

from desk.afterwards.asking import ask_due
from desk.afterwards.hearing import answered_in_words, meant_by
from desk.afterwards.starting import start_asked
from desk.afterwards.stopping import STOP_MESSAGES, stop_asked, stop_writing_to
from desk.cases import Outcome, Part
from desk.people import left
from desk.relay import Relay
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversations
from knowledge.storage.follow_ups import Standing
from knowledge.storage.outbox import Delivery, Outbox
from tests.desk.afterwards.closed import (
    A_MONTH_ON,
    A_WEEK_ON,
    do,
    follow_ups,
    given_closed,
    mails,
    press,
    said,
    texts,
)
from tests.desk.making import NOON, given_case, make_consent


def heard(database, text, by=start_asked, at=()):
    with database.reading() as session:
        return by(session, Conversations(session).get("c1"), text, *at)


def close_another(database, reference="SP-OTHER2"):
    other = given_case(database, message_id=f"m{reference}", reference=reference)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(other.id)
        Relay(session, "b1", NOON).close(other.id, Outcome.HELPED)
    return other


def test_start_is_for_the_desk_only_after_a_stop(database):
    given_closed(database)
    assert heard(database, "Start!") is None

    do(database, "stop_messages", "m4")

    assert heard(database, "Start!") == Effect("start_messages")
    assert heard(database, "start a business") is None


def test_after_start_what_is_closed_later_is_asked_about_again_and_the_person_reads_so(database):
    given_closed(database)
    assert do(database, "stop_messages", "m4").endswith("To undo this, write START.")
    for _ in range(2):
        answered = do(database, "start_messages", "m5")

    assert answered.startswith("Done. I may write to you first again in this chat")
    assert len(follow_ups(database, close_another(database))) == 3


def test_the_last_question_can_be_answered_with_stop_as_well(database):
    given_closed(database)
    for days in (7, 30, 91):
        with database.open() as session:
            Conversations(session).seen("c1", NOON + timedelta(days=days - 1))
        ask_due(database, NOON + timedelta(days=days), by_mail=False)

    assert heard(database, "stop", stop_asked, [NOON + timedelta(days=91)]) == Effect(STOP_MESSAGES)


def test_a_stop_by_mail_ends_the_questions_of_every_chat_that_knows_the_address(database):
    given_closed(database)
    without = given_closed(
        database, conversation_id="c2", message_id="m2", consent=make_consent(Part.CONTACT)
    )
    ask_due(database, A_WEEK_ON, by_mail=True)
    with database.open() as session:
        left(session, "c1", ["ada@example.org"], NOON)
        left(session, "c2", ["Ada@Example.org"], NOON)
        stop_writing_to(session, mails(database)[0], A_WEEK_ON)

    ask_due(database, A_MONTH_ON, by_mail=True)

    assert [one.state for one in follow_ups(database, without)][1:] == [Standing.CANCELLED] * 2


def test_a_stop_by_mail_holds_for_the_address_in_a_chat_that_begins_later(database):
    given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=True)
    with database.open() as session:
        stop_writing_to(session, mails(database)[0], NOON)
    later = given_closed(database, conversation_id="c3", message_id="m3")

    ask_due(database, A_WEEK_ON, by_mail=True)

    assert follow_ups(database, later)[0].state is Standing.ASKED
    assert mails(database, "c3") == []


def test_an_unread_question_is_taken_out_of_the_chat_when_the_next_is_asked(database):
    case = given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=False)
    ask_due(database, A_MONTH_ON, by_mail=False)

    assert sum("Did Programme One start" in text for text in texts(database)) == 1
    assert [one.state for one in follow_ups(database, case)][:2] == [Standing.LAPSED, Standing.ASKED]
    assert press(database, "Not yet", now=A_MONTH_ON).startswith("Thank you.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("It started", "started"), ("YES!", "started"), ("not yet.", "not_yet"), ("we've applied", "applied"),
     ("it didn't suit", "not_suited"), ("no money", None), ("", None), ("yes but", None)],
)  # fmt: skip
def test_what_answers_the_question_is_heard_and_nothing_else(text, meant):
    assert meant_by(text) == meant


def test_an_answer_is_heard_only_right_after_the_question(database):
    given_closed(database)
    after = [A_WEEK_ON + timedelta(seconds=1)]
    assert heard(database, "yes", answered_in_words, after) is None
    ask_due(database, A_WEEK_ON, by_mail=False)

    heard_now = heard(database, "yes", answered_in_words, after)
    assert (heard_now.kind, heard_now.content["answer"]) == ("follow_up_answer", "started")
    assert do(database, heard_now.kind, "m7", **heard_now.content).startswith("Good to hear.")
    assert heard(database, "yes", answered_in_words, after) is None


def test_what_was_written_before_the_question_was_there_is_no_answer_to_it(database):
    given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=False)

    assert heard(database, "yes", answered_in_words, [A_WEEK_ON - timedelta(seconds=1)]) is None


def test_a_question_that_waits_to_be_brought_or_was_given_up_is_not_answered_yet(database):
    given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=False)
    after, question = [A_WEEK_ON + timedelta(hours=1)], said(database)[-1].id
    heard_as = {}
    for delivery in Delivery:
        with database.open() as session:
            Outbox(session).settle(question, delivery)
        heard_as[delivery] = heard(database, "yes", answered_in_words, after) is not None

    assert {one for one, is_heard in heard_as.items() if is_heard} == {Delivery.FETCHED, Delivery.SENT}
