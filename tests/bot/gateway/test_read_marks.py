"""On WhatsApp what is said to a broker is marked as read when the broker has read it, and not before."""

import pytest

from bot.gateway import read_marks
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.erasure import end_conversation


@pytest.fixture
async def talking(phone):
    """Somebody who writes to a broker, and what was marked as read before."""
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)
    phone.read_before = len(phone.graph.read)
    await phone.write("Are you there?")
    return phone


def marked(phone):
    return [one["message_id"] for one in phone.graph.read[phone.read_before :]]


def broker_reads(phone):
    with phone.world.database.open() as session:
        kept = Conversations(session)
        kept.read_by_broker(phone.conversation, kept.get(phone.conversation).last_seq)


async def looked(phone, eventually, holds):
    async def look():
        await phone.gateway.parts.watch.look()
        return holds()

    await eventually(look)


@pytest.mark.parametrize("said", ["HELP", "STOP", "We need money. " * 200])
async def test_what_is_answered_without_a_turn_is_marked_at_once(phone, graph, said):
    await phone.write("Hello")

    await phone.write(said)

    assert graph.read[-1]["message_id"] == "wamid.in2"


async def test_what_comes_again_is_not_marked_again(phone, graph):
    await phone.send("image", {"id": "1"})
    await phone.send("image", {"id": "1"})

    assert len(graph.read) == 1


async def test_what_is_not_read_since_it_was_too_much_is_not_called_read(phone, graph):
    phone.gateway.parts.floods._rate._most = 1.0
    await phone.write("Hello")
    await phone.write("Hello?")

    assert [one["message_id"] for one in graph.read] == ["wamid.in1"]


async def test_it_is_marked_once_the_broker_has_had_it_on_their_screen(talking, eventually):
    await talking.gateway.parts.watch.look()
    assert marked(talking) == []

    broker_reads(talking)

    await looked(talking, eventually, lambda: marked(talking) == ["wamid.in2"])
    assert "typing_indicator" not in talking.graph.read[-1]


async def test_an_answer_from_anywhere_says_that_it_was_read(talking, eventually):
    talking.broker_says("Yes, I am")

    await looked(talking, eventually, lambda: marked(talking) == ["wamid.in2"])


async def test_the_mark_of_the_newest_counts_for_all_before_it(talking, eventually):
    await talking.write("Hello?")
    broker_reads(talking)

    await looked(talking, eventually, lambda: marked(talking) == ["wamid.in3"])


async def test_what_nobody_read_before_the_broker_left_is_not_marked(talking, eventually):
    talking.hand_to(Owner.BOT)

    await looked(talking, eventually, lambda: not talking.gateway.parts.bell.listened())
    assert marked(talking) == []


async def test_a_chat_that_has_ended_is_waited_for_no_more(talking, eventually):
    with talking.world.database.open() as session:
        end_conversation(session, talking.conversation, talking.world.clock())

    await looked(talking, eventually, lambda: not talking.gateway.parts.bell.listened())
    assert marked(talking) == []


async def test_more_than_can_be_waited_for_are_left_to_a_later_mark(phone, monkeypatch):
    monkeypatch.setattr(read_marks, "MOST", 0)
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)

    await phone.write("Are you there?")

    assert phone.gateway.parts.bell.listened() == []


async def test_who_ends_does_not_wait_for_it(talking):
    talking.gateway.parts.bell.close()
    await talking.gateway.parts.jobs.close(0.1)

    assert marked(talking) == []
