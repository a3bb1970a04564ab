"""A request that nobody takes up goes to the next team, then to the manager; the person is told the truth."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.cases import Outcome
from desk.effects import EffectsAt
from desk.escalation import due, look, pass_on
from desk.relay import Relay
from desk.states import Change, State
from desk.teams import NO_TEAMS, Teams
from knowledge.records import Contact
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.errands import Progress
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
    make_case,
    open_case,
)

MONTH = timedelta(days=30)
HOUR = timedelta(hours=1)
FOR_MAKERS = open_case(
    brief={"profile": {"places": ["dudley"], "sectors": ["manufacturing"]}, "barriers": []}
)
PHONE = "0345 646 1352"


class Killed(BaseException):
    """What a process that is killed does not catch."""


def uk(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def database(database):
    """The same with front doors that have a telephone, and a conversation that has begun."""
    given_hubs(database, tuple(replace(hub, contact=Contact(phone=PHONE)) for hub in HUBS))
    given_conversation(database)
    return database


@pytest.fixture
def case(database):
    """A case that the team of makers got on Monday at noon."""
    with database.open() as session:
        EffectsAt(CHAIN)(session, FOR_MAKERS, CONTEXT, NOON)
    return the_case(database)


def the_case(database):
    with database.reading() as session:
        (found,) = Cases(session).newest(1)
        return Casebook(session).get(found.id)


def look_at(database, now, teams=CHAIN, patience=MONTH):
    return look(database, teams, patience, now)


def told(database):
    with database.reading() as session:
        return [one.shown.text for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM]


def owner(database):
    with database.reading() as session:
        return Conversations(session).get("c1").owner


def test_what_is_not_taken_up_in_time_goes_to_the_next_team_and_the_person_is_told(database, case):
    assert (case.team, case.escalate_at) == ("makers", NOON + 2 * HOUR)
    assert look_at(database, NOON + 2 * HOUR - timedelta(seconds=1)) == 0
    assert look_at(database, NOON + 2 * HOUR) == 1

    moved = the_case(database)
    assert (moved.state, moved.team, moved.reasons) == (State.WAITING, "everybody", ("team_passed_on",))
    assert moved.escalate_at == NOON + 4 * HOUR
    assert moved.brief["team"] == {
        "id": "everybody",
        "name": "the everybody",
        "because": ["team_passed_on"],
    }
    (text,) = told(database)
    assert text.startswith(f"Nobody has taken up your request {case.reference} yet.")
    assert "the everybody at Combined Authority Hub. They are open now." in text
    assert PHONE in text


def test_who_is_passed_on_when_the_next_team_is_closed_reads_when_it_opens(database, case):
    look_at(database, uk("2026-11-02 20:00"))

    assert "They are closed now. They open tomorrow at 9 am." in told(database)[0]
    assert the_case(database).escalate_at == uk("2026-11-03 11:00")


def test_the_letter_goes_to_the_next_team_and_the_audit_says_that_it_was_the_clock(database, case):
    look_at(database, NOON + 2 * HOUR)

    with database.reading() as session:
        sent = Deliveries(session).of_cases([case.id])
        audit = Casebook(session).audit(case.id)
    assert [(one.kind, one.team) for one in sent] == [(Kind.CASE, "makers"), (Kind.PASSED_ON, "everybody")]
    last = audit[-1]
    assert (last.seq, last.who, last.change) == (3, "clock", Change.PASS_ON)
    assert last.why == "passed_on_to_everybody"


def test_a_letter_that_may_have_arrived_is_not_sent_again_with_the_next_team_in_it(database, case):
    with database.open() as session:
        Deliveries(session).take("worker", NOON, NOON + timedelta(minutes=1))

    look_at(database, NOON + 2 * HOUR)

    with database.reading() as session:
        letters = Deliveries(session).of_cases([case.id])
    assert [(one.kind, one.state) for one in letters] == [
        (Kind.CASE, Progress.RECALLED),
        (Kind.PASSED_ON, Progress.WAITING),
    ]


def test_at_the_manager_it_ends_and_the_person_is_told_so_once(database, case):
    now = NOON
    for _ in range(200):  # eight days
        now += HOUR
        look_at(database, now)

    assert (the_case(database).team, the_case(database).escalate_at) == ("lead", None)
    assert len(told(database)) == 2
    assert "nobody after them" in told(database)[1]


def test_a_case_that_was_taken_up_does_not_move_and_begins_anew_when_it_is_put_back(database, case):
    with database.open() as session:
        Relay(session, "b1", NOON + HOUR).claim(case.id)
    assert look_at(database, NOON + 3 * HOUR) == 0
    with database.open() as session:
        Relay(session, "b1", NOON + 3 * HOUR).release(case.id)

    assert look_at(database, NOON + 3.5 * HOUR) == 0
    assert the_case(database).escalate_at == NOON + 5 * HOUR
    assert look_at(database, NOON + 5 * HOUR) == 1


def test_a_clock_that_was_not_watched_for_a_year_moves_a_case_one_step(database, case):
    late = uk("2027-11-02 12:00")

    assert look_at(database, late) == 1
    assert look_at(database, late) == 0
    assert the_case(database).team == "everybody"


def test_a_clock_that_jumps_ahead_and_back_tells_once_and_leaves_no_timer_in_the_far_future(database, case):
    look_at(database, uk("2036-11-03 12:00"))
    before = len(told(database))

    for minutes in (1, 2, 61, 119):
        look_at(database, NOON + timedelta(minutes=minutes))
    assert the_case(database).team == "everybody"
    assert the_case(database).escalate_at == NOON + timedelta(minutes=121)
    assert len(told(database)) == before == 1

    look_at(database, NOON + timedelta(minutes=121))
    assert the_case(database).team == "lead"


def test_a_clock_that_jumps_back_does_nothing(database, case):
    look_at(database, NOON + 2 * HOUR)

    assert look_at(database, NOON - 1000 * HOUR) == 0
    assert len(told(database)) == 1


def test_of_many_watchers_at_once_one_moves_the_case(database, case):
    with ThreadPoolExecutor(8) as watchers:
        done = list(watchers.map(lambda _: look_at(database, NOON + 2 * HOUR), range(16)))

    assert sum(done) == 1
    assert len(told(database)) == 1
    with database.reading() as session:
        assert len(Deliveries(session).of_cases([case.id])) == 2


def test_of_two_who_read_the_same_case_the_second_changes_nothing(database, case):
    with database.open() as session:
        book = Casebook(session)
        moved = replace(case, team="everybody")

        assert book.pass_on(case, moved, "clock", NOON) is not None
        assert book.pass_on(case, moved, "clock", NOON) is None


@pytest.mark.parametrize("last", ["passed", "delivery", "told"])
def test_who_is_killed_half_way_has_done_nothing_and_the_next_does_it_once(database, case, monkeypatch, last):
    places = {
        "passed": (Casebook, "pass_on"),
        "delivery": (Deliveries, "add"),
        "told": (Outbox, "add"),
    }
    owner, name = places[last]
    done = getattr(owner, name)

    def and_killed(*arguments, **named):
        done(*arguments, **named)
        raise Killed

    monkeypatch.setattr(owner, name, and_killed)
    with pytest.raises(Killed):
        look_at(database, NOON + 2 * HOUR)
    monkeypatch.undo()

    assert (the_case(database), told(database)) == (case, [])
    assert look_at(database, NOON + 2 * HOUR) == 1
    assert len(told(database)) == 1


def test_a_case_that_cannot_be_moved_does_not_hold_up_the_others(database, case, caplog):
    given_conversation(database, "c2")
    broken = given_case(
        database,
        conversation_id="c2",
        message_id="m2",
        team="makers",
        escalate_at=NOON,
        consent=replace(case.consent, wording="the words of Ada"),
    )
    with database.open() as session:
        Cases(session).blank(broken.id, {"fields": ["nonsense"]}, NOON)

    with caplog.at_level(logging.ERROR):
        assert look_at(database, NOON + 2 * HOUR) == 1

    assert broken.id in caplog.text
    assert "words of Ada" not in caplog.text
    assert len(told(database)) == 1


def test_a_person_whom_a_broker_talks_to_stays_with_the_broker(database, case):
    with database.open() as session:
        Conversations(session).hand_to("c1", Owner.BROKER)

    look_at(database, NOON + 2 * HOUR)

    assert owner(database) is Owner.BROKER


def test_a_conversation_that_has_ended_is_told_nothing_and_the_case_moves_all_the_same(database, case):
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    assert look_at(database, NOON + 2 * HOUR) == 1
    assert told(database) == []


def test_without_teams_nothing_moves(database):
    given_case(database)

    assert look_at(database, NOON + 500 * HOUR, NO_TEAMS) == 0


def test_a_team_that_is_gone_from_the_file_leaves_its_cases_where_they_are(database, case):
    others = Teams(tuple(team for team in CHAIN.all if team.id != "makers"))

    assert look_at(database, NOON + 500 * HOUR, others) == 0


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED])
def test_what_nothing_happens_with_for_a_month_ends_and_the_person_is_told(database, state):
    case = given_case(database)
    if state is State.RETURNED:
        with database.open() as session:
            Relay(session, "b1", NOON).claim(case.id)
            Relay(session, "b1", NOON).give_back(case.id)
    else:
        with database.open() as session:
            Conversations(session).hand_to("c1", Owner.QUEUE)
    before = len(told(database))

    assert look_at(database, NOON + MONTH - HOUR) == 0
    assert look_at(database, NOON + MONTH) == 1
    assert look_at(database, NOON + MONTH) == 0

    assert the_case(database).state is State.EXPIRED
    assert owner(database) is Owner.BOT
    (text,) = told(database)[before:]
    assert PHONE in text
    assert "ask me for a person again" in text
    with database.reading() as session:
        assert [one.kind for one in Deliveries(session).of_cases([case.id])] == [Kind.CASE]


def test_what_somebody_has_in_hand_does_not_end(database):
    case = given_case(database)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)

    assert look_at(database, NOON + 3 * MONTH) == 0


def test_who_has_another_request_that_waits_stays_in_the_queue(database):
    given_case(database)
    given_case(database, message_id="m2", opened=NOON + MONTH, changed=NOON + MONTH)
    with database.open() as session:
        Conversations(session).hand_to("c1", Owner.QUEUE)

    assert look_at(database, NOON + MONTH) == 1
    assert owner(database) is Owner.QUEUE


def test_of_many_who_find_it_expired_at_once_one_ends_it(database):
    given_case(database)

    with ThreadPoolExecutor(8) as watchers:
        done = list(watchers.map(lambda _: look_at(database, NOON + MONTH), range(16)))

    assert sum(done) == 1
    assert len(told(database)) == 1


def test_a_case_outlives_its_conversation_here_too(database):
    case = given_case(database, conversation_id="gone", team="makers", escalate_at=NOON + 2 * HOUR)

    assert look_at(database, NOON + 2 * HOUR) == 1
    assert look_at(database, NOON + 3 * MONTH) == 1
    assert the_case(database).id == case.id


@pytest.mark.parametrize("how_many", [1, 20])
def test_looking_takes_as_many_queries_however_many_cases_there_are(database, case, queries, how_many):
    for number in range(how_many):
        given_case(database, message_id=f"x{number}", team="makers", escalate_at=NOON + 2 * HOUR)
    queries.clear()

    look_at(database, NOON + HOUR)

    assert len(queries) == 2


def test_what_moves_on_does_not_end_in_the_same_look(database, case):
    with database.reading() as session:
        found = due(session, CHAIN, MONTH, NOON + 2 * MONTH)

    assert (found.moving, found.ending) == ((case.id,), ())


def test_a_broker_who_was_quicker_keeps_the_case(database, case):
    with database.open() as session:
        Relay(session, "b1", NOON + HOUR).claim(case.id)
        assert pass_on(session, case.id, CHAIN, NOON + 2 * HOUR) is None
        Relay(session, "b1", NOON + HOUR).close(case.id, Outcome.HELPED)
        assert pass_on(session, case.id, CHAIN, NOON + 2 * HOUR) is None


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(-400, 4000), max_size=12))
def test_however_the_clock_jumps_nobody_is_told_more_than_once_of_each_step(hours):
    database = with_tables()
    given_hubs(database)
    given_conversation(database)
    with database.open() as session:
        EffectsAt(CHAIN)(session, FOR_MAKERS, CONTEXT, NOON)
    for jump in hours:
        look_at(database, NOON + jump * HOUR)

    case, texts = the_case(database), told(database)
    steps = [team.id for team in CHAIN.all].index(case.team)
    assert len(texts) == steps + (case.state is State.EXPIRED)
    assert len(set(texts)) == len(texts)
    database.close()


def test_a_case_of_before_there_were_teams_stays_as_it_is(database):
    old = given_case(database)

    look_at(database, NOON + 100 * HOUR)

    assert the_case(database) == old
    assert make_case().team is None
