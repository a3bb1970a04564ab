"""Reports of wrong information, as those who look after the records work through them."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.storage.notes import Notes, WrongInformation
from knowledge.storage.reports import ReportNotFound, Reports
from tests.databases import with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """A database with three reports."""
    address = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_address")
    made = with_tables(address)
    with made.open() as session:
        for n in range(3):
            at = NOON + timedelta(minutes=n)
            Notes(session).keep(WrongInformation(f"c{n}", "m1", at, "p1", f"wrong {n}"))
    yield made
    made.close()


def texts(reports):
    return [report.text for report in reports]


def test_the_newest_come_first_and_all_are_counted(database):
    with database.reading() as session:
        kept = Reports(session)
        assert texts(kept.open(2)) == ["wrong 2", "wrong 1"]
        assert (kept.count_open(), kept.done(9)) == (3, [])


def test_whoever_deals_with_one_first_is_noted(database):
    with database.open() as session:
        middle = Reports(session).open(9)[1].id
        Reports(session).deal(middle, "b1", NOON)
        Reports(session).deal(middle, "b2", NOON + timedelta(days=1))

    with database.reading() as session:
        kept = Reports(session)
        (done,) = kept.done(9)
        assert (done.id, done.dealt_by, done.dealt_at) == (middle, "b1", NOON)
        assert (texts(kept.open(9)), kept.count_open()) == (["wrong 2", "wrong 0"], 2)


def test_what_was_erased_cannot_be_dealt_with(database):
    with database.open() as session:
        report = Reports(session).open(1)[0]
        Notes(session).forget("c2")

    with pytest.raises(ReportNotFound), database.open() as session:
        Reports(session).deal(report.id, "b1", NOON)


def test_a_report_that_was_dealt_with_is_still_the_note_that_it_was(database):
    with database.open() as session:
        Reports(session).deal(Reports(session).open(1)[0].id, "b1", NOON)

    with database.reading() as session:
        assert Notes(session).all(WrongInformation)[2].text == "wrong 2"
