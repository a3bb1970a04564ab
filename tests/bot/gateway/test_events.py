"""Live updates: nothing is missed, nothing comes twice."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from bot.gateway.sweeper import sweep
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender, Shown


class Stream:
    """Reads events as a browser does."""

    def __init__(self, answer):
        self.answer = answer

    async def next(self):
        """Return the next event as its name, its number and its content."""
        name, number, data = "", None, None
        async with asyncio.timeout(5):
            while line := (await self.answer.content.readline()).decode():
                field, _, value = line.rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "id":
                    number = int(value)
                elif field == "data":
                    data = json.loads(value)
                elif not line.strip() and data is not None:
                    return name, number, data
        return None

    async def of(self, name):
        """Return the next event of one name."""
        while (found := await self.next()) is not None:
            if found[0] == name:
                return found
        return None


@asynccontextmanager
async def listening(gateway, after=None):
    """Listen to the conversation."""
    headers = {**gateway.bearer, **({"Last-Event-ID": str(after)} if after is not None else {})}
    async with gateway.client.get(f"/api/conversations/{gateway.id}/events", headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


async def test_listeners_hear_how_far_whoever_talks_to_them_has_read(gateway, world):
    async with listening(gateway) as stream:
        await stream.of("owner")
        with world.database.open() as session:
            Conversations(session).read_by_broker(gateway.id, 1)
        await gateway.parts.watch.look()
        _, _, content = await stream.of("seen")

    assert content == {"seq": 1}
    assert (await gateway.history())["broker_read"] == 1


@pytest.mark.parametrize(
    ("seq", "status", "kept"),
    [(1, 200, 1), (2, 200, 0), (0, 400, 0), (-1, 400, 0), (True, 400, 0), ("1", 400, 0), (10**12, 400, 0)],
)
async def test_what_the_person_has_read_is_noted_and_never_more_than_was_said(
    gateway, world, seq, status, kept
):
    path = f"/api/conversations/{gateway.id}/read"

    answer = await gateway.client.post(path, json={"seq": seq}, headers=gateway.bearer)

    with world.database.reading() as session:
        assert (answer.status, Conversations(session).get(gateway.id).person_read) == (status, kept)


async def test_nobody_else_notes_what_a_person_has_read(gateway):
    path = f"/api/conversations/{gateway.id}/read"

    assert (await gateway.client.post(path, json={"seq": 1})).status == 401


async def test_what_was_said_before_comes_first_and_what_is_said_then_follows(gateway):
    async with listening(gateway) as stream:
        first = await stream.of("reply")
        await gateway.say("We need money")
        person, bot = await stream.of("reply"), await stream.of("reply")

    assert first[1] == 1
    assert (person[1], person[2]["from"], person[2]["text"]) == (2, "person", "We need money")
    assert (bot[1], bot[2]["text"]) == (3, "You said: We need money")


async def test_who_comes_back_gets_only_what_was_missed(gateway):
    await gateway.say("one", "m1")
    await gateway.say("two", "m2")

    async with listening(gateway, after=3) as stream:
        missed = await stream.of("reply")

    assert (missed[1], missed[2]["text"]) == (4, "two")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, ""])
async def test_a_last_event_id_that_is_no_number_means_from_the_start(gateway, after):
    async with listening(gateway, after=after) as stream:
        assert (await stream.of("reply"))[1] == 1


async def test_typing_is_shown_while_an_answer_is_made(gateway, world):
    world.engine.gate = asyncio.Event()
    async with listening(gateway) as stream:
        waiting = asyncio.create_task(gateway.say("We need money"))
        on = await stream.of("typing")
        world.engine.gate.set()
        off = await stream.of("typing")
        await waiting

    assert (on[2], off[2]) == ({"on": True}, {"on": False})


async def test_a_change_of_owner_and_the_words_of_a_broker_arrive(gateway, world):
    async with listening(gateway) as stream:
        first = await stream.of("owner")
        with world.database.open() as session:
            Conversations(session).hand_to(gateway.id, Owner.BROKER)
            Outbox(session).add(gateway.id, Sender.BROKER, Shown("Hello from the hub"), world.clock())
        said = await stream.of("reply")
        owner = await stream.of("owner")

    assert first[2] == {"owner": "bot"}
    assert (said[2]["from"], said[2]["text"]) == ("broker", "Hello from the hub")
    assert owner[2] == {"owner": "broker"}


async def test_an_answer_made_by_another_gateway_arrives(gateway, world):
    other = await world.gateway()
    other.id, other.token = gateway.id, gateway.token
    async with listening(gateway, after=1) as stream:
        await other.say("We need money")
        assert (await stream.of("reply"))[2]["from"] == "person"
        assert (await stream.of("reply"))[2]["text"] == "You said: We need money"


async def test_a_late_answer_is_pushed_to_who_listens(gateway, world):
    world.engine.down = True
    await gateway.say("We need money")
    async with listening(gateway, after=3) as stream:
        world.engine.down = False
        world.clock.forward(minutes=1)
        await sweep(gateway.parts.turns, gateway.parts.ledger, world.clock())
        late = await stream.of("reply")

    assert late[2]["text"] == "You said: We need money"
    assert late[2]["notices"]


async def test_the_stream_ends_when_the_conversation_is_deleted(gateway):
    async with listening(gateway) as stream:
        await stream.of("owner")
        await gateway.client.delete(f"/api/conversations/{gateway.id}", headers=gateway.bearer)

        assert await stream.next() is None


async def test_too_many_windows_are_refused(gateway, monkeypatch):
    monkeypatch.setattr("bot.gateway.events.MOST_LISTENERS", 1)
    async with listening(gateway) as stream:
        await stream.next()
        answer = await gateway.client.get(f"/api/conversations/{gateway.id}/events", headers=gateway.bearer)

    assert answer.status == 429


async def test_a_sign_of_life_comes_while_nothing_happens(gateway, monkeypatch):
    monkeypatch.setattr("bot.gateway.events.HEARTBEAT_S", 0.05)
    async with listening(gateway) as stream:
        async with asyncio.timeout(5):
            while b"still here" not in await stream.answer.content.readline():
                pass
