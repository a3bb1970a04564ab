"""Without teams, too, a request that nobody takes up is chased, and the person hears of it each time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import chasing
from desk.brokers import Broker, Role, add_broker, disable_broker
from desk.casebook import Casebook
from desk.couriers import MailServer
from desk.relay import Relay
from desk.states import Change
from desk.teams import NO_TEAMS, Doors, Teams
from knowledge.records import Contact
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.outbox import Outbox, Sender
from tests.desk.delivering import OneWay
from tests.desk.mailbox import open_mailbox
from tests.desk.making import CHAIN, HUBS, NOON, OFFICE, given_case, given_conversation, given_hubs, make_team

HOUR = timedelta(hours=1)
ALWAYS = Teams(remind_after=4 * HOUR)
IN_HOURS = replace(ALWAYS, doors=Doors(OFFICE))
CONTACT = Contact(phone="0345 646 1352")
LEAD = Broker("b1", "Jo Example", "jo@hub.example", Role.LEAD, frozenset({HUBS[0].id}))
ELSEWHERE = Broker("b2", "Sam Example", "sam@hub.example", Role.LEAD, frozenset({HUBS[1].id}))
OVER_ALL = Broker("b3", "Di Example", "di@hub.example", Role.ADMINISTRATOR)


@pytest.fixture
def case(database):
    given_hubs(database, tuple(replace(hub, contact=CONTACT) for hub in HUBS))
    given_conversation(database)
    return given_case(database)


def employ(database, *brokers):
    with database.open() as session:
        for one in brokers:
            add_broker(session, one, "hash", NOON)


def told(database):
    with database.reading() as session:
        return [one.shown.text for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM]


def notices(database, case):
    with database.reading() as session:
        found = Deliveries(session).of_cases([case.id])
        return sorted((one.kind, one.broker) for one in found if one.kind is not Kind.CASE)


def why(database, case):
    with database.reading() as session:
        events = Casebook(session).audit(case.id)
        return [one.why for one in events if one.change is Change.REMIND]


def test_the_front_door_is_reminded_and_then_who_leads_there_and_nobody_a_third_time(database, case):
    employ(database, LEAD, ELSEWHERE, OVER_ALL)

    steps = [chasing.look(database, ALWAYS, NOON + n * HOUR) for n in range(40)]

    assert [n for n, many in enumerate(steps) if many] == [4, 8]
    assert why(database, case) == ["front_door_reminded", "leads_told"]
    assert notices(database, case) == [(Kind.LEAD, "b1"), (Kind.REMINDER, None)]
    first, second = told(database)
    assert "Nobody at Combined Authority Hub has taken up your request SP-ABC234 yet" in first
    assert "whoever leads there" in second
    assert all("0345 646 1352" in text for text in (first, second))


def test_where_nobody_leads_the_administrators_are_told(database, case):
    employ(database, ELSEWHERE, OVER_ALL)

    for n in (4, 8):
        chasing.look(database, ALWAYS, NOON + n * HOUR)

    assert (Kind.LEAD, "b3") in notices(database, case)


def test_where_nobody_is_left_to_tell_the_front_door_is_reminded_again_and_the_person_hears_that(
    database, case
):
    employ(database, LEAD)
    with database.open() as session:
        disable_broker(session, "b1", NOON)

    for n in (4, 8):
        chasing.look(database, ALWAYS, NOON + n * HOUR)

    assert why(database, case) == ["front_door_reminded", "front_door_reminded_again"]
    assert notices(database, case) == [(Kind.REMINDER, None)] * 2
    assert "I have reminded them again" in told(database)[-1]


def test_the_time_is_opening_time_where_it_is_known(database, case):
    monday = [NOON + n * HOUR for n in range(4, 6)]
    tuesday = [NOON + timedelta(days=1) + n * HOUR for n in range(-3, 5)]

    steps = {at: chasing.look(database, IN_HOURS, at) for at in [*monday, *tuesday]}

    assert [at for at, many in steps.items() if many] == [NOON + 4 * HOUR, NOON + timedelta(days=1)]


def test_a_desk_that_was_away_takes_one_step_and_leaves_the_next_its_whole_time(database, case):
    late = NOON + 100 * HOUR

    assert [chasing.look(database, ALWAYS, late + n * HOUR) for n in range(6)] == [1, 0, 0, 0, 1, 0]


def test_what_was_taken_up_is_not_chased_and_what_waits_again_is_chased_anew(database, case):
    chasing.look(database, ALWAYS, NOON + 4 * HOUR)
    with database.open() as session:
        Relay(session, "b1", NOON + 5 * HOUR).claim(case.id)
    assert chasing.look(database, ALWAYS, NOON + 20 * HOUR) == 0
    with database.open() as session:
        Relay(session, "b1", NOON + 20 * HOUR).release(case.id)

    assert [chasing.look(database, ALWAYS, NOON + n * HOUR) for n in (23, 24, 28, 40)] == [0, 1, 1, 0]


@pytest.mark.parametrize("teams", [NO_TEAMS, replace(CHAIN, remind_after=HOUR)])
def test_a_team_has_its_own_timer_and_without_a_time_nobody_is_chased(database, case, teams):
    if teams.all:
        case = given_case(database, team="lead", conversation_id="c1", message_id="m2", reference="SP-TEAM22")

    chasing.look(database, teams, NOON + 100 * HOUR)

    assert why(database, case) == []


@pytest.mark.parametrize("manager", [True, False])
def test_a_team_whose_requests_never_move_on_is_reminded_and_then_who_leads_there(database, manager):
    given_hubs(database)
    given_conversation(database)
    employ(database, LEAD)
    alone = replace(ALWAYS, all=(make_team("advisers", is_manager=manager, hours=OFFICE),))
    case = given_case(database, team="advisers")

    assert [chasing.look(database, alone, NOON + n * HOUR) for n in (3, 4, 22, 24, 72)] == [0, 1, 0, 1, 0]

    assert why(database, case) == ["front_door_reminded", "leads_told"]
    assert "I have reminded them" in told(database)[0]


def test_a_chased_request_still_expires_when_its_time_is_over(database, case):
    chasing.look(database, ALWAYS, NOON + 4 * HOUR)

    with database.reading() as session:
        assert Casebook(session).get(case.id).changed == case.opened


@pytest.mark.parametrize("how_many", [1, 20])
def test_looking_is_one_query_however_many_there_are(database, queries, case, how_many):
    for number in range(how_many):
        given_case(database, message_id=f"x{number}")
    queries.clear()

    with database.reading() as session:
        assert len(chasing.due(session, ALWAYS, NOON + 5 * HOUR)) == how_many + 1

    assert len(queries) == 1


async def test_who_leads_gets_a_mail_at_their_own_address_with_nothing_personal(database, case):
    employ(database, LEAD)
    for n in (4, 8):
        chasing.look(database, ALWAYS, NOON + n * HOUR)

    with open_mailbox() as box:
        at_work = OneWay(database, box.settings(), MailServer(box.settings()), lambda: NOON + 8 * HOUR)
        while await at_work.deliver_next():
            pass

        to = {mail["To"]: mail for mail in box.arrived if "nobody has taken it up" in mail["Subject"]}
    assert set(to) == {"desk@example.org", "jo@hub.example"}
    assert "Ada" not in to["jo@hub.example"].as_string()
    assert case.reference in to["jo@hub.example"].get_content()


async def test_nobody_is_reminded_of_what_was_taken_up_before_the_mail_went_out(database, case):
    chasing.look(database, ALWAYS, NOON + 4 * HOUR)
    with database.open() as session:
        Relay(session, "b1", NOON + 4 * HOUR).claim(case.id)

    with open_mailbox() as box:
        at_work = OneWay(database, box.settings(), MailServer(box.settings()), lambda: NOON + 4 * HOUR)
        while await at_work.deliver_next():
            pass

        assert not [mail for mail in box.arrived if "nobody has taken it up" in mail["Subject"]]
