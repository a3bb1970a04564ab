"""What is deleted goes by the clock, and only by one that can be believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.retention import Broom, Kind, is_believed, looked
from desk.retention_settings import RetentionSettings
from knowledge.storage.personal import Personal
from tests.desk.making import NOON, given_conversation


def days(number):
    return timedelta(days=number)


@pytest.fixture
def broom(database, tmp_path):
    return Broom(database, RetentionSettings(), tmp_path / "outgoing")


def tables(database):
    with database.reading() as session:
        return set(Personal(session).rows("c1"))


def test_a_clock_that_leaps_deletes_nothing_before_it_has_run_for_a_day(database, broom):
    given_conversation(database, "c1", "We need a new press")
    broom.look(NOON)
    in_future = NOON + days(3000)

    assert broom.look(in_future) is None
    assert broom.look(in_future + timedelta(hours=23)) is None
    assert broom.look(NOON + timedelta(hours=2)) is None
    assert "outbox" in tables(database)

    for hour in range(24):
        assert broom.look(NOON + timedelta(hours=3 + hour)) in (None, {})
    assert "outbox" in tables(database)


def test_a_clock_that_has_run_for_a_day_is_believed(database, broom):
    given_conversation(database, "c1", "We need a new press")
    start = NOON + days(90)

    answers = [broom.look(start + timedelta(hours=hour)) for hour in range(26)]

    assert answers[:24] == [None] * 24
    assert answers[24:] == [{Kind.CONVERSATIONS: 1}, {}]


@given(st.lists(st.timedeltas(-days(4000), days(4000)), min_size=1, max_size=30))
def test_whatever_the_clock_does_it_is_believed_only_after_a_day_without_a_leap(steps):
    now, look = datetime(2500, 1, 1, tzinfo=UTC), None
    for step in steps:
        try:
            now += step
        except OverflowError:
            continue
        before, look = look, looked(look, now)
        if is_believed(look):
            assert before is not None
            assert abs(now - before.last) <= days(2)
            assert now - look.steady_since >= days(1)
