"""Where a case was read is noted once for each team of each front door, with whoever was first."""

from datetime import timedelta

from knowledge.storage.case_readings import CaseReadings, Reading
from tests.desk.making import NOON, given_case


def test_the_first_reading_at_each_place_counts(database):
    case = given_case(database)
    first = Reading(case.id, "hub-1", None, "b1", NOON)
    there = Reading(case.id, "hub-1", "makers", "b3", NOON + timedelta(minutes=2))

    with database.open() as session:
        for one in (first, Reading(case.id, "hub-1", None, "b2", NOON + timedelta(minutes=1)), there):
            CaseReadings(session).note(one)

    with database.reading() as session:
        assert CaseReadings(session).of_case(case.id) == [first, there]
        assert CaseReadings(session).has(case.id, "hub-1", "makers")
        assert not CaseReadings(session).has(case.id, "hub-2", None)
