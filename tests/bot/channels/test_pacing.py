"""A channel gets no more messages at a time than it takes, and who waits holds up no other."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import pacing as module
from bot.channels.pacing import Pace, Pacing
from bot.channels.teams import client as teams
from bot.channels.whatsapp import client as whatsapp

PLENTY = Pace(1000, 1000)
SLOW = 1 / 3600  # one an hour: what has to wait in a test waits for ever


async def goes_at_once(pacing, person):
    task = asyncio.ensure_future(pacing.turn(person))
    for _ in range(5):
        await asyncio.sleep(0)
    if task.done():
        return True
    task.cancel()
    return False


async def test_so_many_go_at_once_and_the_next_one_waits():
    pacing = Pacing(Pace(3, SLOW), PLENTY)

    assert [await goes_at_once(pacing, str(n)) for n in range(4)] == [True, True, True, False]


async def test_who_gets_too_many_waits_and_holds_up_no_other():
    pacing = Pacing(PLENTY, Pace(2, SLOW))

    assert [await goes_at_once(pacing, "1") for _ in range(3)] == [True, True, False]
    assert await goes_at_once(pacing, "2")


async def test_a_turn_comes_when_there_is_room_again():
    pacing = Pacing(Pace(1, 1000), PLENTY)

    async with asyncio.timeout(5):
        for _ in range(20):
            await pacing.turn("1")


async def test_who_was_not_written_to_for_longest_is_forgotten(monkeypatch):
    monkeypatch.setattr(module, "MOST_PEOPLE", 2)
    pacing = Pacing(PLENTY, Pace(1, SLOW))

    assert [await goes_at_once(pacing, person) for person in ("1", "2", "3")] == [True, True, True]
    assert await goes_at_once(pacing, "1")
    assert not await goes_at_once(pacing, "3")


@pytest.mark.parametrize(
    ("pace", "seconds", "most"),
    [
        (whatsapp.IN_ALL, 1, 60),
        (whatsapp.TO_EACH, 6, 46),
        (teams.IN_ALL, 1, 50),
        (teams.TO_EACH, 1, 7),
        (teams.TO_EACH, 2, 8),
        (teams.TO_EACH, 30, 60),
    ],
)
def test_the_paces_keep_to_what_each_channel_publishes(pace, seconds, most):
    assert pace.in_one_go + pace.a_second * seconds <= most


@settings(max_examples=50)
@given(in_one_go=st.integers(1, 100), a_second=st.floats(0.1, 1000))
def test_a_pace_becomes_a_bucket_of_its_size_and_rate(in_one_go, a_second):
    limiter = Pace(in_one_go, a_second).limiter()

    assert limiter.max_rate == in_one_go
    assert limiter.max_rate / limiter.time_period == pytest.approx(a_second)
