"""What may be said by Twilio, and when: the closed window, approved words, what became of it."""

import asyncio
from itertools import permutations

import pytest

from bot.channels.twilio.client import Twilio
from bot.gateway import twilio
from bot.gateway.arrivals import Arrivals
from desk.afterwards.asking import ask_due
from desk.afterwards.reminding import remind_due
from desk.cases import Outcome
from desk.effects import apply
from desk.relay import Relay
from desk.standing import standing
from knowledge.loading import Facts
from knowledge.loading import apply as learn
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.lines import Lines
from knowledge.storage.notes import Notes, Reminder
from knowledge.storage.outbox import Sender
from tests.bot.channels.twilio.exchange import FOLLOW_UP, PUBLIC, REMINDER, REPLIED, status, variables
from tests.bot.gateway.switchboard import NOTED, Switchboard
from tests.desk.making import given_case, given_hubs
from tests.knowledge.factories import make_programme

SET = {"twilio_follow_up_template": FOLLOW_UP, "twilio_reminder_template": REMINDER}


async def test_after_a_day_a_template_says_once_that_something_waits_and_it_comes_when_they_write(board):
    await board.write("Hello")
    board.world.clock.forward(hours=24)
    board.broker_says("I have found something")
    board.broker_says("And another thing")
    sent = len(board.graph.sent)

    for _ in range(5):
        await board.settle()
        board.world.clock.forward(hours=1)
    assert board.graph.texts()[sent:] == [f"template {REPLIED}"]

    await board.press("signpost.read", "Read it")
    assert [one.split("\n")[-1] for one in board.graph.texts()[sent + 1 :]] == [
        "I have found something",
        "And another thing",
    ]
    assert board.world.engine.texts() == ["Hello"]


@pytest.mark.parametrize("later", [True, False])
async def test_when_meta_counts_the_day_otherwise_what_was_sent_waits_and_is_announced(board, later):
    await board.write("Hello")
    board.broker_says("News")
    if later:
        await board.settle()
        await board.becomes("undelivered", 63016)
    else:
        board.graph.failures = [(400, 63016)]
        await board.settle()
    board.world.clock.forward(minutes=31)
    await board.settle()
    assert board.graph.texts()[-1] == f"template {REPLIED}"

    await board.write("Yes?")
    assert [one.split("\n")[-1] for one in board.graph.texts()].count("News") == 1 + later


async def test_a_rate_that_is_told_later_has_it_sent_again_once(board):
    await board.write("Hello")
    board.broker_says("News")
    await board.settle()
    number = len(board.graph.sent)
    for _ in range(3):
        await board.becomes("failed", 63018, number)
    board.world.clock.forward(minutes=2)
    await board.settle()

    assert [one.split("\n")[-1] for one in board.graph.texts()].count("News") == 2


@pytest.mark.parametrize(("state", "code"), [("undelivered", 63024), ("failed", 63014), ("failed", None)])
async def test_who_cannot_be_reached_at_all_is_given_up_where_somebody_sees_it(board, state, code):
    await board.write("Hello")
    board.broker_says("News")
    await board.settle()
    await board.becomes(state, code)

    assert board.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == [f"twilio_{code or 0}"]
    assert stands(board)[0].startswith("Not delivered.")


def stands(board):
    """Return how the lines of brokers stand, in words, oldest first."""
    read = board.rows("SELECT person_read FROM conversations")[-1]
    with board.world.database.reading() as session:
        lines = Lines(session).of_conversation(board.conversation, [Sender.BROKER])
    return [standing(line, read).words for line in lines]


async def test_a_line_is_sent_then_delivered_then_seen(board):
    await board.write("Hello")
    board.broker_says("News")
    await board.settle()
    found = [stands(board)]
    for state in ("queued", "sent", "delivered", "read"):
        await board.becomes(state)
        found.append(stands(board))

    assert [one for (one,) in found] == ["Sent.", "Sent.", "Sent.", "Delivered.", "They have seen it."]


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
async def test_in_whatever_order_it_is_told_it_ends_the_same(board, order):
    await board.write("Hello")
    for state in order:
        await board.becomes(state)

    assert sorted(board.rows("SELECT state FROM channel_messages")) == ["read", "sent"]


