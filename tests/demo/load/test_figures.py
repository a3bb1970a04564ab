"""What a load counts: a message that nobody answered is lost, and what came twice is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.load.crowd import Plan
from demo.load.figures import counts, memory, percentile
from demo.load.sentences import TALKS, sentence
from demo.load.verdict import Message, Row, judge

FIRST_WORDS = Row("m0", "I am Signpost", is_answer=False)


def found(messages, rows, arrivals):
    return counts([judge(messages, rows, arrivals)])


def said(*names):
    return [Message(name, due=float(number), acknowledged=0.01) for number, name in enumerate(names)]


def test_what_nobody_answered_is_lost():
    seen = found(said("m0", "m1"), [FIRST_WORDS, Row("m0", "A")], [0.1, 0.5])

    assert (seen["messages"], seen["answered"], seen["lost"]) == (2, 1, 1)
    assert seen["reply_p50_s"] == 0.5


def test_what_was_kept_and_never_arrived_is_lost():
    seen = found(said("m0", "m1"), [Row("m0", "A"), Row("m1", "B", parts=0)], [0.5])

    assert (seen["answered"], seen["lost"]) == (1, 1)


def test_a_part_that_is_missing_is_lost():
    assert found(said("m0"), [Row("m0", "A", parts=2)], [0.5])["lost"] == 1


def test_an_apology_is_no_answer():
    seen = found(said("m0"), [Row("m0", "Sorry", is_answer=False, is_apology=True)], [0.5])

    assert (seen["apologised"], seen["answered"], seen["lost"]) == (1, 0, 1)


def test_the_same_said_twice_to_one_message_is_counted():
    assert found(said("m0"), [Row("m0", "A"), Row("m0", "A")], [0.5, 0.6])["answered_twice"] == 1


def test_the_same_said_to_two_messages_and_an_answer_in_parts_are_no_doubles():
    rows = [Row("m0", "A", parts=3), Row("m0", "B"), Row("m1", "A")]

    assert found(said("m0", "m1"), rows, [0.5] * 5)["answered_twice"] == 0


def test_what_arrived_more_often_than_it_was_to_is_counted():
    assert found(said("m0"), [Row("m0", "A")], [0.5, 0.6])["answered_twice"] == 1


def test_the_time_of_an_answer_is_that_of_its_own_first_part():
    rows = [FIRST_WORDS, Row("m0", "A", parts=2), Row("m1", "B")]

    fates = judge(said("m0", "m1"), rows, [0.1, 0.5, 2.0, 2.5]).fates

    assert [fate.reply_s for fate in fates] == [0.5, 1.5]


@given(st.lists(st.integers(1, 4), max_size=20))
def test_who_is_answered_once_each_has_nothing_lost_and_nothing_twice(parts):
    messages = said(*(f"m{n}" for n in range(len(parts))))
    rows = [Row(f"m{n}", "A", count) for n, count in enumerate(parts)]

    seen = found(messages, rows, [1.0] * sum(parts))

    assert (seen["answered"], seen["lost"], seen["answered_twice"]) == (len(parts), 0, 0)


def test_nothing_at_all_has_no_times():
    seen = counts([])

    assert seen["messages"] == 0
    assert seen["ack_p50_ms"] is None


@pytest.mark.parametrize(("values", "half"), [([], None), ([3.0], 3.0), ([1.0, 2.0, 9.0], 2.0)])
def test_half_of_the_values_are_under_the_fiftieth(values, half):
    assert percentile(values, 50) == half


def test_memory_is_weighed_once_everybody_is_there():
    used = memory([(0, 100.0), (20, 300.0), (40, 310.0), (60, 305.0)], joined=20)

    assert (used.start, used.most, used.end) == (300.0, 310.0, 305.0)


def test_people_begin_with_different_talks():
    assert len({sentence(person, 0) for person in range(len(TALKS))}) == len(TALKS)
    assert all(sentence(person, turn) for person in range(20) for turn in range(100))


@pytest.mark.parametrize(("seconds", "times"), [(300, 30), (25, 2), (1, 1)])
def test_everybody_speaks_once_in_each_pace(seconds, times):
    assert Plan(1, seconds, 10, 1).times == times
