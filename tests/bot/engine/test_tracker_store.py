"""Conversations in the project's own database, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.exc import SQLAlchemyError

from bot.engine import strict
from bot.engine.tracker_store import EventStore
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.tracker_events import ConversationWentOn, TrackerEvents
from tests.databases import with_tables

DOMAIN = Domain.from_yaml((Path(__file__).with_name("tiny") / "domain.yml").read_text(encoding="utf-8"))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
EMOJI = "café 🙂 “quoted”"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = with_tables(address)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> EventStore:
    return EventStore(DOMAIN, database=database)


def heard(tracker: DialogueStateTracker, text: str, message_id: str = "m1") -> None:
    parse = {
        "intent": {"name": "greet", "confidence": 0.9},
        "entities": [],
        "text": text,
        "barriers": [{"name": "skills"}],
    }
    tracker.update_with_events(
        [
            ActionExecuted("action_listen"),
            UserUttered(text, parse["intent"], [], parse, message_id=message_id),
            ActionExecuted("action_ask"),
            SlotSet("firm", {"places": ["rugby"]}),
            BotUttered(None, {"custom": {"text": "Hello."}}),
        ],
        DOMAIN,
    )


async def new(store: EventStore, conversation: str) -> DialogueStateTracker:
    return await store.get_or_create_tracker(conversation, append_action_listen=False)


async def test_what_was_stored_is_read_again_exactly(store: EventStore) -> None:
    tracker = await new(store, "c1")
    heard(tracker, EMOJI)
    await store.save(tracker)

    again = await store.retrieve("c1")

    assert again is not None
    assert [e.as_dict() for e in again.events] == [e.as_dict() for e in tracker.events]
    assert again.get_slot("firm") == {"places": ["rugby"]}
    assert again.latest_message.parse_data["barriers"] == [{"name": "skills"}]
    assert again.latest_message.message_id == "m1"


async def test_an_unknown_conversation_is_none(store: EventStore) -> None:
    assert await store.retrieve("nobody") is None


async def test_only_new_events_are_appended(store: EventStore, database: Database) -> None:
    tracker = await new(store, "c1")
    heard(tracker, "one")
    await store.save(tracker)
    await store.save(tracker)
    again = await new(store, "c1")
    heard(again, "two", "m2")
    await store.save(again)

    with database.reading() as session:
        assert len(TrackerEvents(session).of("c1")) == 10


async def test_the_second_of_two_writers_is_refused_and_loses_nothing_of_the_first(
    store: EventStore, database: Database
) -> None:
    first, second = await new(store, "c1"), await new(store, "c1")
    heard(first, "first")
    heard(second, "second")
    await store.save(first)

    with pytest.raises(ConversationWentOn):
        await store.save(second)

    kept = await store.retrieve("c1")
    assert kept is not None
    assert kept.latest_message.text == "first"
    assert len(kept.events) == 5


async def test_of_writers_at_the_same_time_one_wins(address: str, database: Database) -> None:
    stores = [EventStore(DOMAIN, host=address) for _ in range(4)]
    trackers = [await new(store, "c1") for store in stores]
    for tracker in trackers:
        heard(tracker, "x")

    results = await asyncio.gather(
        *(store.save(tracker) for store, tracker in zip(stores, trackers, strict=True)),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ConversationWentOn"] * 3 + ["NoneType"]
    for store in stores:
        store._database.close()


async def test_an_erased_conversation_is_gone_and_the_others_stay(store: EventStore) -> None:
    for conversation in ("c1", "c2"):
        tracker = await new(store, conversation)
        heard(tracker, "hello")
        await store.save(tracker)

    await store.erase("c1")

    assert await store.retrieve("c1") is None
    assert list(await store.keys()) == ["c2"]


async def test_a_turn_in_flight_stores_nothing_of_a_conversation_erased_meanwhile(store: EventStore) -> None:
    tracker = await new(store, "c1")
    heard(tracker, "one")
    await store.save(tracker)
    in_flight = await new(store, "c1")
    heard(in_flight, "my words", "m2")
    await store.erase("c1")

    with pytest.raises(ConversationWentOn):
        await store.save(in_flight)

    assert await store.retrieve("c1") is None


async def test_the_first_turn_in_flight_stores_nothing_of_a_conversation_that_has_ended(
    store: EventStore, database: Database
) -> None:
    with database.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
    in_flight = await new(store, "c1")
    heard(in_flight, "my words")
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    with pytest.raises(ConversationWentOn):
        await store.save(in_flight)

    assert await store.retrieve("c1") is None


async def test_a_conversation_that_the_gateway_has_open_is_stored(
    store: EventStore, database: Database
) -> None:
    with database.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
    tracker = await new(store, "c1")
    heard(tracker, "one")

    await store.save(tracker)

    assert await store.retrieve("c1") is not None


async def test_an_event_that_json_cannot_hold_fails_before_anything_is_stored(store: EventStore) -> None:
    tracker = await new(store, "c1")
    heard(tracker, "hello")
    tracker.update(SlotSet("firm", float("nan")), DOMAIN)

    with pytest.raises(ValueError, match="JSON"):
        await store.save(tracker)

    assert await store.retrieve("c1") is None


async def test_a_database_that_is_away_is_an_error_and_never_a_fresh_conversation(tmp_path: Path) -> None:
    strict.install()
    store = EventStore(DOMAIN, host=f"sqlite:///{tmp_path / 'never-migrated.db'}")
    agent = Agent(domain=DOMAIN, tracker_store=store)

    with pytest.raises(SQLAlchemyError):
        await agent.tracker_store.get_or_create_tracker("c1")


def test_a_store_that_cannot_be_imported_stops_the_start() -> None:
    strict.install()
    from rasa.core.tracker_store import TrackerStore

    endpoint: Any = EndpointConfig(type="bot.engine.tracker_store.NoSuchStore")
    with pytest.raises((ImportError, AttributeError)) as failure:
        TrackerStore.create(endpoint, DOMAIN)

    assert "NoSuchStore" in str(failure.value)
