"""A request that is opened has a team, the reasons, and the promise that the person has read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.brief import Brief
from desk.casebook import Casebook
from desk.cases import Part
from desk.effects import EffectContext, EffectsAt
from desk.page import page
from desk.promises import Given
from desk.relay import Relay
from desk.states import State
from desk.teams import NO_TEAMS
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.schema import metadata
from tests.desk.making import (
    CHAIN,
    CONTEXT,
    NOON,
    given_case,
    given_conversation,
    given_hubs,
    make_consent,
    open_case,
)

HOUR = timedelta(hours=1)
BY = NOON + 4 * HOUR
NOTED = {
    "profile": {"places": ["dudley"], "sectors": ["manufacturing"]},
    "barriers": [],
    "language": "pl",
}


@pytest.fixture
def database(database):
    """The same with front doors and a conversation that has begun."""
    given_hubs(database)
    given_conversation(database)
    return database


def opened(database, teams=CHAIN, now=NOON, **given):
    with database.open() as session:
        EffectsAt(teams)(session, open_case(**({"brief": NOTED} | given)), CONTEXT, now)
    return the_case(database)


def the_case(database):
    with database.reading() as session:
        (found,) = Cases(session).newest(1)
        return Casebook(session).get(found.id)


def test_the_team_and_the_reasons_stand_on_the_case_and_in_the_brief(database):
    case = opened(database)

    assert (case.team, case.reasons) == ("makers", ("team_sector", "team_open"))
    assert case.brief["team"] == {"id": "makers", "name": "the makers", "because": list(case.reasons)}
    text = page(Brief.unpack(case.brief))
    assert "Your team: the makers" in text
    assert "Why that team: This team knows the sector of the firm. It was open when they asked." in text


def test_without_teams_all_is_as_it_was(database):
    case = opened(database, NO_TEAMS)

    assert (case.team, case.reasons, case.escalate_at) == (None, (), None)
    assert case.brief["team"] is None
    assert "Your team" not in page(Brief.unpack(case.brief))


def test_a_brief_of_before_there_were_teams_can_still_be_read(database):
    packed = dict(opened(database, NO_TEAMS).brief)
    del packed["team"]

    assert Brief.unpack(packed).team is None


def test_what_was_promised_is_kept_as_it_was_read_and_nothing_where_nothing_was_promised(database):
    given = Given(NOON, BY)

    assert opened(database, promise=given.pack(), now=NOON + timedelta(minutes=7)).answer_by == BY


@pytest.mark.parametrize("without", [{}, {"promise": Given(NOON).pack()}, {"promise": None}])
def test_nothing_is_kept_where_nothing_was_promised(database, without):
    assert opened(database, **without).answer_by is None


def test_the_sector_decides_nothing_when_the_person_does_not_pass_it_on(database):
    case = opened(database, consent=make_consent(Part.FIRM).pack())

    assert case.team == "everybody"


def test_the_first_word_of_a_broker_stops_the_clock_and_the_second_changes_nothing(database):
    case = opened(database, promise=Given(NOON, BY).pack())
    for hours in (1, 2):
        with database.open() as session:
            Relay(session, "b1", NOON + hours * HOUR).claim(case.id)
            assert hours > 1 or Casebook(session).get(case.id).answered_at is None
            Relay(session, "b1", NOON + hours * HOUR).write(case.id, "Hello", f"w{hours}")
            Relay(session, "b1", NOON + hours * HOUR).release(case.id)

    assert the_case(database).answered_at == NOON + HOUR


def test_who_asks_again_is_promised_an_answer_anew(database):
    case = opened(database, promise=Given(NOON, BY).pack())
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
        Relay(session, "b1", NOON).write(case.id, "Hello", "w1")
        Relay(session, "b1", NOON).give_back(case.id)
    again = Given(NOON + 5 * HOUR, NOON + 24 * HOUR)

    with database.open() as session:
        effect = Effect("ask_again", {"case_id": case.id, "promise": again.pack()})
        EffectsAt(CHAIN)(session, effect, EffectContext("c1", "m2", "web"), NOON + 5 * HOUR)

    waiting = the_case(database)
    assert (waiting.state, waiting.team) == (State.WAITING, "makers")
    assert (waiting.answer_by, waiting.answered_at) == (NOON + 24 * HOUR, None)


def test_no_reason_is_left_of_an_erased_case(database):
    opened(database)

    with database.open() as session:
        Casebook(session).erase("c1", NOON + HOUR)

    assert the_case(database).reasons == ()
    with database.reading() as session:
        rows = [str(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    assert not [row for row in rows if "team_sector" in row]


def test_a_case_and_its_clocks_come_back_from_the_database_as_they_were(database):
    kept = given_case(
        database,
        message_id="m9",
        team="makers",
        reasons=("team_only",),
        answer_by=BY,
        escalate_at=BY,
        answered_at=NOON,
    )

    with database.reading() as session:
        assert Casebook(session).get(kept.id) == kept
        assert Conversations(session).get("c1").id == "c1"
