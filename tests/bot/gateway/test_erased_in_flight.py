"""What becomes of a turn when its conversation is deleted, or its message breaks it."""

import asyncio

from sqlalchemy import text

from bot.engine.client import EngineRefused, EngineUnavailable
from bot.gateway.sweeper import sweep
from knowledge.storage.conversations import Conversations
from knowledge.storage.inbox import Inbox, State


async def delete_while_the_engine_works(gateway, world, eventually):
    """Post a message and delete the conversation before the engine answers."""
    world.engine.gate = asyncio.Event()
    sending = asyncio.create_task(gateway.send("m1", text="We need money"))

    async def at_work():
        return bool(world.engine.busy)

    await eventually(at_work)
    deleted = await gateway.client.delete(f"/api/conversations/{gateway.id}", headers=gateway.bearer)
    assert deleted.status == 200
    world.engine.gate.set()
    return await sending


async def test_an_answer_to_a_deleted_conversation_leaves_nothing_behind(gateway, world, eventually):
    answer = await delete_while_the_engine_works(gateway, world, eventually)

    await settled(gateway, eventually)
    assert answer.status in (404, 410)
    assert kept(world) == []


async def test_a_turn_refused_for_a_deleted_conversation_is_not_tried_again(gateway, world, eventually):
    def went_on(_spoken):
        raise EngineUnavailable("conversation_went_on")

    world.engine.answers["We need money"] = went_on

    answer = await delete_while_the_engine_works(gateway, world, eventually)

    await settled(gateway, eventually)
    asked = len(world.engine.asked)
    world.clock.forward(hours=1)
    await sweep(gateway.parts.turns, gateway.parts.ledger, world.clock())
    assert answer.status in (404, 410)
    assert len(world.engine.asked) == asked
    assert kept(world) == []


async def test_a_message_that_breaks_its_turn_is_given_up_after_ten_tries_and_the_next_is_answered(
    gateway, world
):
    def breaks(_spoken):
        raise EngineRefused(500, "no_reply")

    world.engine.answers["poison"] = breaks
    await gateway.say("poison", "m1")
    await gateway.say("We need money", "m2")

    for _ in range(9):
        world.clock.forward(hours=1)
        await sweep(gateway.parts.turns, gateway.parts.ledger, world.clock())

    with world.database.reading() as session:
        poison = Inbox(session).find(gateway.id, "m1")
    assert (poison.state, world.engine.texts().count("poison")) == (State.GIVEN_UP, 10)
    assert (await gateway.say("Hello", "m3"))["replies"][0]["text"] == "You said: Hello"


async def settled(gateway, eventually):
    """Wait until nobody has the turn any more."""

    async def free():
        conversation = await gateway.parts.ledger.read(lambda s: Conversations(s).get(gateway.id))
        return conversation.lease_owner is None

    await eventually(free)


def kept(world):
    """Return every row of the transcript and the inbox, and what is noted."""
    with world.database.reading() as session:
        rows = [*session.execute(text("SELECT * FROM outbox")), *session.execute(text("SELECT * FROM inbox"))]
        noted = session.scalars(text("SELECT noted FROM conversations WHERE noted != '{}'"))
        return [*rows, *noted]
