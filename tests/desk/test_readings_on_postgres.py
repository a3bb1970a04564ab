"""On PostgreSQL, where transactions do run at once, one reads a case first, and news go out once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desk.afterwards.case_news import mail_news
from knowledge.storage.case_readings import CaseReadings, Reading, case_readings
from knowledge.storage.person_mails import Occasion, PersonMails
from tests.databases import with_tables
from tests.desk.making import NOON, given_case, given_conversation, given_hubs
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

LATER = NOON + timedelta(hours=5)  # the person is not in the chat any more


@pytest.fixture
def database(postgres_address):  # noqa: F811 - the fixture
    made = with_tables(postgres_address)
    given_hubs(made)
    given_conversation(made)
    yield made
    made.close()


def test_of_many_who_read_a_case_at_once_one_is_noted_as_the_first_and_nobody_fails(database):
    case = given_case(database)

    def read(broker):
        with database.open() as session:
            CaseReadings(session).note(Reading(case.id, case.hub_id, None, broker, NOON))
        with database.reading() as session:
            return CaseReadings(session).has(case.id, case.hub_id, None)

    with ThreadPoolExecutor(8) as brokers:
        assert all(brokers.map(read, [f"b{number}" for number in range(8)]))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(case_readings)) == 1


def test_news_of_a_case_are_taken_out_to_the_person_once(database):
    case = given_case(database)
    with database.open() as session:
        mail_news(session, case, "Nobody has taken it up yet.", LATER)

    def take(worker):
        with database.open() as session:
            return PersonMails(session).take_one_of(
                tuple(Occasion), worker, LATER, LATER + timedelta(minutes=5)
            )

    with ThreadPoolExecutor(8) as workers:
        taken = [one for one in workers.map(take, [f"w{number}" for number in range(8)]) if one is not None]

    assert [(one.kind, one.case_id, one.words) for one in taken] == [
        (Occasion.CASE_NEWS, case.id, "Nobody has taken it up yet.")
    ]
