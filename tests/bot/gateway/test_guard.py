"""The engine, the actions or the database fail: nobody is left without an answer, and nothing is lost."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import event, text

from bot.engine.client import EngineUnavailable
from bot.gateway.ledger import DatabaseDown
from bot.gateway.sweeper import sweep
from desk.questions import DESK, EFFECT, tell
from knowledge.replies import Choice, Effect
from knowledge.storage.conversations import Conversations, Owner
from tests.databases import KEYS


async def sweep_once(gateway, world):
    """Do what the background does when its time has come."""
    world.clock.forward(seconds=60)
    await sweep(gateway.parts.turns, gateway.parts.ledger, world.clock())


async def test_without_the_engine_the_person_gets_an_apology_with_somebody_to_ask(gateway, world):
    await gateway.say("We are in Coventry", "m1")
    world.engine.down = True

    answer = await gateway.say("We need money", "m2")

    assert answer["pending"] is True
    assert "01632 960001" in answer["replies"][0]["text"]
    assert "https://cov.example.org" in answer["replies"][0]["text"]


async def test_a_place_that_is_not_known_leads_to_the_front_door_of_the_region(world):
    world.engine.down = True
    gateway = await world.gateway()

    made = await gateway.begin()

    assert "I am Signpost" in made["replies"][0]["text"]
    assert "https://wm.example.org" in made["replies"][1]["text"]


async def test_when_the_engine_is_back_the_message_is_answered_once(gateway, world):
    world.engine.down = True
    await gateway.say("We need money")
    await sweep_once(gateway, world)
    world.engine.down = False

    await sweep_once(gateway, world)
    await sweep_once(gateway, world)

    assert world.engine.texts() == ["We need money"]
    said = (await gateway.history())["messages"]
    assert [row["text"][:20] for row in said[2:]] == ["Sorry, I cannot answ", "You said: We need mo"]
    assert said[3]["notices"]


async def test_the_apology_comes_once_for_each_message(gateway, world):
    world.engine.down = True

    first = await gateway.say("We need money", "m1")
    again = await gateway.say("We need money", "m1")
    other = await gateway.say("And people", "m2")

    assert again["replies"] == first["replies"]
    assert other["replies"][0]["id"] != first["replies"][0]["id"]
    assert len([row for row in await gateway.said() if row.startswith("bot: Sorry")]) == 2


async def test_sending_again_when_the_engine_is_back_brings_the_answer(gateway, world):
    world.engine.down = True
    await gateway.say("We need money")
    world.engine.down = False

    answer = await gateway.say("We need money")

    assert answer["replies"][0]["text"] == "You said: We need money"
    assert answer["pending"] is False


async def test_messages_that_waited_are_answered_in_their_order(gateway, world):
    world.engine.down = True
    await gateway.say("first", "m1")
    await gateway.say("second", "m2")
    world.engine.down = False

    await gateway.say("third", "m3")

    assert world.engine.texts() == ["first", "second", "third"]


async def test_a_turn_that_takes_too_long_is_answered_with_an_apology_in_time_and_later_for_good(world):
    gateway = await world.gateway(turn_seconds=0.2)
    await gateway.begin()
    world.engine.gate = asyncio.Event()

    answer = await gateway.say("We need money")
    world.engine.gate.set()
    await sweep_once(gateway, world)

    assert "Sorry" in answer["replies"][0]["text"]
    assert (await gateway.said())[-1] == "bot: You said: We need money"
    assert world.engine.texts() == ["We need money"]


async def test_silence_of_the_engine_is_a_failure(gateway, world):
    from bot.engine.messages import Turn

    world.engine.answers["We need money"] = lambda _: Turn((), {}, {})

    assert "Sorry" in (await gateway.say("We need money"))["replies"][0]["text"]


async def test_a_message_that_breaks_every_turn_is_given_up_and_does_not_hold_up_the_others(gateway, world):
    def broken(_):
        raise ValueError("this one breaks it")

    world.engine.answers["poison"] = broken
    await gateway.say("poison", "m1")
    for _ in range(12):
        await sweep_once(gateway, world)

    answer = await gateway.say("We need money", "m2")

    assert answer["replies"][0]["text"] == "You said: We need money"
    assert "many times" in "".join(await gateway.said())


async def test_a_process_that_dies_before_the_commit_loses_nothing_and_doubles_nothing(gateway, world):
    world.engine.effects = (Effect("feedback", {"rating": "good", "text": ""}),)
    world.effects.break_next = True

    await gateway.say("We need money")
    after_the_crash = list(world.effects.applied)
    await sweep_once(gateway, world)

    assert after_the_crash == []
    assert [kind for kind, _ in world.effects.applied] == ["feedback"]
    assert world.engine.texts() == ["We need money"]
    assert (await gateway.said())[-1] == "bot: You said: We need money"


async def test_a_process_that_is_killed_in_its_turn_is_replaced_by_another_one(world):
    dying, living = await world.gateway(), await world.gateway()
    await dying.begin()
    living.id, living.token = dying.id, dying.token
    world.engine.gate = asyncio.Event()
    waiting = asyncio.create_task(dying.say("We need money"))
    while not world.engine.busy:
        await asyncio.sleep(0.01)
    await dying.parts.jobs.close(0)  # cancelled in the middle, as a kill would: the lease stays taken
    world.engine.gate.set()

    await sweep(living.parts.turns, living.parts.ledger, world.clock())
    too_early = world.engine.texts()
    await sweep_once(living, world)

    assert too_early == []
    assert (await waiting)["replies"][0]["text"] == "You said: We need money"
    assert world.engine.texts() == ["We need money"]


async def test_a_turn_whose_lease_was_lost_stores_nothing(gateway, world):
    world.engine.gate = asyncio.Event()
    waiting = asyncio.create_task(gateway.say("We need money"))
    while not world.engine.busy:
        await asyncio.sleep(0.01)
    with world.database.open() as session:
        session.execute(text("UPDATE conversations SET lease_owner = 'another'"))
    world.engine.gate.set()
    await waiting

    assert not [row for row in await gateway.said() if "You said: We" in row]


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


@pytest.mark.parametrize("kind", ["erase", "open_case", "withdraw_case"])
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


async def test_asking_to_be_forgotten_in_the_chat_leaves_only_the_answer(gateway, world):
    await gateway.say("We need money", "m1")
    world.engine.effects = (Effect("erase"),)

    await gateway.say("Delete my data", "m2")

    history = await gateway.history()
    assert [row["text"] for row in history["messages"]] == ["You said: Delete my data"]
    assert history["profile"] == {}


@pytest.fixture
def database_away(world):
    """Let every new connection of the database fail."""

    def refuse(*_):
        raise sqlite3.OperationalError("unable to open database file")

    def go_away():
        world.database.engine.dispose()
        event.listen(world.database.engine, "do_connect", refuse)

    yield go_away
    event.remove(world.database.engine, "do_connect", refuse)


async def test_without_the_database_the_person_is_told_at_once_that_nothing_was_stored(
    gateway, database_away
):
    database_away()

    answer = await gateway.send(text="We need money")

    assert answer.status == 503
    error = (await answer.json())["error"]
    assert error["code"] == "database_down"
    assert "https://wm.example.org" in error["message"]


async def test_readiness_says_what_is_missing(gateway, world, database_away):
    ready = await gateway.client.get("/readyz")
    world.engine.down = True
    without_engine = await gateway.client.get("/readyz")
    world.engine.down, world.actions_alive = False, False
    without_actions = await gateway.client.get("/readyz")
    database_away()
    without_database = await gateway.client.get("/readyz")
    alive = await gateway.client.get("/healthz")

    assert (ready.status, (await ready.json())["model"]) == (200, "model-1")
    assert (without_engine.status, (await without_engine.json())["engine"]) == (503, False)
    assert (without_actions.status, (await without_actions.json())["actions"]) == (503, False)
    assert (without_database.status, (await without_database.json())["database"]) == (503, False)
    assert alive.status == 200


async def test_a_message_that_waits_long_makes_the_gateway_unready(gateway, world):
    world.engine.down = True
    await gateway.say("We need money")
    world.engine.down = False
    world.clock.forward(minutes=5)

    ready = await gateway.client.get("/readyz")

    assert ready.status == 503
    assert (await ready.json())["oldest_waiting_seconds"] == 300


async def test_metrics_count_without_naming_anybody(gateway):
    await gateway.say("We need money")

    metrics = await (await gateway.client.get("/metrics")).text()

    assert 'signpost_turns_total{outcome="answered"} 2' in metrics
    assert 'route="/api/conversations/{id}/messages",status="200"} 1' in metrics
    assert "signpost_turn_seconds_count 2" in metrics
    assert gateway.id not in metrics


async def test_the_ledger_says_that_the_database_is_away(world, gateway, database_away):
    database_away()

    with pytest.raises(DatabaseDown):
        await gateway.parts.ledger.read(lambda session: session.execute(text("SELECT 1")))


async def test_a_gateway_that_starts_before_its_database_works_once_it_is_there(world, tmp_path, eventually):
    from knowledge.storage.database import Database

    late = tmp_path / "late"
    world.database = Database(f"sqlite:///{late / 'signpost.db'}", KEYS)
    late.rmdir()
    gateway = await world.gateway(retry_seconds=0.05)
    before = await gateway.client.post("/api/conversations")
    late.mkdir()

    async def works():
        return (await gateway.client.post("/api/conversations")).status == 201

    await eventually(works)
    assert before.status == 503
    assert "https://wm.example.org" in (await before.json())["error"]["message"]
