"""A Chatwoot on loopback, for tests: it has the shapes of the real one, and refuses what it does not know."""

import hmac
import json
import re
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

from desk.chatwoot.settings import ChatwootSettings
from tests.desk.making import NOON

ACCOUNT, INBOX = 3, 7
TOKEN, SECRET = "agent-token-of-the-desk", "secret-that-chatwoot-made-up"
LOOPBACK = "127.0.0.1"
BASE = "/api/v1/accounts/{account}"
PAGE = 100
CONTACT = {"name", "identifier", "email", "phone_number", "inbox_id", "custom_attributes"}
CONVERSATION = {"source_id", "inbox_id", "contact_id", "status", "custom_attributes"}
MESSAGE = {"content", "message_type", "private", "content_type", "source_id"}
E164 = re.compile(r"\+[1-9]\d{1,14}")
KINDS = {"incoming": 0, "outgoing": 1}


class FakeChatwoot:
    """What it was given. `before` and `after` may hang up, or answer something else, at a request."""

    def __init__(self):
        self.contacts, self.conversations, self.asked = [], [], []
        self.port = 0
        self.before = self.after = lambda request, number: None
        self.posts = 0

    def settings(self, **given):
        """Settings that lead here."""
        standing = {
            "chatwoot_url": f"http://{LOOPBACK}:{self.port}",
            "chatwoot_account": ACCOUNT,
            "chatwoot_inbox": INBOX,
            "chatwoot_token": TOKEN,
            "chatwoot_secret": SECRET,
            "chatwoot_loopback": True,
        }
        return ChatwootSettings(**(standing | given))

    def hang_up(self, at, where):
        """Hang up at this POST, counted from 1, before or after doing it."""

        def hang(request, number):
            if number == at:
                request.transport.abort()
                return web.Response()
            return None

        setattr(self, where, hang)

    def answer(self, status, text="{}", **headers):
        """Answer this to everything from now on."""
        self.before = lambda *_: web.Response(status=status, text=text, headers=headers)

    def work(self):
        """Do again what it is there for."""
        self.before = self.after = lambda *_: None

    def said(self, conversation=0):
        """Return what the person said, as the agents see it."""
        return [one["content"] for one in self._messages(conversation) if one["message_type"] == 0]

    def notes(self, conversation=0):
        """Return the private notes."""
        return [one["content"] for one in self._messages(conversation) if one["private"]]

    def _messages(self, conversation):
        return self.conversations[conversation]["messages"]

    def speaks(self, text, number=900, agent=(11, "Ivy Agent"), **other):
        """Return the event of a reply, with the fields of the real one."""
        conversation = self.conversations[0]
        return {
            "event": "message_created",
            "account": {"id": ACCOUNT, "name": "Hub"},
            "inbox": {"id": INBOX, "name": "Signpost"},
            "id": number,
            "content": text,
            "content_type": "text",
            "content_attributes": {},
            "additional_attributes": {},
            "message_type": "outgoing",
            "private": False,
            "source_id": None,
            "created_at": NOON.isoformat(),
            "sender": {"id": agent[0], "name": agent[1], "email": "ivy@hub.example", "type": "user"},
            "conversation": self._pushed(conversation),
            **other,
        }

    def turns(self, status, at=NOON, **other):
        """Return the event of a change of status."""
        changed = {"status": {"previous_value": "open", "current_value": status}}
        return {
            "event": "conversation_status_changed",
            **self._pushed(self.conversations[0]),
            "status": status,
            "updated_at": at.timestamp(),
            "changed_attributes": [changed],
            **other,
        }

    def _pushed(self, conversation):
        return {
            "id": conversation["id"],
            "inbox_id": conversation["inbox_id"],
            "status": conversation["status"],
            "channel": "Channel::Api",
            "can_reply": True,
            "custom_attributes": conversation["custom_attributes"],
            "contact_inbox": {"source_id": conversation["source_id"]},
            "messages": [{"id": 1, "account_id": ACCOUNT, "content": "the last one"}],
            "meta": {"sender": {"id": conversation["contact_id"]}, "assignee": None, "assignee_type": None},
            "labels": [],
            "updated_at": NOON.timestamp(),
        }

    async def search(self, request, values):
        asked = request.query["q"]
        found = [one for one in self.contacts if asked in json.dumps(one)]
        return {"meta": {"count": len(found), "has_more": False, "current_page": 1}, "payload": found}

    async def add_contact(self, request, values):
        known(values, CONTACT)
        for name in ("identifier", "email", "phone_number"):
            if values.get(name) and any(one.get(name) == values[name] for one in self.contacts):
                raise unprocessable({"message": f"{name} has already been taken", "attributes": [name]})
        if values.get("phone_number") and not E164.fullmatch(values["phone_number"]):
            raise unprocessable({"message": "should be in e164 format", "attributes": ["phone_number"]})
        made = {"id": len(self.contacts) + 1, "contact_inboxes": [], **values}
        self.contacts.append(made)
        return {"payload": {"contact": made, "contact_inbox": {"inbox": None, "source_id": None}}}

    async def put_contact(self, request, values):
        known(values, CONTACT)
        number = int(request.match_info["contact"])
        for found in (one for one in self.contacts if one["id"] == number):
            found.update(values)
            return {"payload": found}
        raise web.HTTPNotFound(text=json.dumps({"error": "Resource could not be found"}))

    async def conversations_of(self, request, values):
        number = int(request.match_info["contact"])
        found = [one for one in self.conversations if one["contact_id"] == number]
        return {"payload": [shown(one) for one in reversed(found)]}

    async def add_conversation(self, request, values):
        known(values, CONVERSATION)
        contacts = {one["id"] for one in self.contacts}
        if values["inbox_id"] != INBOX or values["contact_id"] not in contacts:
            raise web.HTTPNotFound(text=json.dumps({"error": "Resource could not be found"}))
        made = {"id": 40 + len(self.conversations), "messages": [], **values}
        self.conversations.append(made)
        return shown(made)

    async def conversation(self, request, values):
        return shown(self._found(request))

    async def put_attributes(self, request, values):
        known(values, {"custom_attributes"})
        conversation = self._found(request)
        conversation["custom_attributes"] = values["custom_attributes"]  # the real one replaces them all
        return {"custom_attributes": values["custom_attributes"]}

    async def messages_of(self, request, values):
        after = int(request.query["after"])
        found = [one for one in self._found(request)["messages"] if one["id"] > after]
        return {"meta": {"labels": []}, "payload": found[:PAGE]}

    async def add_message(self, request, values):
        known(values, MESSAGE)
        assert values["content"].strip()
        # Chatwoot would fill these in
        assert values["message_type"] == "incoming" or not re.search(r"\{[{%]", values["content"])
        conversation = self._found(request)
        if values["message_type"] == "incoming":
            conversation["status"] = "open"
        made = {**values, "id": 1 + sum(len(one["messages"]) for one in self.conversations)}
        made["message_type"] = KINDS[values["message_type"]]
        conversation["messages"].append(made)
        return made

    async def toggle(self, request, values):
        known(values, {"status"})
        conversation = self._found(request)
        conversation["status"] = values["status"]
        payload = {"success": True, "conversation_id": conversation["id"], "current_status": values["status"]}
        return {"meta": {}, "payload": payload}

    def _found(self, request):
        number = int(request.match_info["conversation"])
        found = [one for one in self.conversations if one["id"] == number]
        if not found:
            raise web.HTTPNotFound(text=json.dumps({"error": "Resource could not be found"}))
        return found[0]

    def guarded(self, handler):
        """Answer only who has the token, and break off where a test wants it."""

        async def handle(request):
            self.asked.append((request.method, request.path))
            self.posts += request.method in ("POST", "PUT")
            number = self.posts if request.method in ("POST", "PUT") else None
            if (instead := self.before(request, number)) is not None:
                return instead
            if request.headers.get("api_access_token") != TOKEN:
                return web.json_response({"error": "Invalid Access Token"}, status=401)
            if request.match_info["account"] != str(ACCOUNT):
                return web.json_response({"error": "Resource could not be found"}, status=404)
            values = await request.json() if request.method in ("POST", "PUT") else {}
            done = await handler(request, values)
            return self.after(request, number) or web.json_response(done)

        return handle


