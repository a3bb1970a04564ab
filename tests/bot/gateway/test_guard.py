"""The engine, the actions or the database fail: nobody is left without an answer, and nothing is lost."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import event, text

from bot.gateway.ledger import DatabaseDown
from bot.gateway.sweeper import sweep
from knowledge.replies import Effect
from tests.bot.gateway.sweeping import sweep_once
from tests.databases import KEYS


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
