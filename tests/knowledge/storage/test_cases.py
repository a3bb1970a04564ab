"""Cases as they are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.storage.cases import CaseEventRecord, CaseNotFound, Cases
from tests.databases import with_tables
from tests.knowledge.storage.making_cases import NOON, make_record

OPENED = CaseEventRecord("case-1", 1, NOON, "person", None, None, "waiting", "asked")
CLAIMED = CaseEventRecord("case-1", 2, NOON, "broker", "claim", "waiting", "claimed", "free")


@pytest.fixture
def database():
    """A database with one case."""
    made = with_tables("sqlite://")
    with made.open() as session:
        Cases(session).add(make_record(), [OPENED])
    yield made
    made.close()


def test_a_case_is_found_by_id_by_reference_and_by_what_opened_it(database):
    with database.reading() as session:
        kept = Cases(session)

        assert kept.get("case-1") == make_record()
        assert kept.with_reference("SP-CASE-1") == [make_record()]
        assert kept.opened_by("c1", "case-1") == make_record()
        assert kept.of_conversation("c1") == [make_record()]
        assert kept.audit("case-1") == [OPENED]


def test_an_unknown_case_is_said_to_be_unknown(database):
    with database.reading() as session:
        assert Cases(session).find("none") is None
        with pytest.raises(CaseNotFound):
            Cases(session).get("none")
        with pytest.raises(CaseNotFound):
            Cases(session).with_reference("none")


def test_of_two_changes_of_one_revision_only_the_first_is_stored(database):
    claimed = replace(make_record(), state="claimed", broker="one", revision=2)

    with database.open() as session:
        assert Cases(session).replace(claimed, CLAIMED)
        assert not Cases(session).replace(replace(claimed, broker="two"), CLAIMED)

    with database.reading() as session:
        assert Cases(session).get("case-1").broker == "one"
        assert Cases(session).audit("case-1") == [OPENED, CLAIMED]


def test_a_blank_case_keeps_its_state_and_loses_what_it_held(database):
    with database.open() as session:
        Cases(session).blank("case-1", {"version": "v1"}, NOON)

    with database.reading() as session:
        kept = Cases(session).get("case-1")
    assert (kept.person, kept.brief, kept.consent, kept.erased) == (None, None, {"version": "v1"}, NOON)
    assert kept.state == "waiting"


def test_the_newest_cases_come_first(database):
    with database.open() as session:
        Cases(session).add(make_record("case-2", opened=NOON + timedelta(hours=1)), [])

    with database.reading() as session:
        assert [case.id for case in Cases(session).newest(5)] == ["case-2", "case-1"]
        assert [case.id for case in Cases(session).newest(1)] == ["case-2"]
