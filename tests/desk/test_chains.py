"""Whoever runs the desk reads for each front door who hears of a request that nobody takes up."""

from dataclasses import replace
from datetime import timedelta

from desk.brokers import Broker, Role, add_broker
from desk.chains import chains
from desk.teams import Doors, Teams
from tests.desk.making import CHAIN, HUBS, NOON, OFFICE, given_hubs, make_team

FOUR_HOURS = timedelta(hours=4)
OURS, THEIRS = HUBS[0].id, HUBS[1].id


def lines(database, teams):
    with database.reading() as session:
        return list(chains(session, teams, [THEIRS, OURS]))


def test_each_team_is_followed_to_the_end_of_its_chain(database):
    given_hubs(database)

    first, second, _ = lines(database, replace(CHAIN, remind_after=FOUR_HOURS))

    assert first == f"{OURS}: makers, after 2 opening hours -> everybody, after 2 opening hours -> lead"
    assert second == f"{OURS}: everybody, after 2 opening hours -> lead"


def test_a_team_whose_requests_never_move_on_is_said_to_be_reminded(database):
    given_hubs(database)
    alone = Teams((make_team("advisers"),), remind_after=FOUR_HOURS)

    first, *_ = lines(database, alone)

    assert first.startswith(f"{OURS}: advisers, after 4 opening hours it is reminded -> ")


def test_without_teams_the_front_door_is_named_and_who_leads_there_or_that_nobody_does(database):
    given_hubs(database)
    with database.open() as session:
        add_broker(session, Broker("b1", "Jo", "jo@hub.example", Role.LEAD, frozenset({OURS})), "hash", NOON)

    ours, theirs = lines(database, Teams(remind_after=FOUR_HOURS, doors=Doors(None, {OURS: OFFICE})))

    assert ours.endswith("after 4 opening hours it is reminded -> after 4 opening hours more jo@hub.example")
    assert "after 4 hours it is reminded -> after 4 hours more the front door again" in theirs
    assert "`signpost broker add --role lead`" in theirs
