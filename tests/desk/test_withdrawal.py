"""Who takes a request back is told how far it had come, and whoever may have it is told as well."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Outcome
from desk.console.dossier import said_since
from desk.destination import Destination
from desk.effects import EffectContext, apply
from desk.listing import show_case
from desk.relay import NotInHand, Relay
from desk.states import State
from desk.teams import NO_TEAMS
from knowledge.replies import Effect
from knowledge.storage.case_answers import CaseAnswers
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.deliveries import Deliveries, Kind, Progress
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.outbox import Outbox, Sender
from tests.desk.making import HUBS, NOON, given_case, given_conversation, given_hubs, make_consent

LATER = NOON + timedelta(hours=1)
PRESSED = EffectContext("c1", "m9", "web")


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database, "c1", "we need a new press")
    return given_case(database)


def withdraw(database, case, context=PRESSED):
    with database.open() as session:
        apply(session, Effect("withdraw_case", {"case_id": case.id}), context, LATER)


def broker(database, act):
    with database.open() as session:
        return act(Relay(session, "b1", NOON))


def kept(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id)


def deliveries(database, case):
    with database.reading() as session:
        return [(one.kind, one.state) for one in Deliveries(session).of_cases([case.id])]


def told(database):
    with database.reading() as session:
        return [one.shown.text for one in Outbox(session).replies_to("c1", "m9")]


def owner(database):
    with database.reading() as session:
        return Conversations(session).get("c1").owner


def test_what_had_not_been_sent_is_recalled_and_nobody_hears_of_it(database, case):
    withdraw(database, case)

    assert deliveries(database, case) == [(Kind.CASE, Progress.RECALLED)]
    assert kept(database, case).state is State.WITHDRAWN
    assert owner(database) is Owner.BOT
    (text,) = told(database)
    assert "had not been sent to Combined Authority Hub yet" in text
    assert case.reference in text


def test_person_brief_and_wording_are_gone_and_that_it_was_agreed_to_stays(database, case):
    withdraw(database, case)

    left = kept(database, case)
    assert (left.person, left.brief, left.consent.wording, left.erased) == (None, None, "", LATER)
    assert left.consent.fields == case.consent.fields


def test_whoever_may_have_it_is_asked_to_delete_it(database, case):
    with database.open() as session:
        taken = Deliveries(session).take("w", NOON, LATER)
        Deliveries(session).settle(taken.id, "w", Progress.SENT, NOON, None)

    withdraw(database, case)

    assert deliveries(database, case) == [(Kind.CASE, Progress.SENT), (Kind.WITHDRAWAL, Progress.WAITING)]
    assert "had been sent to Combined Authority Hub already" in told(database)[0]


def test_a_broker_who_took_it_in_the_console_is_told_though_nothing_was_sent(database, case):
    broker(database, lambda relay: relay.claim(case.id))

    withdraw(database, case)

    assert deliveries(database, case) == [(Kind.CASE, Progress.RECALLED), (Kind.WITHDRAWAL, Progress.WAITING)]
    assert kept(database, case).state is State.WITHDRAWN
    assert owner(database) is Owner.BOT
    assert "has read it" in told(database)[0]


def test_the_broker_can_neither_write_nor_read_any_more(database, case):
    broker(database, lambda relay: relay.claim(case.id))
    broker(database, lambda relay: relay.write(case.id, "Hello", "x1"))

    withdraw(database, case)

    with pytest.raises(NotInHand):
        broker(database, lambda relay: relay.write(case.id, "Still there?", "x2"))
    with database.reading() as session:
        assert said_since(session, Casebook(session).get(case.id)) == []


def test_the_list_says_that_it_was_taken_back(database, case):
    withdraw(database, case)

    with database.reading() as session:
        text = show_case(session, case.reference)
    assert "The person took this request back on 2 November 2026, 13:00 UTC." in text
    assert "Ada" not in text


def test_taking_it_back_twice_is_once(database, case):
    withdraw(database, case)
    withdraw(database, case)

    first, again = told(database)
    assert "I have taken back" in first
    assert "was taken back before" in again
    assert len(deliveries(database, case)) == 1


def test_a_closed_case_stays_closed_and_what_it_held_is_gone(database, case):
    broker(database, lambda relay: relay.claim(case.id))
    broker(database, lambda relay: relay.close(case.id, Outcome.HELPED))

    withdraw(database, case)

    left = kept(database, case)
    assert (left.state, left.person, left.brief) == (State.CLOSED, None, None)
    assert deliveries(database, case)[-1] == (Kind.WITHDRAWAL, Progress.WAITING)


def test_nobody_takes_back_the_case_of_another_conversation(database, case):
    given_conversation(database, "c2")

    withdraw(database, case, EffectContext("c2", "m9", "web"))

    assert kept(database, case).state is State.WAITING


def test_a_case_that_is_not_kept_any_more_breaks_nothing(database, case):
    with database.open() as session:
        apply(session, Effect("withdraw_case", {"case_id": "gone"}), PRESSED, LATER)

    assert told(database) == []


def test_what_the_desk_says_is_said_by_nobody_else(database, case):
    withdraw(database, case)

    with database.reading() as session:
        assert Outbox(session).after("c1")[-1].sender is Sender.SYSTEM


def test_what_came_after_a_closed_case_is_taken_back_with_it(database, case):
    broker(database, lambda relay: relay.claim(case.id))
    broker(database, lambda relay: relay.close(case.id, Outcome.HELPED))
    with database.reading() as session:
        assert FollowUps(session).of_case(case.id)

    withdraw(database, case)

    with database.reading() as session:
        assert FollowUps(session).of_case(case.id) == []
        assert CaseAnswers(session).find(case.id) is None


def transferred(session, case, hub=HUBS[1]):
    to = Destination(hub, make_consent(), NO_TEAMS, None)
    Casebook(session).transfer(case.id, to, "b1", NOON)


def notices(database, case):
    with database.reading() as session:
        found = Deliveries(session).of_cases([case.id])
        return {(one.hub_id, one.state) for one in found if one.kind is Kind.WITHDRAWAL}


def test_a_front_door_that_had_read_it_and_passed_it_on_is_told_as_well(database, case):
    broker(database, lambda relay: relay.claim(case.id))
    with database.open() as session:
        transferred(session, case)
        taken = Deliveries(session).take("w", NOON, LATER)
        Deliveries(session).settle(taken.id, "w", Progress.SENT, NOON, None)

    withdraw(database, case)

    assert notices(database, case) == {(HUBS[0].id, Progress.WAITING), (HUBS[1].id, Progress.WAITING)}
    (text,) = told(database)
    assert "An adviser at Combined Authority Hub had taken it up" in text
    assert "also been sent to Warwickshire Hub" in text


def test_a_front_door_that_got_it_passed_on_and_neither_read_it_nor_was_sent_it_is_not_told(database, case):
    broker(database, lambda relay: relay.claim(case.id))
    with database.open() as session:
        transferred(session, case)

    withdraw(database, case)

    assert notices(database, case) == {(HUBS[0].id, Progress.WAITING)}
