"""The person's own copy: for the session that asked, once, for a short time, and never in a log."""

import json
import logging
from datetime import timedelta

import pytest

from bot.gateway.form import COOKIE, COOKIE_SITE, CSRF_SITE
from desk.effects import EffectContext, apply
from knowledge.replies import Effect
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.copies import LASTS
from knowledge.storage.outbox import Outbox, Sender, Shown

KEY = "k" * 43
LINK = f"/copies/{KEY}"
WORDS = "we press zinc thimbles"


def said(world, conversation="c1", channel="web"):
    """A conversation in which something was said."""
    with world.database.open() as session:
        Conversations(session).start(conversation, channel, "own", world.clock())
        if channel != "web":
            person = ChannelPerson(channel, conversation, conversation, {"phone": "441"}, world.clock(), None)
            ChannelPeople(session).add(person)
        Outbox(session).add(conversation, Sender.PERSON, Shown(f"{WORDS} in {conversation}"), world.clock())


def allowed(world, conversation="c1", channel="web", key=KEY, message="m1"):
    """A copy that was asked for."""
    with world.database.open() as session:
        context = EffectContext(conversation, message, channel)
        apply(session, Effect("give_copy", {"key": key}), context, world.clock())


@pytest.fixture
async def gateway(world):
    said(world)
    said(world, "c2")
    said(world, "phone", "whatsapp")
    return await world.gateway()


def token(gateway, conversation="c1"):
    parts = gateway.parts
    return {"Authorization": f"Bearer {parts.tokens.issue(conversation, 'own', parts.outside.clock())}"}


async def fetch(gateway, conversation="c1", session=None, key=KEY):
    headers = token(gateway, session or conversation)
    answer = await gateway.client.post(f"/api/conversations/{conversation}/copies/{key}", headers=headers)
    return answer.status, await answer.json()


async def test_a_person_gets_all_that_is_kept_of_their_chat_and_of_no_other(world, gateway):
    allowed(world)

    status, copy = await fetch(gateway)

    assert status == 200
    assert [one["id"] for one in copy["conversations"]] == ["c1"]
    assert f"{WORDS} in c1" in json.dumps(copy)
    assert "in c2" not in json.dumps(copy)


async def test_a_copy_is_fetched_once(world, gateway):
    allowed(world)

    assert [(await fetch(gateway))[0] for _ in range(2)] == [200, 404]


async def test_a_copy_is_fetched_in_time_or_not_at_all(world, gateway):
    allowed(world)
    world.clock.now += LASTS

    status, refused = await fetch(gateway)

    assert (status, refused["error"]["code"]) == (404, "no_copy")


async def test_the_session_of_another_chat_fetches_nothing(world, gateway):
    allowed(world)

    assert (await fetch(gateway, "c2"))[0] == 404
    assert (await fetch(gateway, "c1", session="c2"))[0] == 403
    assert (await fetch(gateway))[0] == 200


async def test_without_a_session_the_key_of_a_chat_on_the_web_is_worth_nothing(world, gateway):
    allowed(world)

    for method in ("get", "post"):
        assert (await getattr(gateway.client, method)(LINK)).status == 404
    answer = await gateway.client.post(f"/api/conversations/c1/copies/{KEY}")
    assert answer.status == 401


async def test_after_the_chat_was_erased_there_is_nothing_to_fetch(world, gateway):
    allowed(world)
    await gateway.client.delete("/api/conversations/c1", headers=token(gateway))

    status, refused = await fetch(gateway)

    assert (status, WORDS in json.dumps(refused)) == (410, False)


async def test_a_newer_address_ends_the_older_one_and_a_message_asks_once(world, gateway):
    allowed(world)
    allowed(world, key="n" * 43, message="m2")
    allowed(world, key="x" * 43, message="m2")

    found = [(await fetch(gateway, key=letter * 43))[0] for letter in "kxn"]

    assert found == [404, 404, 200]


async def test_on_a_phone_who_looks_uses_nothing_up_and_the_button_works_once(world, gateway):
    allowed(world, "phone", "whatsapp")
    client = gateway.client

    looked = [(await client.get(LINK)) for _ in range(3)]
    page = await looked[0].text()
    fetched = await client.post(LINK)
    copy = await fetched.text()

    assert [one.status for one in looked] == [200] * 3
    assert looked[0].headers["Cache-Control"] == "no-store"
    assert looked[0].headers["X-Robots-Tag"] == "noindex"
    assert WORDS not in page
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="signpost-copy.json"'
    assert fetched.headers["Cache-Control"] == "no-store"
    assert f"{WORDS} in phone" in copy
    assert (await client.post(LINK)).status == (await client.get(LINK)).status == 404


async def test_on_a_phone_an_address_ends_with_its_time_and_with_the_chat(world, gateway):
    allowed(world, "phone", "whatsapp")
    with world.database.open() as session:
        apply(session, Effect("erase"), EffectContext("phone", "m2", "whatsapp"), world.clock())
    assert (await gateway.client.post(LINK)).status == 404

    allowed(world, "phone", "whatsapp", message="m3")
    world.clock.now += LASTS + timedelta(seconds=1)
    assert (await gateway.client.post(LINK)).status == 404


async def test_without_javascript_the_form_of_the_chat_fetches_it(world, gateway):
    allowed(world)
    parts, client = gateway.parts, gateway.client
    proof = {site: parts.tokens.issue("c1", site, world.clock()) for site in (COOKIE_SITE, CSRF_SITE)}
    cookies = {COOKIE: proof[COOKIE_SITE]}
    address = f"/chat/copies/{KEY}"

    forged = await client.post(address, data={"csrf": "x"}, cookies=cookies)
    fetched = await client.post(address, data={"csrf": proof[CSRF_SITE]}, cookies=cookies)

    assert forged.status in (400, 403)
    assert fetched.status == 200
    assert WORDS in await fetched.text()


async def test_neither_the_key_nor_what_was_said_is_in_a_log(world, gateway, caplog):
    with caplog.at_level(logging.DEBUG):
        allowed(world)
        await fetch(gateway)
        await fetch(gateway)

    logged = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "signpost"))]
    assert KEY not in "".join(logged)
    assert WORDS not in "".join(logged)
