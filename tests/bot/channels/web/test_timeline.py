"""The drawing of a plan: every step is on it, in its place, and nothing leaves it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.timeline import MOST_TICKS, timeline
from knowledge.ranges import Range
from tests.knowledge.plans_to_keep import kept_step

weeks = st.integers(0, 120)
ranges = st.tuples(weeks, weeks).map(lambda pair: Range(min(pair), max(pair))) | weeks.map(
    lambda least: Range(least, None)
)


@given(st.lists(st.tuples(ranges, ranges), max_size=12))
def test_every_step_is_drawn_inside_the_drawing(given_steps):
    steps = [kept_step(n, starts=starts, weeks=takes) for n, (starts, takes) in enumerate(given_steps)]

    drawn = timeline(steps)

    assert [bar.number for bar in drawn.bars] == list(range(1, len(steps) + 1))
    for bar in drawn.bars:
        assert 0 < bar.shortest <= bar.longest
        assert bar.left >= 8
        assert bar.left + bar.longest <= 97.1


@given(st.lists(st.tuples(ranges, ranges), max_size=12))
def test_the_scale_can_be_read(given_steps):
    drawn = timeline([kept_step(starts=starts, weeks=takes) for starts, takes in given_steps])

    assert 1 <= len(drawn.ticks) <= MOST_TICKS + 2
    assert drawn.ticks[0].week == 0
    assert all(0 <= tick.left <= 100 for tick in drawn.ticks)


def test_a_step_begins_where_the_one_before_it_ends():
    first, second = timeline(
        [kept_step(1, weeks=Range(2, 2)), kept_step(2, starts=Range(2, 2), weeks=Range(2, 2))]
    ).bars

    assert first.left + first.shortest == second.left
