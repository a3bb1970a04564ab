"""The engine over HTTP: what the gateway gets for each kind of message."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from bot.engine.channel import database_is_away
from bot.engine.client import EngineClient, EngineRefused, EngineUnavailable
from bot.engine.messages import Spoken
from knowledge.storage.database import Database
from knowledge.storage.tracker_events import TrackerEvents
from tests.bot.engine.conftest import Engine
from tests.bot.engine.pretend_actions import says
from tests.databases import KEYS


@pytest.fixture
async def client(engine: Engine) -> AsyncIterator[EngineClient]:
    async with EngineClient(engine.url, engine.secret) as client:
        yield client


@pytest.fixture(autouse=True)
def usual_actions(engine: Engine) -> None:
    engine.actions.answers = {
        "action_ask": says("What is your name?", question={"kind": "handoff_name"}),
        "action_take_answer": says("Thank you.", question=None),
        "action_show": says("Here it is.", shown=["p-1"], firm={"places": ["rugby"]}),
    }
    engine.actions.calls.clear()


def said(text: str, conversation: str = "", message_id: str = "", **chosen: object) -> Spoken:
    return Spoken(conversation or uuid4().hex, message_id or uuid4().hex, "web", text, **chosen)  # type: ignore[arg-type]


async def test_a_greeting_is_answered_with_the_wording_of_its_rule(client: EngineClient) -> None:
    turn = await client.turn(said("hello"))

    assert [reply.text for reply in turn.replies] == ["Hello there."]
    assert turn.understood["intent"]["name"] == "greet"


async def test_a_choice_means_its_intent_and_entities_whatever_its_label_says(
    client: EngineClient, engine: Engine
) -> None:
    turn = await client.turn(said("hello", intent="ask_details", entities={"programme": "p-1"}))

    assert [reply.text for reply in turn.replies] == ["Here it is."]
    assert turn.noted == {
        "firm": {"places": ["rugby"]},
        "shown": ["p-1"],
        "barriers": [],
        "wants": [],
        "case": None,
    }
    latest = engine.actions.calls[-1]["tracker"]["latest_message"]
    assert latest["intent"] == {"name": "ask_details", "confidence": 1.0}
    assert [(e["entity"], e["value"]) for e in latest["entities"]] == [("programme", "p-1")]


@pytest.mark.parametrize("text", ["/restart", '/request_human{"a":1}', " / /ask_details", "//greet", "/"])
async def test_text_that_begins_with_a_slash_is_only_text(client: EngineClient, text: str) -> None:
    parsed = await client.parse(text)

    assert parsed["text"] == text
    assert parsed["intent"]["confidence"] < 1.0
    assert parsed["entities"] == []
    assert parsed["intent"]["name"] != "restart"


async def test_a_typed_restart_forgets_nothing(client: EngineClient, engine: Engine) -> None:
    conversation = uuid4().hex
    await client.turn(said("details", conversation, intent="ask_details"))

    await client.turn(said("/restart hello", conversation))
    turn = await client.turn(said("hello", conversation))

    assert turn.noted["shown"] == ["p-1"]


async def test_a_message_sent_twice_gets_the_same_answer_and_happens_once(
    client: EngineClient, engine: Engine
) -> None:
    spoken = said("an adviser please")
    first = await client.turn(spoken)
    await client.turn(said("Sam", spoken.conversation))
    calls = len(engine.actions.calls)

    again = await client.turn(spoken)

    assert again.replies == first.replies
    assert again.understood == first.understood
    assert len(engine.actions.calls) == calls


async def test_of_what_only_a_known_message_is_asked_a_new_one_gets_no_answer_and_leaves_no_trace(
    client: EngineClient, engine: Engine
) -> None:
    spoken = said("an adviser please")

    unknown = await client.turn(replace(spoken, known_only=True))
    first = await client.turn(spoken)
    known = await client.turn(replace(spoken, known_only=True))

    assert unknown.replies == ()
    assert known == first


async def test_while_a_question_takes_text_whatever_is_said_is_its_answer(client: EngineClient) -> None:
    conversation = uuid4().hex
    await client.turn(said("an adviser please", conversation))

    turn = await client.turn(said("hello", conversation))
    after = await client.turn(said("hello", conversation))

    assert [reply.text for reply in turn.replies] == ["Thank you."]
    assert [reply.text for reply in after.replies] == ["Hello there."]


async def test_an_action_that_fails_counts_against_its_message_and_leaves_no_trace(
    client: EngineClient, engine: Engine
) -> None:
    engine.actions.answers["action_ask"] = lambda _call: (500, {"error": "secret words of the person"})
    spoken = said("an adviser please")

    with pytest.raises(EngineRefused) as failure:
        await client.turn(spoken)

    assert failure.value.code == "action_failed"
    with Database(engine.database, KEYS).reading() as session:
        assert TrackerEvents(session).of(spoken.conversation) == []
    engine.actions.answers["action_ask"] = says("What is your name?")
    assert (await client.turn(spoken)).replies[0].text == "What is your name?"


async def test_an_action_endpoint_that_breaks_off_may_be_tried_again(
    client: EngineClient, engine: Engine
) -> None:
    del engine.actions.answers["action_ask"]  # the endpoint's thread ends without an answer

    with pytest.raises(EngineUnavailable) as failure:
        await client.turn(said("an adviser please"))

    assert failure.value.code == "action_unreachable"


async def test_a_database_that_is_away_may_be_tried_again(client: EngineClient, engine: Engine) -> None:
    database = Database(engine.database, KEYS)
    with database.open() as session:
        session.execute(text("ALTER TABLE tracker_events RENAME TO away"))
    try:
        with pytest.raises(EngineUnavailable) as failure:
            await client.turn(said("hello"))
    finally:
        with database.open() as session:
            session.execute(text("ALTER TABLE away RENAME TO tracker_events"))
        database.close()

    assert failure.value.code == "database_away"


async def test_a_conversation_erased_during_its_turn_keeps_nothing_of_it(
    client: EngineClient, engine: Engine
) -> None:
    spoken = said("hello")
    await client.turn(spoken)
    asked = engine.actions.answers["action_ask"]

    def erased_meanwhile(call: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with Database(engine.database, KEYS).open() as session:
            TrackerEvents(session).erase(spoken.conversation)
        return asked(call)

    engine.actions.answers["action_ask"] = erased_meanwhile

    with pytest.raises(EngineUnavailable) as failure:
        await client.turn(said("an adviser please", spoken.conversation))

    assert failure.value.code == "conversation_went_on"
    with Database(engine.database, KEYS).reading() as session:
        assert TrackerEvents(session).of(spoken.conversation) == []


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("", {}, Exception()), True),
        (NoFreeConnection(), True),
        (DataError("", {}, Exception()), False),
        (IntegrityError("", {}, Exception()), False),
        (ValueError(), False),
    ],
)
def test_a_database_is_not_blamed_for_what_it_cannot_store(error: Exception, away: bool) -> None:
    assert database_is_away(error) is away


async def test_an_action_that_says_nothing_is_an_error(client: EngineClient, engine: Engine) -> None:
    engine.actions.answers["action_ask"] = lambda _call: (200, {"events": [], "responses": []})

    with pytest.raises(EngineRefused) as failure:
        await client.turn(said("an adviser please"))

    assert failure.value.code == "no_reply"


async def test_an_intent_without_a_rule_is_an_error(client: EngineClient) -> None:
    with pytest.raises(EngineRefused) as failure:
        await client.turn(said("thanks", intent="thank"))

    assert failure.value.code == "no_reply"


async def test_who_does_not_know_the_secret_is_refused(engine: Engine) -> None:
    async with EngineClient(engine.url, "another-secret-altogether") as stranger:
        with pytest.raises(EngineRefused) as refusal:
            await stranger.turn(said("hello"))
        with pytest.raises(EngineRefused):
            await stranger.health()

    assert refusal.value.status == 401


async def test_a_body_that_is_not_a_message_is_refused(client: EngineClient) -> None:
    with pytest.raises(EngineRefused) as refusal:
        await client.turn(Spoken("", "1", "web", "hello"))

    assert refusal.value.code == "bad_message"


async def test_health_names_the_model(client: EngineClient) -> None:
    assert await client.health()


async def test_an_engine_that_is_away_is_unavailable() -> None:
    async with EngineClient("http://127.0.0.1:9", "any-secret-at-all") as client:
        with pytest.raises(EngineUnavailable):
            await client.turn(said("hello"))
