"""The action endpoint: who may call it, and what a failing call looks like."""

import json
import logging

import pytest
from sqlalchemy import event

from actions import endpoint
from actions.describe_programme import DescribeProgramme
from actions.endpoint import NoSecret, make_app
from knowledge.storage.database import Database

SECRET = "a-secret-of-32-characters-or-more"
ALLOWED = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture
async def client(aiohttp_client, database):
    return await aiohttp_client(make_app(SECRET, database))


def call(action="action_welcome", text="hello", intent="greet", **slots):
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "message_id": "m-1",
        "entities": [],
    }
    tracker = {"sender_id": "c-1", "slots": slots, "latest_message": message, "events": []}
    return {"next_action": action, "sender_id": "c-1", "tracker": tracker, "domain": {}, "version": "3.6.21"}


async def test_a_call_with_the_secret_is_answered_in_rasas_form(client):
    response = await client.post("/webhook", json=call(), headers=ALLOWED)
    content = await response.json()

    assert response.status == 200
    assert content["responses"][0]["custom"]["text"]
    assert [event["event"] for event in content["events"]] == ["slot"] * len(content["events"])


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": SECRET}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}],
)
async def test_without_the_secret_nothing_runs(client, headers):
    response = await client.post("/webhook", json=call(), headers=headers)

    assert response.status == 401


async def test_health_needs_no_secret_and_tells_nothing(client):
    response = await client.get("/health")

    assert response.status == 200
    assert await response.json() == {"status": "ok"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"tracker": 1}', b"\xff"])
async def test_what_is_no_call_is_refused_without_an_echo(client, body):
    response = await client.post("/webhook", data=body, headers=ALLOWED)

    assert response.status == 400
    assert set(await response.json()) == {"error", "action_name"}


async def test_an_unknown_action_is_refused(client):
    response = await client.post("/webhook", json=call("action_of_nobody"), headers=ALLOWED)

    assert response.status == 404


async def test_a_body_that_is_too_large_is_refused(aiohttp_client, database, monkeypatch):
    monkeypatch.setattr(endpoint, "LARGEST_BODY", 1000)
    client = await aiohttp_client(make_app(SECRET, database))
    response = await client.post("/webhook", json=call(text="x" * 2000), headers=ALLOWED)

    assert response.status == 413


@pytest.mark.parametrize(
    "tracker", [{}, {"sender_id": 1, "latest_message": 5}, {"sender_id": "c", "slots": 3}]
)
async def test_a_tracker_that_nobody_would_send_does_not_end_in_a_stack_trace(client, tracker):
    response = await client.post(
        "/webhook", json={"next_action": "action_welcome", "tracker": tracker}, headers=ALLOWED
    )

    assert response.status in (200, 400, 500)
    assert "Traceback" not in await response.text()


async def test_an_action_that_fails_apologises_with_a_way_to_people_and_logs_no_words(
    client, monkeypatch, caplog
):
    def fail(*_):
        raise ValueError("my number is 01632 960123")

    monkeypatch.setattr(DescribeProgramme, "reply", fail)
    with caplog.at_level(logging.DEBUG):
        said = call("action_describe_programme", "my number is 01632 960123", "ask_details")
        response = await client.post("/webhook", json=said, headers=ALLOWED)
    reply = (await response.json())["responses"][0]["custom"]

    assert response.status == 200
    assert reply["cards"][0]["kind"] == "hub"
    assert any(choice["intent"] == "request_human" for choice in reply["choices"])
    assert "960123" not in caplog.text
    assert "m-1" in caplog.text


async def test_without_a_database_the_turn_fails_so_that_it_is_tried_again(aiohttp_client, tmp_path):
    client = await aiohttp_client(make_app(SECRET, Database(f"sqlite:///{tmp_path}/empty.db")))
    response = await client.post(
        "/webhook", json=call("action_offer_support", "money", "find_funding"), headers=ALLOWED
    )

    assert response.status == 500
    assert "money" not in await response.text()


def test_a_secret_that_is_too_short_stops_the_start(database):
    with pytest.raises(NoSecret):
        make_app("short", database)


async def test_an_action_writes_nothing(client, database):
    written = []
    engine = database.engine
    listener = lambda *args: written.append(args[2]) if not args[2].lstrip().startswith("SELECT") else None  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    try:
        for action, intent in (
            ("action_offer_support", "find_funding"),
            ("action_take_feedback", "give_feedback"),
        ):
            await client.post("/webhook", json=call(action, "words", intent), headers=ALLOWED)
    finally:
        event.remove(engine, "before_cursor_execute", listener)

    assert [statement for statement in written if not statement.startswith("BEGIN")] == []


async def test_every_reply_is_one_message_as_json_can_hold_it(client):
    response = await client.post(
        "/webhook", json=call("action_offer_support", "money", "find_funding"), headers=ALLOWED
    )
    responses = json.loads(await response.text())["responses"]

    assert [bool(response["custom"]["cards"]) for response in responses] == [True, False]
    for response in responses:
        assert set(response["custom"]) == {"text", "cards", "choices", "effects"}
