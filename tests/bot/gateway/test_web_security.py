"""The security matrix of the web: each wrong key, on each address, is refused and leaves nothing behind."""

import base64
import json

import jwt
import pytest
from sqlalchemy import func, select

from bot.gateway.form import COOKIE_SITE, CSRF_SITE
from knowledge.storage.conversations import Conversations
from knowledge.storage.inbox import inbox
from knowledge.storage.outbox_table import outbox
from tests.bot.gateway.conftest import KEY

HUB = {"Origin": "https://hub.example.org"}
WAYS = [("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("POST", "/read"), ("GET", "/events")]
BODY = {"message_id": "m1", "text": "We need money", "seq": 1}


@pytest.fixture
async def chat(world):
    """A chat on the hub's site, and another one of the same site."""
    gateway = await world.gateway(allowed_origins="https://hub.example.org,https://other.example.org")
    await gateway.begin(**HUB)
    gateway.other = await gateway.client.post("/api/conversations", headers=HUB)
    return gateway


def stored(world, conversation_id):
    with world.database.open() as session:
        counts = [
            session.execute(
                select(func.count()).select_from(table).where(table.c.conversation_id == conversation_id)
            ).scalar_one()
            for table in (inbox, outbox)
        ]
        return counts, Conversations(session).get(conversation_id)


def tampered(token, **claims):
    head, body, signature = token.split(".")
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | claims
    body = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


def signed(token, key=KEY, algorithm="HS256", leave_out=(), **claims):
    content = {**jwt.decode(token, options={"verify_signature": False}), **claims}
    return jwt.encode({k: v for k, v in content.items() if k not in leave_out}, key, algorithm=algorithm)


WRONG = {
    "foreign origin": (lambda t: t, {"Origin": "https://elsewhere.example.org"}, 403, "foreign_origin"),
    "another allowed site": (lambda t: t, {"Origin": "https://other.example.org"}, 403, "foreign_origin"),
    "no origin": (lambda t: t, {"Origin": None}, 403, "foreign_origin"),
    "the origin null": (lambda t: t, {"Origin": "null"}, 403, "foreign_origin"),
    "expired": (lambda t: signed(t, exp=1), HUB, 401, "token_expired"),
    "later expiry": (lambda t: tampered(t, exp=9999999999), HUB, 401, "bad_token"),
    "other conversation in it": (lambda t: tampered(t, sub="x"), HUB, 401, "bad_token"),
    "cut off": (lambda t: t[:-2], HUB, 401, "bad_token"),
    "no signature": (lambda t: t.rpartition(".")[0] + ".", HUB, 401, "bad_token"),
    "another key": (lambda t: signed(t, "another key, long enough to be one"), HUB, 401, "bad_token"),
    "algorithm none": (lambda t: signed(t, None, "none"), HUB, 401, "bad_token"),
    "another algorithm": (lambda t: signed(t, KEY * 2, "HS512"), HUB, 401, "bad_token"),
    "no expiry": (lambda t: signed(t, leave_out=("exp",)), HUB, 401, "bad_token"),
    "no origin in it": (lambda t: signed(t, leave_out=("org",)), HUB, 401, "bad_token"),
    "the cookie of the form": (lambda t: signed(t, org=COOKIE_SITE), HUB, 403, "foreign_origin"),
    "the proof of a form": (lambda t: signed(t, org=CSRF_SITE), HUB, 403, "foreign_origin"),
    "none": (lambda _: "", HUB, 401, "bad_token"),
}


@pytest.mark.parametrize(("method", "path"), WAYS)
@pytest.mark.parametrize("wrong", WRONG)
async def test_a_wrong_key_is_refused_and_nothing_is_stored(chat, world, wrong, method, path):
    forge, origin, status, code = WRONG[wrong]
    before = stored(world, chat.id)
    headers = {"Authorization": f"Bearer {forge(chat.token)}", **origin}

    answer = await chat.client.request(
        method,
        f"/api/conversations/{chat.id}{path}",
        headers={name: value for name, value in headers.items() if value is not None},
        json=BODY,
    )

    assert (answer.status, (await answer.json())["error"]["code"]) == (status, code)
    assert stored(world, chat.id) == before


@pytest.mark.parametrize(("method", "path"), WAYS)
@pytest.mark.parametrize("known", [True, False])
async def test_the_key_of_one_chat_opens_no_other_whether_there_is_one_or_not(
    chat, world, known, method, path
):
    other = await chat.other.json()
    wanted = other["id"] if known else "no-such-chat"
    before = stored(world, other["id"])

    answer = await chat.client.request(
        method, f"/api/conversations/{wanted}{path}", headers={**chat.bearer, **HUB}, json=BODY
    )

    # the same answer for both: nobody learns which ids there are
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "foreign_conversation")
    assert stored(world, other["id"]) == before


async def test_keys_rotate_and_each_next_one_is_bound_to_the_same_site(chat, world):
    for _ in range(3):
        world.clock.forward(hours=chat.parts.settings.session_hours * 0.6)
        address, before = f"/api/conversations/{chat.id}", chat.token
        answer = await chat.client.get(address, headers={**chat.bearer, **HUB})
        chat.token = (await answer.json())["token"]
        assert chat.token != before
        elsewhere = {**chat.bearer, "Origin": "https://other.example.org"}
        assert (await chat.client.get(address, headers=elsewhere)).status == 403

    first_is_over = await chat.client.get(address, headers={"Authorization": f"Bearer {before}", **HUB})
    assert first_is_over.status == 200  # the one before is still good: an answer may have been lost
    world.clock.forward(hours=chat.parts.settings.session_hours * 0.6)
    over = await chat.client.get(address, headers={"Authorization": f"Bearer {before}", **HUB})
    assert over.status == 401
