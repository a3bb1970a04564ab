"""Signing in at a provider, as a browser goes through it."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from knowledge.storage.brokers import Brokers
from tests.desk.console.signing_on import CALLBACK, START, is_in
from tests.desk.making import NOON
from tests.desk.open_id.provider import CLIENT

MINUTE = timedelta(minutes=1)


async def test_whoever_the_provider_vouches_for_is_signed_in(world):
    browser = world.browser()
    _, page = await browser.see("/desk/sign-in")
    assert f'href="{START}"' in page
    assert "Sign in with your work account" in page

    status, page = await world.sign_in(browser)

    assert status == 200
    assert '<meta http-equiv="refresh" content="0; url=/desk/">' in page
    assert "Jo Bloggs" in (await browser.see("/desk/"))[1]
    assert (world.account().issuer, world.account().subject) == (world.provider.issuer, "jo-1")


async def test_the_session_is_the_same_as_that_of_a_password(world):
    browser = world.browser()
    back = await world.begin(browser)

    answer = await browser.client.get(f"{CALLBACK}?{back.query}")

    (session,) = [c for c in answer.headers.getall("Set-Cookie") if c.startswith("signpost_desk=")]
    assert all(part in session for part in ("HttpOnly", "SameSite=Strict", "Path=/desk/"))
    world.clock.now = NOON + 61 * MINUTE
    assert not await is_in(browser)


async def test_the_cookie_on_the_way_is_short_lived_and_gone_afterwards(world):
    browser = world.browser()

    answer = await browser.client.get(START, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    there = await browser.client.session.get(answer.headers["Location"], allow_redirects=False)
    after = await browser.client.get(f"{CALLBACK}?{urlsplit(there.headers['Location']).query}")

    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Max-Age=600"))
    assert any(
        c.startswith("signpost_sign_on=") and "Max-Age=0" in c for c in after.headers.getall("Set-Cookie")
    )


@pytest.mark.parametrize("settings", [{"desk_proxies": 1}])
async def test_behind_tls_the_cookie_on_the_way_is_of_this_host_alone(world):
    headers = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    answer = await world.browser().client.get(START, allow_redirects=False, headers=headers)

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "Path=/;" in f"{cookie};"


@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic"], None])
async def test_the_console_proves_who_it_is_as_the_provider_wants_it(world, methods):
    world.provider.methods = methods or ["client_secret_basic"]
    world.provider.documents = {"token_endpoint_auth_methods_supported": methods}

    assert (await world.sign_in())[0] == 200


async def test_the_second_time_the_subject_counts_and_no_address(world):
    await world.sign_in()
    world.provider.person = {"sub": "jo-1"}

    browser = world.browser()
    await world.sign_in(browser)

    assert await is_in(browser)


async def test_whoever_signs_out_is_shown_the_way_out_of_the_provider_too(world):
    browser = world.browser()
    await world.sign_in(browser)
    await browser.see("/desk/")

    status, page = await browser.do("/desk/sign-out")

    assert status == 200
    (there,) = re.findall(r'href="(http[^"]+/logout[^"]*)"', page)
    assert f"client_id={CLIENT}" in there
    assert not await is_in(browser)


async def test_where_the_provider_has_no_way_out_signing_out_works_as_ever(world):
    world.provider.documents = {"end_session_endpoint": "https://evil.example/"}
    browser = world.browser()
    await world.sign_in(browser)
    await browser.see("/desk/")

    _, page = await browser.do("/desk/sign-out")

    assert "evil.example" not in page
    assert not await is_in(browser)


@pytest.mark.parametrize("settings", [{"desk_local_sign_in": False}])
async def test_without_local_sign_in_there_is_no_form_and_no_password_is_taken(world, password_hash):
    with world.database.open() as session:
        Brokers(session).set_password("b1", password_hash)
    browser = world.browser()

    _, page = await browser.see("/desk/sign-in")

    assert "password" not in page.lower()
    assert (await browser.sign_in()).status == 403
    assert not await is_in(browser)


async def test_nothing_of_the_person_or_the_provider_is_in_the_log(world, caplog):
    caplog.set_level(logging.DEBUG, "desk")
    world.provider.person = {"sub": "ada-1", "email": "ada@hub.example", "email_verified": True}

    await world.sign_in()

    assert "no_account" in caplog.text
    assert "ada" not in caplog.text
    assert "code=" not in caplog.text


async def test_without_a_provider_its_addresses_are_not_there(browser):
    desk = browser()

    assert [(await desk.see(path))[0] for path in (START, CALLBACK)] == [404, 404]
    assert START not in (await desk.see("/desk/sign-in"))[1]


@pytest.mark.parametrize("settings", [{"desk_failures_per_address": 1}])
@pytest.mark.parametrize("path", [START, f"{CALLBACK}?state=x&code=y"])
async def test_whoever_comes_too_often_has_to_wait(world, path):
    browser = world.browser()
    for _ in range(10):
        await browser.client.get(path, allow_redirects=False)

    answer = await browser.client.get(path, allow_redirects=False)

    assert (answer.status, answer.headers["Retry-After"]) == (429, "900")
    world.clock.now = NOON + 15 * MINUTE
    assert (await browser.client.get(path, allow_redirects=False)).status != 429
