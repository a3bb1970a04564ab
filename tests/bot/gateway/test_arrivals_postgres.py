"""On PostgreSQL, where writers do not queue, a message is taken in once as well."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.channels.incoming import Posted
from bot.gateway.arrivals import Arrival, Arrivals
from tests.bot.gateway.conftest import Clock, FakeEngine, Ledgered, World
from tests.databases import with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401


@pytest.fixture
async def arrivals(postgres_address):  # noqa: F811
    database = with_tables(postgres_address)
    async with AsyncExitStack() as stack:
        world = World(database, FakeEngine(), Ledgered(), Clock(), stack)
        yield Arrivals((await world.gateway()).parts, "a key that tells people apart")
    database.close()


def wrote(said, message_id):
    return Arrival("whatsapp", "1", {"phone": "1"}, Posted(message_id, said))


async def test_ten_calls_at_once_with_two_first_messages_of_one_person_are_two_turns(arrivals):
    sent = [wrote("one", "m1"), wrote("other", "m2")] * 5

    received = await asyncio.gather(*map(arrivals.take_in, sent))
    while running := list(arrivals.parts.jobs._running):
        await asyncio.gather(*running)

    assert sorted(arrivals.parts.outside.engine.texts()) == ["one", "other"]
    assert len({one.conversation_id for one in received if one}) == 1
