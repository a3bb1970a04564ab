"""Who speaks in a conversation: the bot, a broker, or the desk by its own buttons."""

import asyncio

import pytest

from bot.engine.client import EngineUnavailable
from desk.questions import DESK, EFFECT, tell
from knowledge.replies import Choice, Effect
from knowledge.storage.conversations import Conversations, Owner
from tests.bot.gateway.sweeping import sweep_once


async def test_while_a_broker_has_the_conversation_the_bot_is_silent_and_nothing_is_lost(gateway, world):
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)

    answer = await gateway.say("Are you there?")

    assert (answer["replies"], answer["owner"]) == ([], "broker")
    assert world.engine.texts() == []
    assert (await gateway.said())[-1] == "person: Are you there?"


async def test_an_answer_that_was_under_way_when_a_broker_came_is_not_said(gateway, world):
    world.engine.effects = (Effect("feedback", {"rating": "good", "text": ""}),)
    world.engine.gate = asyncio.Event()
    waiting = asyncio.create_task(gateway.say("We need money"))
    while not world.engine.busy:
        await asyncio.sleep(0.01)
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
    world.engine.gate.set()

    assert (await waiting)["replies"] == []
    assert world.effects.applied == []
    assert (await gateway.said())[-1] == "person: We need money"


@pytest.mark.parametrize("kind", ["erase", "open_case", "narrow_case", "withdraw_case"])
async def test_what_a_person_has_agreed_to_is_done_even_when_a_broker_came_in_between(gateway, world, kind):
    world.engine.effects = (Effect(kind, {}),)
    world.engine.gate = asyncio.Event()
    waiting = asyncio.create_task(gateway.say("Yes, please"))
    while not world.engine.busy:
        await asyncio.sleep(0.01)
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
    world.engine.gate.set()

    assert (await waiting)["replies"] == []
    assert [done for done, _ in world.effects.applied] == [kind]


async def test_what_the_engine_has_agreed_with_a_person_is_done_even_when_its_answer_came_after_a_broker(
    gateway, world, monkeypatch
):
    world.engine.effects = (Effect("open_case", {}),)
    answer = world.engine.turn

    async def answered_in_vain(spoken):
        await answer(spoken)
        raise EngineUnavailable("ServerDisconnectedError")

    monkeypatch.setattr(world.engine, "turn", answered_in_vain)
    await gateway.say("Yes, please")
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
    monkeypatch.setattr(world.engine, "turn", answer)

    await sweep_once(gateway, world)

    assert [done for done, _ in world.effects.applied] == ["open_case"]
    assert not [row for row in await gateway.said() if "You said: Yes" in row]


async def test_what_was_said_to_a_broker_is_never_answered_by_the_bot_later(gateway, world):
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
    world.engine.down = True
    answer = await gateway.say("Are you there?")
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BOT)
    world.engine.down = False

    await sweep_once(gateway, world)

    assert (answer["replies"], answer["owner"], answer["pending"]) == ([], "broker", False)
    assert world.engine.texts() == []
    assert (await gateway.said())[-1] == "person: Are you there?"


async def test_what_the_engine_has_not_heard_when_a_broker_came_is_only_the_brokers_to_read(gateway, world):
    world.engine.down = True
    await gateway.say("Yes, please")
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
    world.engine.down = False

    await sweep_once(gateway, world)

    assert world.engine.texts() == []
    assert (await gateway.say("Yes, please"))["pending"] is False


async def test_a_button_of_the_desk_does_its_work_while_a_broker_has_the_conversation(gateway, world):
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.BROKER)
        asked = tell(
            session, gateway.id, "May I?", world.clock(), (Choice("Yes", DESK, ((EFFECT, "ask_again"),)),)
        )

    answers = [await gateway.send("m1", choice=asked.shown.choices[0].choice) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert [(done, context.message_id) for done, context in world.effects.applied] == [("ask_again", "m1")]
    assert world.engine.texts() == []
    assert (await gateway.said())[-1] == "person: Yes"


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.BROKER])
async def test_one_word_stops_everything_whoever_has_the_conversation_and_with_the_engine_down(
    gateway, world, owner
):
    world.engine.down = True
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, owner)

    answers = [await gateway.send("m1", text="Stop messages!") for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert [(done, context.message_id) for done, context in world.effects.applied] == [
        ("stop_messages", "m1")
    ]


async def test_a_mere_stop_calls_off_what_the_bot_asks_when_nothing_else_is_planned(gateway, world):
    await gateway.say("stop", "m1")

    assert world.engine.texts() == ["stop"]
    assert world.effects.applied == []


async def test_in_the_queue_for_a_broker_the_bot_still_answers(gateway, world):
    with world.database.open() as session:
        Conversations(session).hand_to(gateway.id, Owner.QUEUE)

    answer = await gateway.say("We need money")

    assert (answer["replies"][0]["text"], answer["owner"]) == ("You said: We need money", "queue")
