"""Whatever was done with a case: when nobody does anything any more it ends, and the assistant answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import chasing, escalation, lapses, silence
from desk.casebook import Casebook
from desk.relay import ClaimedAlready, NotInHand, Relay
from desk.states import IN_HAND, OPEN, CaseChangeRefused, State
from desk.teams import NO_TEAMS
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.databases import with_tables
from tests.desk.making import CHAIN, NOON, given_case, given_conversation, given_hubs

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE = silence.Patience(timedelta(minutes=30), DAY)
MONTH = 30 * DAY
ACTS = st.lists(st.sampled_from(["claim", "write", "give_back", "release", "asks"]), max_size=8)
FIRST = {State.WAITING: [], State.CLAIMED: ["claim"], State.IN_CONVERSATION: ["claim", "write"]}
FIRST[State.RETURNED] = [*FIRST[State.IN_CONVERSATION], "give_back"]


def do(database, case, act, number):
    with database.open() as session:
        relay = Relay(session, "b1", NOON)
        if act == "asks":
            Outbox(session).add("c1", Sender.PERSON, Shown("are you there?"), NOON)
        elif act == "write":
            relay.write(case.id, "Hello", f"w{number}")
        else:
            getattr(relay, act)(case.id)


def walk(database, teams, until, step=12 * HOUR):
    """Let the clock run with all that looks at it; from day to day, and nobody does anything."""
    now = NOON
    while now < until:
        now += step
        silence.look(database, PATIENCE, now)
        escalation.look(database, teams, MONTH, now)
        chasing.look(database, replace(teams, remind_after=HOUR), now)
        lapses.look(database, now)


def standing(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id).state, Conversations(session).get("c1").owner


@settings(max_examples=25, deadline=None)
@given(ACTS, st.sampled_from([NO_TEAMS, CHAIN]))
def test_an_open_case_that_nobody_touches_any_more_ends_and_its_person_is_with_the_assistant(acts, teams):
    database = with_tables()
    given_hubs(database)
    given_conversation(database)
    case = given_case(database, team="makers" if teams.all else None, answer_by=NOON + HOUR)
    for number, act in enumerate(acts):
        try:
            do(database, case, act, number)
        except (ClaimedAlready, NotInHand, CaseChangeRefused):
            continue

    walk(database, teams, NOON + 2 * MONTH)

    assert standing(database, case) == (State.EXPIRED, Owner.BOT)
    database.close()


@pytest.mark.parametrize("state", sorted(OPEN - {State.DRAFT}))
def test_no_open_state_is_one_that_the_clock_never_leads_out_of(database, state):
    given_hubs(database)
    given_conversation(database)
    case = given_case(database)
    for number, act in enumerate(FIRST[state]):
        do(database, case, act, number)
    assert standing(database, case)[0] is state

    walk(database, NO_TEAMS, NOON + (2 * DAY if state in IN_HAND else MONTH))

    assert standing(database, case)[0] is not state
    assert standing(database, case)[1] is not Owner.BROKER
