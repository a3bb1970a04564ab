"""The whole way of a message through one gateway."""

import asyncio


async def test_a_conversation_begins_with_a_greeting_from_the_engine(world):
    gateway = await world.gateway()

    made = await gateway.begin()

    assert set(made) == {"id", "token", "replies", "owner", "pending"}
    assert world.engine.asked[0].intent == "greet"
    assert world.engine.asked[0].message_id == "start"
    assert [reply["choices"][0]["label"] for reply in made["replies"]] == ["Tell me more"]


async def test_a_message_is_answered_with_cards_and_choices(gateway):
    answer = await gateway.say("We need money")

    reply = answer["replies"][0]
    assert reply["text"] == "You said: We need money"
    assert reply["cards"][0]["lines"] == [["Why", "you are in <Coventry>"]]
    assert set(reply["choices"][0]) == {"label", "choice"}
    assert answer["owner"] == "bot"


async def test_the_history_shows_what_was_said_and_what_is_noted(gateway):
    await gateway.say("We need money")

    history = await gateway.history()

    assert [(row["seq"], row["from"]) for row in history["messages"]] == [
        (1, "bot"),
        (2, "person"),
        (3, "bot"),
    ]
    assert history["profile"] == {"places": ["coventry"]}
    assert history["barriers"] == [{"name": "finance", "words": "money"}]
    assert history["case"] is None


async def test_pressing_a_choice_means_its_intent_and_entities(gateway, world):
    choice = (await gateway.say("We need money"))["replies"][0]["choices"][0]["choice"]

    answer = await gateway.send("m2", choice=choice)

    assert answer.status == 200
    asked = world.engine.asked[-1]
    assert (asked.text, asked.intent, asked.entities) == ("Tell me more", "ask_details", {"programme": "p1"})
    assert "person: Tell me more" in await gateway.said()


async def test_the_same_message_again_gets_the_same_answer_and_no_second_turn(gateway, world):
    first = await gateway.say("We need money")

    second = await gateway.say("We need money")

    assert second["replies"] == first["replies"]
    assert world.engine.texts() == ["We need money"]


async def test_the_same_message_twice_at_once_is_one_turn(gateway, world):
    answers = await asyncio.gather(*(gateway.say("We need money") for _ in range(4)))

    assert len({str(answer["replies"]) for answer in answers}) == 1
    assert world.engine.texts() == ["We need money"]


async def test_messages_at_once_are_answered_one_after_the_other(gateway, world):
    answers = await asyncio.gather(*(gateway.say(f"message {n}", f"m{n}") for n in range(5)))

    assert [answer["replies"][0]["text"] for answer in answers] == [
        f"You said: message {n}" for n in range(5)
    ]
    assert world.engine.overlaps == 0


async def test_conversations_do_not_wait_for_each_other(world):
    one, two = await world.gateway(), await world.gateway()
    await one.begin()
    await two.begin()
    world.engine.gate = asyncio.Event()

    slow = asyncio.create_task(one.say("slow"))
    await asyncio.sleep(0)
    quick = asyncio.create_task(two.say("quick"))
    world.engine.gate.set()

    assert (await quick)["replies"][0]["text"] == "You said: quick"
    assert (await slow)["replies"][0]["text"] == "You said: slow"


async def test_two_gateways_over_one_database_keep_one_turn_at_a_time(world):
    here, there = await world.gateway(), await world.gateway()
    await here.begin()
    there.id, there.token = here.id, here.token

    answers = await asyncio.gather(*((here, there)[n % 2].say(f"message {n}", f"m{n}") for n in range(8)))

    assert [answer["replies"][0]["text"] for answer in answers] == [
        f"You said: message {n}" for n in range(8)
    ]
    assert world.engine.overlaps == 0
    assert sorted(world.engine.texts()) == [f"message {n}" for n in range(8)]


async def test_a_redelivery_to_another_gateway_gets_the_same_answer(world):
    here, there = await world.gateway(), await world.gateway()
    await here.begin()
    there.id, there.token = here.id, here.token

    answers = await asyncio.gather(here.say("We need money"), there.say("We need money"))

    assert answers[0]["replies"] == answers[1]["replies"]
    assert world.engine.texts() == ["We need money"]


async def test_a_deleted_conversation_takes_no_more_messages(gateway, world):
    await gateway.say("We need money")

    deleted = await gateway.client.delete(f"/api/conversations/{gateway.id}", headers=gateway.bearer)
    after = await gateway.send("m2", text="hello?")

    assert deleted.status == 200
    assert after.status == 410
    assert [kind for kind, _ in world.effects.applied] == ["erase"]


async def test_the_fresh_token_comes_when_the_old_one_is_past_half_its_life(gateway, world):
    early = await gateway.say("one", "m1")
    world.clock.forward(days=16)
    late = await gateway.say("two", "m2")

    assert "token" not in early
    gateway.token = late["token"]
    assert (await gateway.send("m3", text="three")).status == 200
