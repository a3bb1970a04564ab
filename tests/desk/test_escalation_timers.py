"""When a case that waits moves on by itself, whatever was kept of it and whatever the clock says."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.escalation import timer_of
from knowledge.storage.cases import Standing
from tests.desk.making import CHAIN, NOON

MOMENTS = st.timedeltas(timedelta(), timedelta(days=400)).map(lambda later: NOON + later)


@given(st.none() | MOMENTS, MOMENTS, MOMENTS)
def test_a_timer_never_lies_further_ahead_than_one_that_begins_now(kept, changed, now):
    at = timer_of(Standing("c", "makers", changed, kept, 1), CHAIN, now)

    assert at is not None
    assert at <= CHAIN.moves_on(CHAIN.get("makers"), now)
