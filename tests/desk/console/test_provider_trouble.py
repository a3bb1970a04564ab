"""A provider that is away, slow, or says something else than it should."""

import asyncio
from datetime import timedelta

import pytest

from tests.desk.console.signing_on import START
from tests.desk.making import NOON
from tests.desk.open_id.provider import broken, elsewhere, failing, five_megabytes, never, no_json

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("behave", [broken, five_megabytes, no_json, elsewhere], ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", ["openid-configuration", "/keys", "/token"])
async def test_a_provider_that_does_not_answer_as_it_should_is_said_without_details(world, path, behave):
    world.provider.answer = failing(path, behave)
    browser = world.browser()

    if path == "openid-configuration":
        status, page = await browser.see(START)
    else:
        status, page = await world.sign_in(browser)

    assert status == 503
    assert "does not answer as it should" in page
    assert "hunter2" not in page


@pytest.mark.parametrize("settings", [{"openid_seconds": 0.1}])
async def test_a_slow_provider_holds_nobody_up_for_long_and_is_not_asked_again_at_once(world):
    world.provider.answer = never

    pages = await asyncio.gather(*(world.browser().see(START) for _ in range(5)))

    assert [status for status, _ in pages] == [503] * 5
    assert len(world.provider.asked) == 1
    world.provider.answer = None
    world.clock.now = NOON + timedelta(seconds=10)
    assert (await world.sign_in())[0] == 200


@pytest.mark.parametrize(
    "documents",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "https://evil.example/token"},
        {"authorization_endpoint": "https://evil.example/"},
        {"jwks_uri": "https://10.0.0.1/keys"},
        {"jwks_uri": None},
        {"token_endpoint": 5},
    ],
    ids=str,
)
async def test_a_provider_that_leads_elsewhere_is_not_followed(world, documents):
    world.provider.documents = documents

    assert (await world.browser().see(START))[0] == 503


async def test_the_discovery_is_asked_once_an_hour(world):
    for _ in range(3):
        await world.sign_in()
    assert sum("well-known" in path for path in world.provider.asked) == 1

    world.clock.now = NOON + 60 * MINUTE
    await world.sign_in()
    assert sum("well-known" in path for path in world.provider.asked) == 2
