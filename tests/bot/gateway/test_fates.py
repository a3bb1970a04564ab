"""What a channel tells of a message counts whenever it comes: before or after our own note of it."""

import asyncio
import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.failing import why_of
from bot.gateway.fates import Fate, catch_up, note
from knowledge.storage.channel_messages import Arrived, ChannelMessages, Taken
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Delivery, Outbox, Sender, Shown
from tests.bot.channels.whatsapp.graph import call, signed, status
from tests.databases import with_tables

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
AT = NOW, 1.0
LATER, NEVER = NotSentNow("rate_131056"), NeverSent("graph_131026")


async def test_a_failure_that_is_told_before_our_own_note_has_the_row_given_up(phone, graph, monkeypatch):
    await phone.write("Hello")
    phone.broker_says("News")
    real, channel = phone.world.channels["whatsapp"].post, phone.world.channels["whatsapp"]

    async def post(payload, address):
        name = await real(payload, address)
        failed = status(graph.wamid(len(graph.sent)), "failed", 131026)
        sending = asyncio.create_task(calls(phone, call(statuses=[failed])))
        assert await sending == 200
        return name

    monkeypatch.setattr(channel, "post", post)
    await phone.settle()

    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["graph_131026"]


async def calls(phone, content):
    body, headers = signed(content)
    return (await phone.gateway.client.post("/channels/whatsapp", data=body, headers=headers)).status


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    made = with_tables(f"sqlite:///{tmp_path_factory.mktemp('fates') / 'signpost.db'}")
    yield made
    made.close()


COUNT = itertools.count()


def outcome(database, steps, because):
    """Take the steps in this order, each in a transaction of its own, and return how all stands then."""
    name = f"c{next(COUNT)}"
    with database.open() as session:
        Conversations(session).start(name, "whatsapp", "", NOW)
        ChannelPeople(session).add(ChannelPerson("whatsapp", name, name, {"phone": "1"}, NOW))
        entry = Outbox(session).add(name, Sender.BROKER, Shown("Hello"), NOW)
        Outbox(session).take(Outbox(session).due(NOW, 1000)[-1], NOW, NOW)
    for step in steps:
        with database.open() as session:
            if step == "taken":
                ChannelMessages(session).add(Taken("whatsapp", name, entry.id, 0, NOW))
            elif step == "settled":
                Outbox(session).settle(entry.id, Delivery.SENT)
                catch_up(session, "whatsapp", entry.id, AT)
            else:
                state = Arrived(step)
                why = why_of(because) if state is Arrived.FAILED else None
                note(session, Fate("whatsapp", name, state), why, AT)
    with database.reading() as session:
        row = session.execute(
            text("SELECT delivery, error, next_try FROM outbox WHERE id = :id"), {"id": entry.id}
        ).one()
        message = session.execute(
            text("SELECT state, error, taken_back FROM channel_messages WHERE id = :id"), {"id": name}
        ).one()
        return tuple(row), tuple(message), Conversations(session).get(name).person_read


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.sets(st.sampled_from(["sent", "delivered", "read", "failed"])),
    again=st.booleans(),
    because=st.sampled_from([LATER, NEVER]),
    data=st.data(),
)
def test_in_whatever_order_it_comes_it_ends_the_same(database, told, again, because, data):
    all_told = sorted(told) * (2 if again else 1)
    in_order = ["taken", "settled", *all_told]
    # our own note of a message comes before that of its row, whatever the channel says meanwhile
    mixed = data.draw(st.permutations(in_order).filter(lambda s: s.index("taken") < s.index("settled")))

    assert outcome(database, mixed, because) == outcome(database, in_order, because)


@pytest.mark.parametrize(("because", "delivery"), [(LATER, "waiting"), (NEVER, "dead")])
def test_a_failure_counts_whenever_it_comes(database, because, delivery):
    for steps in itertools.permutations(["taken", "settled", "failed"]):
        if steps.index("taken") < steps.index("settled"):
            assert outcome(database, steps, because)[0][0] == delivery


def test_what_is_told_of_a_message_of_somebody_else_is_let_go_after_a_day(database):
    with database.open() as session:
        note(session, Fate("whatsapp", "a stranger's", Arrived.READ), None, AT)
        note(session, Fate("whatsapp", "a stranger's", Arrived.READ), None, AT)
        a_day_on = NOW.replace(day=4), 1.0
        note(session, Fate("whatsapp", "another's", Arrived.READ), None, a_day_on)
        kept = list(session.scalars(text("SELECT message_id FROM early_fates")))

    assert kept == ["another's"]
