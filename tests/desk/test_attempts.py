"""Who fails too often waits, and nobody waits for long."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.attempts import MOST_ADDRESSES, WINDOW, Attempts, counted_as
from tests.desk.making import NOON

MINUTE = timedelta(minutes=1)
HERE, THERE = "192.0.2.1", "192.0.2.2"


def test_after_so_many_the_address_waits_until_the_first_is_a_quarter_of_an_hour_old():
    attempts = Attempts(3)
    waits = [attempts.begin(HERE, NOON + n * MINUTE) for n in range(5)]

    assert waits == [None, None, None, 12 * MINUTE, 11 * MINUTE]
    assert attempts.begin(HERE, NOON + WINDOW) is None


def test_other_addresses_do_not_wait():
    attempts = Attempts(1)
    attempts.begin(HERE, NOON)

    assert attempts.begin(THERE, NOON) is None
    assert attempts.begin(HERE, NOON) == WINDOW


def test_who_turns_out_to_be_honest_does_not_count_and_forgives_nobody_else():
    attempts = Attempts(2)
    attempts.begin(HERE, NOON)
    for _ in range(10):
        assert attempts.begin(HERE, NOON) is None
        attempts.take_back(HERE)

    attempts.begin(HERE, NOON)
    assert attempts.begin(HERE, NOON) is not None


def test_taking_back_what_was_forgotten_is_no_error():
    Attempts(1).take_back(HERE)


def test_a_clock_that_is_put_back_keeps_nobody_out():
    attempts = Attempts(1)
    attempts.begin(HERE, NOON)

    assert attempts.begin(HERE, NOON - timedelta(days=1)) is None


def test_however_many_addresses_come_no_more_than_so_many_are_kept():
    attempts = Attempts(1)
    for n in range(MOST_ADDRESSES + 100):
        attempts.begin(str(n), NOON)

    assert len(attempts._made) == MOST_ADDRESSES
    assert attempts.begin(str(MOST_ADDRESSES + 99), NOON) is not None


@given(st.lists(st.tuples(st.sampled_from([HERE, THERE]), st.integers(0, 400), st.booleans()), max_size=60))
def test_in_no_quarter_of_an_hour_do_more_than_so_many_fail(tries):
    attempts, now, failed = Attempts(4), NOON, []
    for address, seconds, honest in tries:
        now += timedelta(seconds=seconds)
        recent = [at for who, at in failed if who == address and now - at < WINDOW]
        wait = attempts.begin(address, now)
        assert (wait is not None) == (len(recent) >= 4)
        assert wait is None or timedelta() < wait <= WINDOW
        if wait is None and honest:
            attempts.take_back(address)
        elif wait is None:
            failed.append((address, now))


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:5050", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
        ("[2001:db8:1:2::9]:5050", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        (None, "unknown"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("a" * 10_000, "unknown"),
    ],
)
def test_an_address_is_counted_without_its_port_and_a_network_as_one(remote, counted):
    assert counted_as(remote) == counted


@given(st.text())
def test_whatever_a_proxy_writes_is_counted_as_something_short(text):
    assert len(counted_as(text)) <= 39
