"""The gateway as it really runs, with the real desk and the real knowledge; its engine is away."""

import json
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.gateway.server import application
from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings
from tests.databases import with_facts

# the test server's own access log, which `run_gateway` turns off
OTHERS = ("asyncio", "aiohttp.access")


@pytest.fixture
async def client(tmp_path, unused_tcp_port_factory):
    """A gateway whose engine and actions do not run."""
    kept = KnowledgeSettings(home=tmp_path)
    settings = BotSettings(
        engine_port=unused_tcp_port_factory(), actions_port=unused_tcp_port_factory(), turn_seconds=3
    )
    with_facts(kept.database_address()).close()
    async with TestClient(TestServer(application(settings, kept))) as made:
        yield made


async def test_without_engine_and_actions_a_person_is_greeted_and_told_whom_to_ask(client):
    made = await (await client.post("/api/conversations")).json()

    assert "I am Signpost" in made["replies"][0]["text"]
    assert "https://" in made["replies"][1]["text"]
    ready = await client.get("/readyz")
    assert ready.status == 503
    assert await ready.json() == {
        "ready": False,
        "engine": False,
        "model": None,
        "actions": False,
        "database": True,
        "oldest_waiting_seconds": 0.0,
    }


async def test_the_knowledge_base_can_be_searched(client):
    found = await (await client.get("/api/programmes", params={"place": "coventry", "limit": "3"})).json()

    assert len(found["programmes"]) == 3
    assert all(card["kind"] == "programme" for card in found["programmes"])
    for wrong in ({"place": "atlantis"}, {"limit": "many"}):
        assert (await client.get("/api/programmes", params=wrong)).status == 400


async def test_a_conversation_can_be_deleted_with_everything_that_the_desk_keeps(client):
    made = await (await client.post("/api/conversations")).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    address = f"/api/conversations/{made['id']}"
    await client.post(f"{address}/messages", json={"message_id": "m1", "text": "money"}, headers=bearer)

    deleted = await client.delete(address, headers=bearer)

    assert deleted.status == 200
    assert (await client.get(address, headers=bearer)).status == 410


async def test_the_log_never_holds_what_was_said_or_who_said_it(client, caplog):
    caplog.set_level(0)
    made = await (await client.post("/api/conversations")).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    address = f"/api/conversations/{made['id']}"
    await client.post(f"{address}/messages", json={"message_id": "m1", "text": "sesame"}, headers=bearer)

    log = json.dumps([record.getMessage() for record in caplog.records if record.name not in OTHERS])
    assert "messages 200" in log
    assert "sesame" not in log
    assert made["token"] not in log
    assert "127.0.0.1 " not in log


def test_secrets_are_files_that_only_their_owner_reads(tmp_path: Path):
    application(BotSettings(), KnowledgeSettings(home=tmp_path))

    for path in (tmp_path / "secrets").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


async def test_with_its_settings_whatsapp_is_there(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_WHATSAPP_NUMBERS", '{"1": ""}')
    for name in ("APP_SECRET", "VERIFY_TOKEN", "ACCESS_TOKEN"):
        monkeypatch.setenv(f"SIGNPOST_WHATSAPP_{name}", "a word")
    kept = KnowledgeSettings(home=tmp_path)
    with_facts(kept.database_address()).close()
    asked = {"hub.mode": "subscribe", "hub.verify_token": "a word", "hub.challenge": "1"}

    async with TestClient(TestServer(application(BotSettings(), kept))) as made:
        told = await (await made.get("/channels/whatsapp", params=asked)).text()

    assert told == "1"


async def test_with_its_settings_twilio_is_there_instead(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_TWILIO_ACCOUNT_SID", "AC" + "1" * 32)
    monkeypatch.setenv("SIGNPOST_TWILIO_AUTH_TOKEN", "a word")
    monkeypatch.setenv("SIGNPOST_TWILIO_NUMBERS", '{"+441632960099": ""}')
    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", "https://signpost.example.org")
    kept = KnowledgeSettings(home=tmp_path)
    with_facts(kept.database_address()).close()

    async with TestClient(TestServer(application(BotSettings(), kept))) as made:
        refused = [(await made.post(where)).status for where in ("/channels/twilio", "/channels/whatsapp")]

    assert refused == [401, 404]


async def test_with_its_settings_teams_is_there(tmp_path, monkeypatch):
    for name in ("APP_ID", "TENANT"):
        monkeypatch.setenv(f"SIGNPOST_TEAMS_{name}", "0b6d4a30-2c6f-4d0e-9d6a-5f1f4b8c7e11")
    monkeypatch.setenv("SIGNPOST_TEAMS_APP_PASSWORD", "a word")
    kept = KnowledgeSettings(home=tmp_path)
    with_facts(kept.database_address()).close()

    async with TestClient(TestServer(application(BotSettings(), kept))) as made:
        refused = await made.post("/api/messages", json={"type": "message"})

    assert refused.status == 401
