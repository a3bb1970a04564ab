"""On PostgreSQL, where transactions do run at once, a request moves on once and to one team."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.effects import EffectContext, EffectsAt
from desk.escalation import look
from desk.relay import ClaimedAlready, Relay
from desk.states import State
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.outbox import Outbox, Sender
from tests.databases import KEYS
from tests.desk.making import CHAIN, NOON, given_case, given_conversation, given_hubs, open_case
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

DUE = NOON + timedelta(hours=2)
MONTH = timedelta(days=30)


@pytest.fixture
def database(postgres_address):  # noqa: F811 - the fixture
    made = Database(postgres_address, KEYS)
    made.migrate()
    given_hubs(made)
    yield made
    made.close()


def watched_by_many(database, now=DUE):
    with ThreadPoolExecutor(8) as watchers:
        return sum(watchers.map(lambda _: look(database, CHAIN, MONTH, now), range(16)))


def moves_of(database, case_id):
    with database.reading() as session:
        sent = Deliveries(session).of_cases([case_id])
        return sum(one.kind is Kind.PASSED_ON for one in sent), len(Casebook(session).audit(case_id))


@pytest.mark.parametrize("conversation", ["c1", "gone"])  # nothing is there to be locked
def test_of_many_watchers_one_moves_the_case(database, conversation):
    given_conversation(database)
    case = given_case(database, conversation_id=conversation, team="makers", escalate_at=DUE)

    assert watched_by_many(database) == 1
    assert moves_of(database, case.id) == (1, 3)


@pytest.mark.parametrize("conversation", ["c1", "gone"])
def test_of_many_watchers_one_ends_the_case(database, conversation):
    given_conversation(database)
    case = given_case(database, conversation_id=conversation)

    assert watched_by_many(database, NOON + MONTH) == 1
    assert moves_of(database, case.id) == (0, 3)


def test_a_case_is_claimed_or_moved_and_the_person_is_told_what_happened(database):
    given_conversation(database)
    case = given_case(database, team="makers", escalate_at=DUE)

    def claim(number):
        try:
            with database.open() as session:
                Relay(session, f"b{number}", DUE).claim(case.id)
        except ClaimedAlready:
            return 0
        return 1

    with ThreadPoolExecutor(8) as all_of_them:
        claims = [all_of_them.submit(claim, number) for number in range(4)]
        looks = [all_of_them.submit(look, database, CHAIN, MONTH, DUE) for _ in range(4)]
    claimed, moved = sum(one.result() for one in claims), sum(one.result() for one in looks)

    with database.reading() as session:
        kept = Casebook(session).get(case.id)
        told = [one for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM]
    assert (kept.state, claimed) == (State.CLAIMED, 1)
    assert moved <= 1
    assert len(told) == claimed + moved


def test_many_requests_at_once_each_get_a_team(database):
    for number in range(40):
        given_conversation(database, f"c{number}")

    def ask(number):
        context = EffectContext(f"c{number}", "m1", "web")
        with database.open() as session:
            EffectsAt(CHAIN)(session, open_case(case_id=f"case-{number}"), context, NOON)

    with ThreadPoolExecutor(8) as people:
        list(people.map(ask, range(40)))

    with database.reading() as session:
        assert {case.team for case in Cases(session).in_states([State.WAITING])} == {"everybody"}
        assert Cases(session).load("combined-authority-hub", [State.WAITING]) == {"everybody": 40}
