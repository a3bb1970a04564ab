"""On PostgreSQL, where transactions do run at once, one of two who claim wins; each post has one worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.brokers import Broker, Role, add_broker
from desk.from_teams import FromTeams
from desk.linking import CodeRefused, code_in, give_code, link, linked
from desk.relay import ClaimedAlready
from knowledge.storage.database import Database
from knowledge.storage.teams_posts import TeamsPosts
from tests.databases import KEYS
from tests.desk.making import NOON, given_case, given_conversation, given_hubs
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

HUB = "combined-authority-hub"
NAMES = ("bea", "cal")


@pytest.fixture
def database(postgres_address):  # noqa: F811 - the fixture
    made = Database(postgres_address, KEYS)
    made.migrate()
    given_hubs(made)
    given_conversation(made)
    with made.open() as session:
        for name in NAMES:
            broker = Broker(name, name, f"{name}@hub.example", Role.BROKER, frozenset({HUB}))
            add_broker(session, broker, None, NOON)
    yield made
    made.close()


def at_once(*works):
    with ThreadPoolExecutor(len(works)) as threads:
        return [one.result() for one in [threads.submit(work) for work in works]]


def become(database, name, key):
    with database.open() as session:
        code = code_in(f"desk {give_code(session, name, NOON)}")
    with database.open() as session:
        link(session, code, key, {"conversation": key}, NOON)


def claim(database, key, case_id):
    try:
        with database.open() as session:
            return FromTeams(session, *linked(session, key), NOON).claim(case_id).broker
    except ClaimedAlready as taken:
        return f"told {taken.broker}"


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(database):
    for name in NAMES:
        become(database, name, f"key-{name}")
    case = given_case(database)

    found = at_once(*(lambda name=name: claim(database, f"key-{name}", case.id) for name in NAMES))

    (winner,) = [one for one in found if one in NAMES]
    assert sorted(found) == sorted([winner, f"told {winner}"])


def test_of_two_workers_one_has_a_post(database):
    become(database, "bea", "key")
    claim(database, "key", given_case(database).id)

    def take(name):
        with database.open() as session:
            found = TeamsPosts(session).take(name, NOON, NOON + timedelta(minutes=1))
            return found is not None

    assert sorted(at_once(lambda: take("one"), lambda: take("two"))) == [False, True]


def test_of_two_who_use_one_code_at_once_one_is_known(database):
    with database.open() as session:
        code = code_in(f"desk {give_code(session, 'bea', NOON)}")

    def use(key):
        try:
            with database.open() as session:
                return link(session, code, key, {}, NOON).id
        except CodeRefused:
            return "refused"

    assert sorted(at_once(lambda: use("one"), lambda: use("two"))) == ["bea", "refused"]
