"""The figures of a run are what they say they are."""

from hypothesis import given
from hypothesis import strategies as st

from bot.bench.figures import Measured, percentile_95, ratios


def test_a_ratio_below_one_means_quicker_or_smaller():
    ours = Measured(
        train_s=5, ready_s=4, memory_mb=300, turns_ms=(10.0, 20.0, 30.0), parses_ms=(4.0,), engine_mb=200
    ).pack()
    theirs = Measured(
        train_s=50, ready_s=40, memory_mb=1200, turns_ms=(40.0, 40.0, 40.0), parses_ms=(8.0,), engine_mb=800
    ).pack()

    found = ratios(ours, theirs)

    assert found["train_s"] == 0.1
    assert found["memory_mb"] == 0.25
    assert found["turn_p50_ms"] == 0.5
    assert found["parse_p50_ms"] == 0.5
    assert found["engine_mb"] == 0.25
    assert not {"turns", "parses"} & set(found)


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1))
def test_the_95th_percentile_lies_between_the_smallest_and_the_largest(values):
    within_rounding = 1e-9 * max(values)
    assert min(values) - within_rounding <= percentile_95(values) <= max(values) + within_rounding
