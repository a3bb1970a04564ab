"""Cases as they are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.storage.cases import CaseEventRecord, CaseNotFound, Cases, Standing
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


def test_the_standings_are_those_of_the_states_and_teams_and_the_longest_unchanged_comes_first(database):
    later = NOON + timedelta(hours=1)
    with database.open() as session:
        Cases(session).add(make_record("case-2", team="a", changed=later), [])
        Cases(session).add(make_record("case-3", team="a", escalate_at=later), [])
        Cases(session).add(make_record("case-4", team="b", state="closed"), [])

    with database.reading() as session:
        kept = Cases(session)
        assert [one.id for one in kept.standings(["waiting"])] == ["case-1", "case-3", "case-2"]
        assert [one.id for one in kept.standings(["waiting"], teams=["a"])] == ["case-3", "case-2"]
        assert kept.standings(["waiting"], teams=["a"], until=NOON) == [
            Standing("case-3", "a", NOON, later, 1)
        ]


def test_the_load_counts_the_cases_of_each_team_in_these_states(database):
    with database.open() as session:
        for number, (team, state) in enumerate((("a", "waiting"), ("a", "claimed"), ("b", "closed"))):
            Cases(session).add(make_record(f"more-{number}", team=team, state=state), [])
        Cases(session).add(make_record("elsewhere", team="a", hub_id="other"), [])

    with database.reading() as session:
        assert Cases(session).load("hub", ["waiting", "claimed"]) == {"a": 2}


def test_a_timer_is_not_set_on_a_case_that_has_changed_meanwhile(database):
    with database.open() as session:
        (seen,) = Cases(session).standings(["waiting"])
        Cases(session).set_timer(replace(seen, escalate_at=NOON))
        assert Cases(session).get("case-1").escalate_at == NOON
        Cases(session).replace(replace(make_record(), state="claimed", revision=2), CLAIMED)
        Cases(session).set_timer(replace(seen, escalate_at=NOON))
        assert Cases(session).get("case-1").escalate_at is None


def test_the_newest_cases_come_first(database):
    with database.open() as session:
        Cases(session).add(make_record("case-2", opened=NOON + timedelta(hours=1)), [])

    with database.reading() as session:
        assert [case.id for case in Cases(session).newest(5)] == ["case-2", "case-1"]
        assert [case.id for case in Cases(session).newest(1)] == ["case-2"]
