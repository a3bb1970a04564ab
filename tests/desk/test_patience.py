"""How long a delivery is tried."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.patience import AT_MOST, FEWEST, LONGEST, SHORTEST, GiveUp, TryAgain, pause, what_next
from tests.desk.making import NOON

CHANCES = st.floats(0, 1)


@given(st.integers(1, 10_000), CHANCES)
def test_a_pause_is_never_shorter_than_5_seconds_nor_longer_than_6_hours(attempts, chance):
    assert SHORTEST <= pause(attempts, chance) <= LONGEST


def test_pauses_double():
    assert [pause(attempts, 1).total_seconds() for attempts in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert pause(30, 1) == timedelta(hours=6)


@given(st.integers(FEWEST, 100), st.timedeltas(timedelta(), timedelta(days=5)), CHANCES)
def test_nothing_is_given_up_before_five_days_and_nothing_is_tried_after(attempts, age, chance):
    found = what_next(attempts, NOON, NOON + age, chance)

    if age < AT_MOST:
        assert isinstance(found, TryAgain)
        assert NOON + age < found.at <= NOON + AT_MOST
    else:
        assert found == GiveUp()


@given(st.integers(1, FEWEST - 1), st.timedeltas(timedelta(), timedelta(days=400)), CHANCES)
def test_five_days_in_which_hardly_anything_was_tried_are_no_reason_to_give_up(attempts, age, chance):
    found = what_next(attempts, NOON, NOON + age, chance)

    assert isinstance(found, TryAgain)
    assert NOON + age < found.at <= NOON + age + LONGEST


def test_a_server_that_never_comes_back_ends_in_giving_up():
    now, attempts = NOON, 0
    while isinstance(found := what_next(attempts := attempts + 1, NOON, now, 0.5), TryAgain):
        now = found.at

    assert now == NOON + AT_MOST
    assert 30 < attempts < 60


def test_a_clock_that_jumps_back_only_waits():
    assert isinstance(what_next(3, NOON, NOON - timedelta(days=40), 0.5), TryAgain)
