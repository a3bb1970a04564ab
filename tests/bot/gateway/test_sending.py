"""What was said reaches people on other channels: in order, at least once, and what cannot go is seen."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.ledger import DatabaseDown, Ledger
from bot.gateway.sending import Sending
from knowledge.storage.channel_messages import Arrived, ChannelMessages
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown


@dataclass
class FakeChannel:
    """Takes what it is given, or fails as it was told to."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Exception | None] = field(default_factory=list)

    def render(self, outgoing, now):
        return [{"text": part} for part in outgoing.entry.shown.text.split("|")]

    async def post(self, payload, address, part):
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        await asyncio.sleep(0)
        self.taken.append((address["phone"], payload["text"]))
        return f"id-{len(self.taken)}"


@pytest.fixture
def channel():
    return FakeChannel()


@pytest.fixture
def sending(world, channel):
    ledger = Ledger(world.database)
    yield Sending(ledger, {"whatsapp": channel}, world.clock, lambda: 1.0)
    ledger.close()


def given_person(world, name="c1", phone="1", channel="whatsapp"):
    with world.database.open() as session:
        Conversations(session).start(name, channel, "", world.clock())
        if channel == "whatsapp":
            ChannelPeople(session).add(ChannelPerson("whatsapp", name, name, {"phone": phone}, world.clock()))


def say(world, words, conversation="c1", sender=Sender.BOT):
    with world.database.open() as session:
        Outbox(session).add(conversation, sender, Shown(words), world.clock())


def states(world):
    with world.database.reading() as session:
        return list(session.scalars(text("SELECT delivery FROM outbox ORDER BY seq")))


async def test_what_is_said_goes_out_in_order_and_what_the_person_said_does_not(world, sending, channel):
    given_person(world)
    for number, sender in enumerate((Sender.PERSON, Sender.BOT, Sender.BROKER, Sender.SYSTEM)):
        say(world, str(number), sender=sender)

    assert await sending.send_due() == 3

    assert channel.taken == [("1", "1"), ("1", "2"), ("1", "3")]
    assert states(world) == ["fetched", "sent", "sent", "sent"]


async def test_what_is_said_on_the_web_waits_for_nobody(world, sending, channel):
    given_person(world, channel="web")
    say(world, "Hello")

    assert await sending.send_due() == 0
    assert states(world) == ["fetched"]


async def test_what_fails_is_tried_again_later_and_holds_up_what_comes_after_it(world, sending, channel):
    given_person(world)
    say(world, "first")
    say(world, "second")
    channel.failures = [NotSentNow("429")]

    await sending.send_due()
    assert channel.taken == []
    world.clock.forward(seconds=6)
    await sending.send_due()

    assert channel.taken == [("1", "first"), ("1", "second")]


async def test_what_a_channel_says_of_when_to_try_again_is_kept_to(world, sending, channel):
    given_person(world)
    say(world, "first")
    channel.failures = [NotSentNow("429", timedelta(minutes=10))]
    await sending.send_due()

    world.clock.forward(minutes=9)
    await sending.send_due()
    assert channel.taken == []
    world.clock.forward(minutes=2)
    await sending.send_due()
    assert channel.taken == [("1", "first")]


async def test_what_will_never_go_is_given_up_and_lets_the_next_one_through(world, sending, channel):
    given_person(world)
    say(world, "first")
    say(world, "second")
    channel.failures = [NeverSent("blocked")]

    await sending.send_due()

    assert channel.taken == [("1", "second")]
    assert states(world) == ["dead", "sent"]


async def test_of_a_message_in_parts_only_those_that_are_missing_go_again(world, sending, channel):
    given_person(world)
    say(world, "one|two|three")
    channel.failures = [None, NotSentNow("502")]

    await sending.send_due()
    assert channel.taken == [("1", "one")]
    world.clock.forward(seconds=6)
    await sending.send_due()

    assert channel.taken == [("1", "one"), ("1", "two"), ("1", "three")]


async def test_what_became_of_a_message_is_noted_and_never_goes_back(world, sending, channel):
    given_person(world)
    say(world, "hello")
    await sending.send_due()

    with world.database.open() as session:
        kept = ChannelMessages(session)
        kept.note("whatsapp", "id-1", Arrived.READ, world.clock())
        row = kept.find("whatsapp", "id-1")
        kept.note("whatsapp", "id-1", Arrived.DELIVERED, world.clock())
        state = session.scalars(text("SELECT state FROM channel_messages")).one()

        assert (row.conversation_id, row.seq, row.part, state) == ("c1", 1, 0, "read")
        assert kept.note("whatsapp", "id-9", Arrived.READ, world.clock()) is None


async def test_a_moment_without_the_database_loses_nothing_of_a_message(world, sending, channel, monkeypatch):
    given_person(world)
    say(world, "one|two")
    keep = ChannelMessages.add

    def away(_self, _taken):
        raise OperationalError("", {}, Exception("locked"))

    monkeypatch.setattr(ChannelMessages, "add", away)
    with pytest.raises(DatabaseDown):
        await sending.send_due()
    monkeypatch.setattr(ChannelMessages, "add", keep)
    world.clock.forward(seconds=61)
    await sending.send_due()

    assert states(world) == ["sent"]
    assert channel.taken[-1] == ("1", "two")


async def test_one_person_who_cannot_be_reached_holds_up_nobody_else(world, sending, channel):
    given_person(world)
    given_person(world, "c2", "2")
    say(world, "first")
    channel.failures = [NotSentNow("502")]
    await sending.send_due()
    say(world, "other", "c2")

    await sending.send_due()

    assert channel.taken == [("2", "other")]


async def test_a_process_that_dies_with_a_message_in_hand_is_followed_by_another(world, sending, channel):
    given_person(world)
    say(world, "first")
    channel.failures = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await sending.send_due()

    assert await sending.send_due() == 0
    world.clock.forward(seconds=61)
    await sending.send_due()

    assert channel.taken == [("1", "first")]


async def test_who_was_held_up_beyond_their_turn_leaves_the_rest_to_another(world, sending, channel):
    given_person(world)
    say(world, "one|two|three")
    ledger, post = Ledger(world.database), channel.post
    other = Sending(ledger, {"whatsapp": channel}, world.clock)

    async def held_up(payload, address, part):
        name = await post(payload, address, part)
        channel.post = post
        world.clock.forward(seconds=61)
        await other.send_due()
        return name

    channel.post = held_up
    await sending.send_due()

    ledger.close()
    # nobody could know that the first part was there; the others come once
    assert [words for _, words in channel.taken] == ["one", "one", "two", "three"]
    assert states(world) == ["sent"]


async def test_two_gateways_at_once_send_each_message_once(world, sending, channel):
    for number in range(10):
        given_person(world, f"c{number}", str(number))
        say(world, "hello", f"c{number}")
    ledger = Ledger(world.database)
    other = Sending(ledger, {"whatsapp": channel}, world.clock)

    await asyncio.gather(sending.send_due(), other.send_due())

    ledger.close()
    assert sorted(channel.taken) == [(str(number), "hello") for number in range(10)]


async def test_a_fault_of_ours_in_one_message_is_seen_and_holds_up_nothing(world, sending, channel, caplog):
    given_person(world)
    say(world, "ring 01632 960001")
    channel.failures = [KeyError("01632 960001")]

    await sending.send_due()

    assert states(world) == ["dead"]
    assert "KeyError" in caplog.text
    assert "960001" not in caplog.text
