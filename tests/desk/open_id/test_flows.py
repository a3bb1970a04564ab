"""A sign-in that has begun can be ended once, by the browser that began it, for ten minutes."""

from datetime import timedelta

import pytest

from desk.open_id.flows import LASTS, MOST, Flows
from tests.desk.making import NOON


def test_a_flow_is_taken_once():
    flows = Flows()
    token, flow = flows.begin(NOON)

    assert flows.take(token, NOON) == flow
    assert flows.take(token, NOON) is None


@pytest.mark.parametrize("token", ["", "x" * 43, "\udcff"])
def test_no_other_token_takes_it(token):
    flows = Flows()
    flows.begin(NOON)

    assert flows.take(token, NOON) is None


@pytest.mark.parametrize(
    ("after", "there"),
    [(LASTS, True), (LASTS + timedelta(seconds=1), False), (-timedelta(seconds=1), False)],
)
def test_it_waits_ten_minutes_and_not_in_the_past(after, there):
    flows = Flows()
    token, _ = flows.begin(NOON)

    assert (flows.take(token, NOON + after) is not None) is there


def test_every_secret_is_new_and_none_can_be_read_from_what_is_shown():
    flows = Flows()
    begun = [flows.begin(NOON) for _ in range(10)]

    secrets = {one for token, flow in begun for one in (token, flow.state, flow.nonce, flow.verifier)}
    assert len(secrets) == 40
    assert min(map(len, secrets)) == 43
    assert not any(secret in str(begun[0][1]) for secret in secrets)


def test_however_many_begin_no_more_than_so_many_are_kept():
    flows = Flows()
    first, _ = flows.begin(NOON)
    for _ in range(MOST):
        last, _ = flows.begin(NOON)

    assert flows.take(first, NOON) is None
    assert flows.take(last, NOON) is not None