async def test_a_state_that_is_told_before_our_own_note_counts(board, monkeypatch):
    await board.write("Hello")
    channel = board.world.channels["whatsapp"]
    real = channel.post

    async def post(payload, address, part):
        name = await real(payload, address, part)
        form = status(board.graph.sid(len(board.graph.sent)), "undelivered", 63024)
        assert (await board.post(form, NOTED)).status == 204
        return name

    monkeypatch.setattr(channel, "post", post)
    board.broker_says("News")
    await board.settle()

    assert board.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["twilio_63024"]


async def test_a_long_answer_comes_in_order_and_goes_on_where_it_stopped(board):
    await board.write("Hello")
    board.broker_says("A sentence of an adviser. " * 150)
    sent = len(board.graph.sent)
    real = board.world.channels["whatsapp"].post
    count = 0

    async def post(payload, address, part):
        nonlocal count
        count += 1
        if count == 2:
            board.graph.failures = [(503, None)]
        return await real(payload, address, part)

    board.world.channels["whatsapp"].post = post
    await board.settle()
    board.world.clock.forward(hours=1)
    await board.settle()

    whole = " ".join(" ".join(board.graph.texts()[sent:]).split())
    assert whole == "*Adviser* " + " ".join(["A sentence of an adviser."] * 150)


async def test_what_nobody_sent_is_none_of_ours(board):
    await board.write("Hello")
    await board.becomes("read", number=4711)

    assert set(board.rows("SELECT state FROM channel_messages")) == {"sent"}


@pytest.fixture
async def reached(world, exchange):
    """Somebody on WhatsApp, whose gateway has the real desk behind it."""
    settings = exchange.settings(**SET)
    channel = Twilio(settings, settings.access(), PUBLIC)
    world.effects = apply
    world.channels = {"whatsapp": channel}
    world.routes = lambda parts: twilio.routes(Arrivals(parts, "a key that tells people apart"), channel)
    world.stack.push_async_callback(channel.close)
    gateway = await world.gateway()
    for task in [one for one in asyncio.all_tasks() if one.get_name() == "sending"]:
        task.cancel()  # a test says when things are sent
    return Switchboard(world, gateway, exchange)


async def test_after_a_week_of_silence_the_approved_template_asks_and_a_press_answers(reached):
    given_hubs(reached.world.database)
    await reached.write("Hello")
    standing_of = {"conversation_id": reached.conversation, "channel": "whatsapp", "reference": "SP-ABC234"}
    case = given_case(reached.world.database, **standing_of, message_id="m1")
    with reached.world.database.open() as session:
        relay = Relay(session, "b1", reached.world.clock())
        relay.claim(case.id)
        relay.close(case.id, Outcome.HELPED)
    await reached.settle()
    reached.world.clock.forward(days=7)
    ask_due(reached.world.database, reached.world.clock(), by_mail=True, by_template=True)
    await reached.settle()

    asked = reached.graph.sent[-1]
    assert asked["ContentSid"] == FOLLOW_UP
    reference, programme, started, *_ = variables(asked).values()
    assert (reference, programme) == ("SP-ABC234", "Programme One")
    await reached.press(started, "It started")
    with reached.world.database.reading() as session:
        assert FollowUps(session).of_case(case.id)[0].answer == "started"
    assert reached.world.engine.texts() == ["Hello"]


async def test_a_reminder_is_told_by_template_after_a_day_and_its_button_means_the_programme(reached):
    await reached.write("Hello")
    reached.world.clock.forward(days=2)
    with reached.world.database.open() as session:
        learn(session, Facts(programmes=(make_programme("a-grant"),)))
        note = Reminder(
            reached.conversation, "m9", reached.world.clock(), "ada@example.org", "a-grant", "2026-11", "?"
        )
        Notes(session).keep(note)
    remind_due(reached.world.database, reached.world.clock(), by_template=True)
    await reached.settle()

    name, read_it = variables(reached.graph.sent[-1]).values()
    assert (reached.graph.sent[-1]["ContentSid"], name) == (REMINDER, "A Grant")
    await reached.press(read_it, "Read it")
    assert reached.world.engine.asked[-1].intent == "ask_details"


async def test_what_was_taken_without_an_answer_is_known_from_its_fate_and_does_not_go_again(board):
    await board.write("Hello")
    before = len(board.graph.sent)
    board.graph.forgets = 1
    board.broker_says("News")
    await board.settle()
    await board.becomes("delivered")
    board.world.clock.forward(seconds=61)
    await board.settle()

    assert len(board.graph.sent) == before + 1
    assert stands(board) == ["Delivered."]
