"""When somebody writes too fast to be read, whatever the clock and the others do."""

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.floods import CLOSED_S, Floods, Pace


def judged(floods, name, *seconds):
    return [floods.judge(name, at) for at in seconds]


def test_the_first_message_too_many_is_told_of_and_those_after_it_are_passed_over():
    assert judged(Floods(2), "ada", 0, 1, 2, 3, 61) == ["fine", "fine", "tell", "over", "over"]


def test_after_a_minute_all_begins_anew_and_the_next_flood_is_told_of_again():
    floods = Floods(2)
    judged(floods, "ada", 0, 0, 0)

    assert judged(floods, "ada", 60, 60, 60, 60) == ["fine", "fine", "tell", "over"]


def test_one_who_floods_takes_nothing_from_another():
    floods = Floods(2)
    judged(floods, "ada", *[0] * 100)

    assert judged(floods, "bea", 0, 0) == ["fine", "fine"]


def test_who_could_not_be_told_is_told_with_the_next_one():
    floods = Floods(1)
    judged(floods, "ada", 0, 0)
    floods.not_told("ada")

    assert judged(floods, "ada", 1, 2) == ["tell", "over"]


def test_a_clock_that_is_set_back_shuts_nobody_out():
    floods = Floods(1)
    judged(floods, "ada", 1000, 1000)

    assert Pace.OVER not in judged(floods, "ada", 10)


@given(st.integers(1, 5), st.lists(st.floats(0, 30), max_size=60))
def test_nothing_is_passed_over_that_was_not_told_within_the_minute_before(most, pauses):
    floods, at, told = Floods(most), 0.0, None
    for pause in pauses:
        at += pause
        pace = floods.judge("ada", at)
        if pace is Pace.TELL:
            told = at
        if pace is Pace.OVER:
            assert told is not None
            assert at - told < CLOSED_S