def shown(conversation):
    return {name: value for name, value in conversation.items() if name != "messages"}


def known(values, fields):
    assert set(values) <= fields, f"Chatwoot knows nothing of {set(values) - fields}"


def unprocessable(content):
    return web.HTTPUnprocessableEntity(text=json.dumps(content))


def signed(event, at=NOON, secret=SECRET, delivery="d1"):
    """Return body and headers as Chatwoot sends them."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    time = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), time.encode() + b"." + body, "sha256").hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Chatwoot-Timestamp": time,
        "X-Chatwoot-Signature": f"sha256={digest}",
        "X-Chatwoot-Delivery": delivery,
    }
    return body, headers


@asynccontextmanager
async def running(fake):
    app = web.Application(client_max_size=2**24)
    routes = (
        ("GET", "/contacts/search", fake.search),
        ("POST", "/contacts", fake.add_contact),
        ("PUT", "/contacts/{contact}", fake.put_contact),
        ("GET", "/contacts/{contact}/conversations", fake.conversations_of),
        ("POST", "/conversations", fake.add_conversation),
        ("GET", "/conversations/{conversation}", fake.conversation),
        ("POST", "/conversations/{conversation}/custom_attributes", fake.put_attributes),
        ("GET", "/conversations/{conversation}/messages", fake.messages_of),
        ("POST", "/conversations/{conversation}/messages", fake.add_message),
        ("POST", "/conversations/{conversation}/toggle_status", fake.toggle),
    )
    for method, path, handler in routes:
        app.router.add_route(method, BASE + path, fake.guarded(handler))
    server = TestServer(app, host=LOOPBACK)
    await server.start_server()
    fake.port = server.port
    try:
        yield fake
    finally:
        await server.close()


SOON = NOON + timedelta(minutes=1)
