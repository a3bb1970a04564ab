"""The engine is asked for so many turns at once and no more, and nobody is forgotten for it."""

import asyncio

from bot.gateway.turns import AT_ONCE
from tests.bot.gateway.conftest import Gateway

PEOPLE = 3 * AT_ONCE


async def test_of_many_at_once_a_few_are_with_the_engine_and_all_are_answered(world):
    gateway = await world.gateway(messages_per_minute=1000, chats_per_minute=1000, turn_seconds=20.0)
    chats = [Gateway(gateway.parts, gateway.client) for _ in range(PEOPLE)]
    for chat in chats:
        await chat.begin()
    world.engine.gate = asyncio.Event()

    answers = [asyncio.create_task(chat.say("We need money")) for chat in chats]
    async with asyncio.timeout(10):
        while len(world.engine.busy) < AT_ONCE:
            await asyncio.sleep(0)
    for _ in range(200):
        await asyncio.sleep(0)
    at_once = len(world.engine.busy)
    world.engine.gate.set()
    said = [answer["replies"][0]["text"] for answer in await asyncio.gather(*answers)]

    assert at_once == AT_ONCE
    assert said == ["You said: We need money"] * PEOPLE
