"""When a case is closed the person is asked once whether it helped, and later whether it started."""

from datetime import timedelta

import pytest

from desk.cases import Outcome, Part, Reason
from desk.console.dossier import dossier
from desk.relay import Relay
from knowledge.storage.case_answers import CaseAnswers
from knowledge.storage.conversations import Conversations
from tests.desk.afterwards.closed import do, follow_ups, given_closed, press, said, texts
from tests.desk.console.conftest import BROKERS
from tests.desk.making import NOON, given_case, given_conversation, make_consent

ASKED = "One short question: did this help?"


def answers(database, case):
    with database.reading() as session:
        return CaseAnswers(session).find(case.id)


def test_who_was_helped_is_asked_once_with_three_answers(database):
    given_closed(database)

    assert texts(database).count(ASKED) == 1
    assert [one.label for one in said(database)[-1].shown.choices] == ["Yes", "Partly", "No"]


@pytest.mark.parametrize("outcome", [Outcome.DUPLICATE, Outcome.NOT_WANTED, Outcome.NOT_REACHED])
def test_nobody_is_asked_where_nobody_was_helped(database, outcome):
    case = given_closed(database, outcome)

    assert ASKED not in texts(database)
    assert follow_ups(database, case) == []


def test_who_was_in_distress_is_never_asked_by_a_machine(database):
    case = given_closed(database, reason=Reason.DISTRESS)

    assert ASKED not in texts(database)
    assert follow_ups(database, case) == []


@pytest.mark.parametrize(
    ("outcome", "days"),
    [
        (Outcome.HELPED, [7, 30, 90]),
        (Outcome.REFERRED, [7, 30, 90]),
        (Outcome.APPLIED, [7, 30, 90]),
        (Outcome.NOT_ELIGIBLE, []),
    ],
)
def test_it_is_asked_later_where_something_may_have_started(database, outcome, days):
    case = given_closed(database, outcome)

    assert [one.day for one in follow_ups(database, case)] == days
    assert [one.due - NOON for one in follow_ups(database, case)] == [timedelta(days=day) for day in days]


def test_an_address_is_planned_with_only_where_it_was_agreed_to(database):
    agreed = given_closed(database)
    by_phone = given_closed(database, conversation_id="c2", consent=make_consent(Part.CONTACT))

    assert {one.address for one in follow_ups(database, agreed)} == {"ada@example.org"}
    assert {one.address for one in follow_ups(database, by_phone)} == {None}


def test_a_chat_that_has_ended_is_not_written_to(database):
    given_conversation(database)
    case = given_case(database)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
        Conversations(session).end("c1", NOON)
        Relay(session, "b1", NOON).close(case.id, Outcome.HELPED)

    assert ASKED not in texts(database)
    assert answers(database, case) is None
    assert len(follow_ups(database, case)) == 3


@pytest.mark.parametrize(
    ("label", "kept", "thanks"),
    [
        ("Yes", "yes", "Thank you. I have noted that it helped."),
        ("Partly", "partly", "Thank you. I have noted that it helped in part."),
        ("No", "no", "Thank you for saying so."),
    ],
)
def test_the_answer_is_kept_on_the_case_and_thanks_are_said(database, label, kept, thanks):
    case = given_closed(database)

    assert press(database, label).startswith(thanks)
    assert answers(database, case).answer == kept


def test_for_whom_it_did_not_help_there_is_a_person_again(database):
    given_closed(database)

    press(database, "No")

    assert [one.label for one in said(database)[-1].shown.choices] == ["Speak to a person"]


def test_the_first_answer_counts_and_may_be_changed_once(database):
    case = given_closed(database)

    pressed = ["Yes", "Yes", "Partly", "No", "Partly"]
    told = [press(database, label, f"p{number}") for number, label in enumerate(pressed)]

    assert answers(database, case).answer == "partly"
    assert told[1] == told[0]
    assert "so I keep what you said last" in told[3]
    assert told[4] == "Thank you. I have noted that it helped in part."


def test_one_message_is_answered_once(database):
    given_closed(database)

    assert press(database, "Yes", "p1") == press(database, "Partly", "p1")


def test_an_answer_after_everything_was_erased_is_answered_and_not_kept(database):
    case = given_closed(database)
    do(database, "erase", "m8")

    told = do(database, "helped", "m9", case_id=case.id, answer="yes")

    assert told.startswith("That question is closed")
    assert answers(database, case) is None


def test_the_answer_to_somebody_elses_case_is_not_kept(database):
    given_closed(database)
    theirs = given_closed(database, conversation_id="c2", message_id="m2")

    assert do(database, "helped", case_id=theirs.id, answer="no").startswith("That question is closed")
    assert answers(database, theirs).answer is None


def test_a_broker_reads_the_answers_on_the_page_of_the_case(database):
    case = given_closed(database)
    press(database, "Partly", now=NOON + timedelta(minutes=1))

    with database.reading() as session:
        told = dossier(session, case.id, BROKERS[0]).told

    assert [(one.asked, one.answer) for one in told] == [("Did it help?", "Partly")]
