"""On PostgreSQL, where transactions do run at once, each way tells once, and what is taken back nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.casebook import Casebook
from desk.given_up import GivenUp, Sort
from desk.sorting import Sorting
from desk.ways import Ways
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries, Kind, Way
from knowledge.storage.errands import UNSENT
from tests.databases import KEYS
from tests.desk.dead import DEAD, INBOX, given_on_whatsapp
from tests.desk.making import NOON, given_case, given_conversation, given_hubs
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

BOTH = (Way.WEBHOOK, Way.MAIL)
HUB = "combined-authority-hub"


@pytest.fixture
def database(postgres_address):  # noqa: F811 - the fixture
    made = Database(postgres_address, KEYS)
    made.migrate()
    given_hubs(made)
    given_conversation(made)
    yield made
    made.close()


def sort_one(database):
    return Sorting(database, Ways(BOTH), BOTH, lambda: NOON)._sort()


def sort_all(database):
    return sum(iter(lambda: sort_one(database), False))


def rows(database, case):
    with database.reading() as session:
        return Deliveries(session).of_cases([case.id])


def test_of_many_who_sort_at_once_one_makes_the_rows(database):
    cases = [given_case(database, message_id=f"m{number}") for number in range(6)]

    with ThreadPoolExecutor(8) as sorters:
        list(sorters.map(lambda _: sort_all(database), range(8)))
    sort_all(database)

    assert [sorted(one.way for one in rows(database, case)) for case in cases] == [sorted(BOTH)] * 6


@pytest.mark.parametrize("number", range(8))
def test_what_is_taken_back_while_it_is_sorted_leaves_nothing_to_be_sent(database, number):
    case = given_case(database)

    def take_back(_):
        with database.open() as session:
            Casebook(session).withdraw(case.id, NOON)

    with ThreadPoolExecutor(2) as both:
        first, second = (sort_one, take_back) if number % 2 else (take_back, sort_one)
        for done in [both.submit(first, database), both.submit(second, database)]:
            done.result()

    assert [one for one in rows(database, case) if one.kind is Kind.CASE and one.state in UNSENT] == []


def test_what_was_given_up_is_shown_and_sent_again_there_as_well(database):
    case = given_on_whatsapp(database, "c9", HUB)
    made = [dead(database, case) for dead in DEAD.values()]

    with database.open() as session:
        given_up = GivenUp(session, frozenset({HUB}), NOON, INBOX)
        assert {one.sort for one in given_up.letters()} == set(Sort)
        assert [given_up.send_again(one) for one in made] == [True] * len(made)
        assert given_up.letters() == []
