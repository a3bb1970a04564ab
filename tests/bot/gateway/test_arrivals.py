"""What comes through other channels is stored once and answered in the conversation of who wrote it."""

import asyncio

import pytest

from bot.channels.incoming import Posted
from bot.gateway.arrivals import Arrival, Arrivals
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender

KEY = "a key that tells people apart"


@pytest.fixture
async def arrivals(world):
    return Arrivals((await world.gateway()).parts, KEY)


def wrote(text="We need money", message_id="m1", identity="441632960001", **more):
    return Arrival("whatsapp", identity, {"phone": identity}, Posted(message_id, text), **more)


async def arrived(arrivals, arrival):
    """Take a message in and let its turn end."""
    received = await arrivals.take_in(arrival)
    await asyncio.gather(*arrivals.parts.jobs._running)
    return received


def said(world, conversation_id):
    with world.database.reading() as session:
        return [(one.sender, one.shown.text) for one in Outbox(session).after(conversation_id)]


def person(world, arrivals, identity="441632960001"):
    with world.database.reading() as session:
        return ChannelPeople(session).find("whatsapp", arrivals.person_key("whatsapp", identity))


async def test_who_writes_for_the_first_time_is_told_what_this_is_and_gets_an_answer(arrivals, world):
    received = await arrived(arrivals, wrote())

    (first, words), *rest = said(world, received.conversation_id)
    assert (first, "automated guide" in words) == (Sender.SYSTEM, True)
    assert rest == [(Sender.PERSON, "We need money"), (Sender.BOT, "You said: We need money")]


async def test_who_writes_again_goes_on_in_the_same_conversation(arrivals, world):
    first = await arrived(arrivals, wrote())
    world.clock.forward(minutes=5)
    second = await arrived(arrivals, wrote("And people", "m2"))

    assert second.conversation_id == first.conversation_id
    assert len(said(world, first.conversation_id)) == 5
    assert person(world, arrivals).last_inbound == world.clock()


async def test_the_same_message_twice_at_once_is_one_turn(arrivals, world):
    await asyncio.gather(*(arrived(arrivals, wrote()) for _ in range(5)))

    assert world.engine.texts() == ["We need money"]


async def test_two_people_have_two_conversations(arrivals, world):
    ones = await arrived(arrivals, wrote())
    others = await arrived(arrivals, wrote(identity="441632960002"))

    assert ones.conversation_id != others.conversation_id


async def test_after_a_conversation_has_ended_the_next_message_begins_another(arrivals, world):
    first = await arrived(arrivals, wrote())
    with world.database.open() as session:
        Conversations(session).end(first.conversation_id, world.clock())

    second = await arrived(arrivals, wrote("Hello again", "m2"))

    assert second.conversation_id != first.conversation_id
    assert person(world, arrivals).conversation_id == second.conversation_id


async def test_a_button_that_was_issued_means_what_it_meant_and_an_old_one_what_stood_on_it(arrivals, world):
    first = await arrived(arrivals, wrote())
    with world.database.reading() as session:
        button = Outbox(session).after(first.conversation_id)[-1].shown.choices[0].choice
    pressed = Arrival("whatsapp", "441632960001", {}, Posted("m2", choice=button), "Tell me more")
    old = Arrival("whatsapp", "441632960001", {}, Posted("m3", choice="gone"), "Show me others")

    await arrived(arrivals, pressed)
    await arrived(arrivals, old)

    assert [(one.text, one.intent) for one in world.engine.asked[-2:]] == [
        ("Tell me more", "ask_details"),
        ("Show me others", None),
    ]


async def test_who_somebody_is_stands_nowhere_in_their_key(arrivals):
    key = arrivals.person_key("whatsapp", "441632960001")

    assert "441632960001" not in key
    assert key != arrivals.person_key("teams", "441632960001")
