"""A promise is not lost when a request goes to another front door: it is made anew, or said to be over."""

from datetime import timedelta

import pytest

from desk.brief import Brief
from desk.casebook import Casebook
from desk.lapses import look
from desk.passing_on import PassingOn
from desk.relay import Relay
from desk.states import Change
from desk.teams import NO_TEAMS, Doors, Teams
from knowledge.storage.outbox import Outbox, Sender
from tests.desk.making import HUBS, NOON, OFFICE, given_case, given_conversation, given_hubs, make_team

HOUR = timedelta(hours=1)
THEIRS = HUBS[1].id
WITH_HOURS = Teams((), 3 * HOUR, Doors(None, {THEIRS: OFFICE}))
WITH_TEAMS = Teams((make_team("there", hub_id=THEIRS),), 3 * HOUR)


@pytest.fixture
def database(database):
    given_hubs(database)
    given_conversation(database)
    return database


def passed_on(database, teams, *, promised=NOON + 4 * HOUR, at=NOON + HOUR, lapsed=False):
    """Have a request passed on that was promised an answer, and return its id."""
    case = given_case(database, answer_by=promised)
    if lapsed:
        look(database, at)
    with database.open() as session:
        relay = Relay(session, "b1", at)
        relay.claim(case.id)
        PassingOn(relay, teams).to_hub(case.id, THEIRS, "by phone")
    return case.id


def case_of(database, case_id):
    with database.reading() as session:
        return Casebook(session).get(case_id)


def last_told(database):
    with database.reading() as session:
        return [one.shown.text for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM][-1]


@pytest.mark.parametrize("teams", [WITH_HOURS, WITH_TEAMS])
def test_a_promise_is_made_anew_by_the_hours_there_and_told_and_stands_in_the_brief(database, teams):
    case = case_of(database, passed_on(database, teams))

    assert case.answer_by == NOON + 4 * HOUR
    assert "Somebody should reply by 4 pm today." in last_told(database)
    assert "takes the place of the reply by 4 pm today" in last_told(database)
    assert "by 4 pm today" in Brief.unpack(case.brief).promised


def test_who_was_promised_nothing_before_hears_only_what_is_promised_there(database):
    passed_on(database, WITH_HOURS, promised=None)

    assert "Somebody should reply by 4 pm today." in last_told(database)
    assert "takes the place" not in last_told(database)


def test_where_nobody_knows_the_hours_the_old_promise_is_said_to_be_over(database):
    case = case_of(database, passed_on(database, NO_TEAMS))

    assert (case.answer_by, Brief.unpack(case.brief).promised) == (None, None)
    assert "I do not know when" in last_told(database)
    assert "What I told you of a reply by 4 pm today does not hold any more." in last_told(database)


def test_a_promise_that_broke_before_it_was_passed_on_is_owned_up_to(database):
    passed_on(database, NO_TEAMS, promised=NOON, at=NOON + HOUR)

    assert "somebody at Combined Authority Hub should reply by midday today" in last_told(database)
    assert "I am sorry" in last_told(database)


def test_what_was_owned_up_to_before_is_not_told_again(database):
    passed_on(database, NO_TEAMS, promised=NOON, at=NOON + HOUR, lapsed=True)

    assert "sorry" not in last_told(database)


@pytest.mark.parametrize("lapsed", [False, True])
def test_the_new_promise_is_owned_up_to_when_it_breaks_whatever_became_of_the_old(database, lapsed):
    case_id = passed_on(database, WITH_HOURS, promised=NOON, at=NOON + HOUR, lapsed=lapsed)

    assert look(database, NOON + 4 * HOUR) == 0
    assert look(database, NOON + 5 * HOUR) == 1
    assert look(database, NOON + 6 * HOUR) == 0

    assert "Warwickshire Hub should reply" in last_told(database)
    with database.reading() as session:
        assert Casebook(session).audit(case_id)[-1].change is Change.LAPSE
