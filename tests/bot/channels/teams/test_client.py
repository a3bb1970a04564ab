"""The connector and its token: time limits, redirects, and a token that is fetched once, in time."""

import asyncio

import pytest

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.teams.client import Teams
from bot.channels.teams.our_token import OurToken
from demo.activities import PERSONAL
from demo.bot_connector import BotConnector
from knowledge.storage.channel_messages import Part

TEXT = {"type": "message", "textFormat": "xml", "text": "Hello", "summary": "Hello"}
PART = Part("0" * 32, 0)


class Ticks:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
async def connector():
    made = BotConnector()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()
    assert not made.refused


@pytest.fixture
async def channel(connector):
    settings = connector.settings()
    made = Teams(settings, settings.access())
    yield made
    await made.close()


def to(connector, **more):
    return {"service_url": connector.service_url, "conversation": PERSONAL, **more}


def token_of(connector, ticks=None, **settings):
    given = connector.settings(**settings)
    return OurToken(given, given.access(), **({"ticks": ticks} if ticks else {}))


async def test_a_message_is_taken_and_is_known_by_our_own_name_for_it(channel, connector):
    names = {await channel.post(TEXT, to(connector), PART) for _ in range(2)}

    assert len(names) == 2
    assert all(len(name) == 64 for name in names)


async def test_odd_names_of_conversations_stay_within_their_place_in_the_address(channel, connector):
    odd = "19:a/../b?x=1#y;messageid=1@thread tacv2%2F"

    await channel.post(TEXT, to(connector, conversation=odd), PART)

    assert connector.to == [odd]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ({}, "no_address"),
        ({"service_url": "https://smba.trafficmanager.net/uk/"}, "no_address"),
        ({"service_url": "https://evil.example/", "conversation": "a:1"}, "host_not_allowed"),
    ],
)
async def test_who_cannot_be_reached_is_tried_no_more_and_no_token_is_fetched(
    channel, connector, address, code
):
    with pytest.raises(NeverSent) as refused:
        await channel.post(TEXT, address, PART)

    assert (refused.value.code, connector.tokens) == (code, [])


async def test_who_does_not_answer_in_time_is_tried_again(connector):
    settings, connector.failures = connector.settings(teams_seconds=0.1), ["hang"]
    channel = Teams(settings, settings.access())

    with pytest.raises(NotSentNow, match="timeout"):
        await channel.post(TEXT, to(connector), PART)
    await channel.close()


async def test_a_redirect_is_not_followed(channel, connector):
    connector.failures, connector.headers = [307], {"Location": "https://evil.example/"}

    with pytest.raises(NotSentNow, match="teams_307"):
        await channel.post(TEXT, to(connector), PART)


async def test_who_is_not_there_is_tried_again(channel, connector):
    there = to(connector)
    await channel.post(TEXT, there, PART)
    await connector.server.close()

    with pytest.raises(NotSentNow):
        await channel.post(TEXT, there, PART)


async def test_typing_that_fails_is_nobodys_loss(channel, connector):
    connector.failures = [403]

    await channel.typing(to(connector))

    assert connector.typing == 0


async def test_a_token_is_used_until_shortly_before_it_ends(connector):
    ticks = Ticks()
    token = token_of(connector, ticks)
    assert [await token.get() for _ in range(3)] == ["token-1"] * 3

    ticks.now += 3599 - 301
    assert await token.get() == "token-1"
    ticks.now += 2
    assert await token.get() == "token-2"


async def test_however_many_ask_at_once_it_is_fetched_once(connector):
    token = token_of(connector)

    assert await asyncio.gather(*(token.get() for _ in range(20))) == ["token-1"] * 20
    assert connector.tokens == ["token-1"]


@pytest.mark.parametrize("lasts", [0, -5, 30, None, "3599", True, 1e12])
async def test_a_token_of_whatever_length_is_used_at_least_for_a_moment(connector, lasts):
    ticks, connector.lasts = Ticks(), lasts
    token = token_of(connector, ticks)
    await token.get()
    await token.get()
    assert connector.tokens == ["token-1"]

    ticks.now += 25 * 3600
    assert await token.get() == "token-2"


async def test_an_old_token_that_is_dropped_takes_no_newer_one_with_it(connector):
    token = token_of(connector)
    assert await token.get() == "token-1"
    token.drop("token-0")
    assert await token.get() == "token-1"
    token.drop("token-1")
    assert await token.get() == "token-2"


@pytest.mark.parametrize(
    ("failure", "code"), [(401, "token"), (403, "token"), (500, "teams_login_500"), (429, "teams_login_429")]
)
async def test_each_failure_to_get_one_means_later(connector, failure, code):
    connector.token_failures = [failure]
    token = token_of(connector)

    with pytest.raises(NotSentNow) as failed:
        await token.get()
    assert failed.value.code == code
    assert await token.get() == "token-1"


async def test_who_gives_none_in_time_is_asked_again(connector):
    connector.token_failures = ["hang"]
    token = token_of(connector, teams_seconds=0.1)

    with pytest.raises(NotSentNow, match="teams_login_timeout"):
        await token.get()
    assert await token.get() == "token-1"
