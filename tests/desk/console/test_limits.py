"""Too many failed sign-ins from one address."""

import asyncio
from datetime import timedelta

import pytest

from desk.sign_in_settings import SignInSettings
from tests.desk.making import NOON

WRONG = "wrong wrong wrong"


@pytest.fixture
def limits():
    return {"desk_failures_per_address": 3, "desk_proxies": 1}


@pytest.fixture
def sign_in_settings(limits):
    return SignInSettings(**limits)


async def try_it(desk, address="192.0.2.1", password=WRONG, email="jo@hub.example"):
    return await desk.client.post(
        "/desk/sign-in",
        data={"email": email, "password": password},
        headers={"X-Forwarded-For": address},
        allow_redirects=False,
    )


async def test_after_too_many_failures_an_address_waits_and_is_told_how_long(browser, clock):
    desk = browser()
    for n in range(3):
        assert (await try_it(desk, email=f"nobody{n}@hub.example")).status == 401

    answer = await try_it(desk, password="correct horse battery")

    assert answer.status == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"
    clock.now = NOON + timedelta(minutes=15)
    assert (await try_it(desk, password="correct horse battery")).status == 303


async def test_another_address_gets_in_meanwhile(browser):
    desk = browser()
    for n in range(3):
        await try_it(desk, email=f"nobody{n}@hub.example")

    assert (await try_it(desk, "192.0.2.2", "correct horse battery")).status == 303


async def test_right_passwords_never_count(browser):
    desk = browser()

    for _ in range(5):
        assert (await try_it(desk, password="correct horse battery")).status == 303


async def test_many_at_once_are_counted_as_they_come(browser):
    desk = browser()

    answers = await asyncio.gather(*(try_it(desk, email=f"nobody{n}@hub.example") for n in range(8)))

    assert sorted(answer.status for answer in answers) == [401] * 3 + [429] * 5


async def test_a_network_of_ipv6_is_one_address(browser):
    desk = browser()
    for n in range(3):
        await try_it(desk, f"2001:db8::{n}", email=f"nobody{n}@hub.example")

    assert (await try_it(desk, "2001:db8::ffff")).status == 429


@pytest.mark.parametrize("limits", [{"desk_failures_per_address": 3}])
async def test_without_a_trusted_proxy_nobody_can_pretend_to_come_from_elsewhere(browser):
    desk = browser()
    for n in range(3):
        await try_it(desk, f"192.0.2.{n}", email=f"nobody{n}@hub.example")

    assert (await try_it(desk, "192.0.2.9")).status == 429


async def test_whoever_is_signed_in_already_is_not_kept_from_work(browser):
    desk = browser()
    await try_it(desk, password="correct horse battery")
    for n in range(4):
        await try_it(desk, email=f"nobody{n}@hub.example")

    assert (await desk.see("/desk/"))[0] == 200
