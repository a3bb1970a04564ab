"""What a channel tells of a message counts whenever it comes: before or after our own note of it."""

import asyncio
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.failing import why_of
from bot.gateway.fates import Fate, Fates, catch_up, note
from bot.gateway.ledger import Ledger
from demo.meta import call, signed, status
from knowledge.storage.channel_messages import Arrived, ChannelMessages, Taken
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.early_fates import Early, EarlyFates
from knowledge.storage.outbox import Delivery, Outbox, Sender, Shown
from tests.databases import KEYS, with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
AT = NOW, 1.0
LATER, NEVER = NotSentNow("rate_131056"), NeverSent("graph_131026")


async def test_a_failure_that_is_told_before_our_own_note_has_the_row_given_up(phone, graph, monkeypatch):
    await phone.write("Hello")
    phone.broker_says("News")
    real, channel = phone.world.channels["whatsapp"].post, phone.world.channels["whatsapp"]

    async def post(payload, address, part):
        name = await real(payload, address, part)
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


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """A database of each kind."""
    if request.param == "sqlite":
        made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    else:
        made = Database(request.getfixturevalue("postgres_address"), KEYS)
        made.migrate()
    yield made
    made.close()


def given_sent(database):
    """A line that was brought, under the name `m1`; what became of it is told only later."""
    with database.open() as session:
        Conversations(session).start("c1", "whatsapp", "", NOW)
        ChannelPeople(session).add(ChannelPerson("whatsapp", "c1", "c1", {"phone": "1"}, NOW))
        entry = Outbox(session).add("c1", Sender.BROKER, Shown("Hello"), NOW)
        ChannelMessages(session).add(Taken("whatsapp", "m1", entry.id, 0, NOW))
        Outbox(session).settle(entry.id, Delivery.SENT)
    return entry


def early_names(session):
    return list(session.scalars(text("SELECT message_id FROM early_fates ORDER BY message_id")))


async def test_a_report_that_is_kept_after_everybody_has_looked_for_it_counts_at_the_next_sweep(either):
    given_sent(either)
    with either.open() as session:
        EarlyFates(session).keep("whatsapp", "m1", Early(Arrived.FAILED, why_of(NEVER)), NOW)

    ledger = Ledger(either)
    fates = Fates(ledger, lambda: NOW, lambda: 1.0)
    assert [await fates.catch_up_late() for _ in range(2)] == [1, 0]
    ledger.close()

    with either.reading() as session:
        assert session.execute(text("SELECT delivery, error FROM outbox")).one() == ("dead", "graph_131026")
        assert early_names(session) == []


async def test_what_is_told_of_a_message_of_somebody_else_is_let_go_after_a_day(either):
    for number, now in enumerate((NOW, NOW, NOW.replace(day=4))):
        with either.open() as session:
            fate = Fate("whatsapp", f"stranger {number // 2}", Arrived.READ)
            note(session, fate, None, (now, 1.0))

    ledger = Ledger(either)
    await Fates(ledger, lambda: NOW.replace(day=4)).catch_up_late()
    ledger.close()

    with either.reading() as session:
        assert early_names(session) == ["stranger 1"]


def test_a_report_and_a_stop_at_once_wait_for_each_other_and_no_more(postgres_address):  # noqa: F811 - the fixture
    database = Database(postgres_address, KEYS)
    database.migrate()
    given_sent(database)
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    def report():
        with database.open() as session:
            note(session, Fate("whatsapp", "m1", Arrived.READ), None, AT)

    with ThreadPoolExecutor(1) as other, database.open() as session:
        Conversations(session).lock("c1")
        noted = other.submit(report)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
            while not looking.scalar(waiting):
                assert not noted.done()
        session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        session.execute(text("UPDATE outbox SET error = NULL"))
        session.commit()
        noted.result()

    with database.reading() as session:
        assert Conversations(session).get("c1").person_read == 1
    database.close()
