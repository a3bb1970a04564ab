"""A small stand-in for the gateway's HTTP API, and two sites that use the widget.

It keeps the API's promises (a message id counts once, a row has a number and an id) and can be told to
misbehave. The sites are Signpost's own, and somebody else's at another origin with a shrunken rem.
"""

import asyncio
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.web import bundle
from tests.bot.channels.web import sites

STATIC = Path(__file__).parents[4] / "bot" / "channels" / "web" / "static"
GREETING = "Hello, I am Signpost. I am a machine."
DEFAULTS = {"name": None, "greeting": None, "language": "en", "colours": {}}
CORS = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
}


@dataclass
class Chat:
    """One conversation as the fake keeps it."""

    id: str
    token: str
    site: str | None
    rows: list[dict[str, Any]] = field(default_factory=list)
    owner: str = "bot"
    gone: bool = False
    moved: bool = False


@dataclass
class FakeApi:
    """What the tests look at and turn."""

    url: str = ""
    site: str = ""
    chats: dict[str, Chat] = field(default_factory=dict)
    posts: list[dict[str, Any]] = field(default_factory=list)
    reads: list[int] = field(default_factory=list)
    listeners: list[str | None] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    greeting: dict[str, Any] = field(default_factory=lambda: {"text": GREETING})
    settings: dict[str, Any] | None = field(default_factory=lambda: dict(DEFAULTS))
    sites_asked: list[str] = field(default_factory=list)
    lose_answers: int = 0
    refuse: tuple[int, str, str] | None = None
    fresh_token: str | None = None
    slow_s: float = 0
    slow_start_s: float = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _streams: list[tuple[Chat, asyncio.Queue[bytes | None]]] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        """The newest conversation."""
        return list(self.chats.values())[-1]

    def push(self, text: str, sender: str = "broker", **more: Any) -> None:
        """Say something without being asked."""
        self._in_loop(lambda: self._say(self.chat, sender, {"text": text, **more}))

    def repeat_last_row(self) -> None:
        """Send the last row again as a live event, as a server does that is not sure."""
        self._in_loop(lambda: self._tell(self.chat, _event("reply", self.chat.rows[-1])))

    def own(self, owner: str) -> None:
        """Hand the conversation over."""
        self.chat.owner = owner
        self._in_loop(lambda: self._tell(self.chat, _event("owner", {"owner": owner})))

    def has_read(self, seq: int) -> None:
        """Whoever talks to the person has seen a row."""
        self._in_loop(lambda: self._tell(self.chat, _event("seen", {"seq": seq})))

    def hang_up(self) -> None:
        """End every stream of live events."""
        self._in_loop(lambda: [queue.put_nowait(None) for _, queue in self._streams])

    async def site_settings(self, request: web.Request) -> web.Response:
        self.sites_asked.append(request.match_info["id"])
        if self.settings is None:
            return _refusal(403, "foreign_origin", "This web site may not use the chat.")
        return web.json_response(self.settings)

    async def create(self, request: web.Request) -> web.Response:
        if self.refuse:
            return _refusal(*self.refuse)
        site = (await request.json()).get("site")
        await asyncio.sleep(self.slow_start_s)
        chat = Chat(uuid.uuid4().hex, uuid.uuid4().hex, site)
        self.chats[chat.id] = chat
        self._say(chat, "bot", self.greeting, "start")
        return web.json_response({"id": chat.id, "token": chat.token, **_answer(chat, "start")}, status=201)

    async def read(self, request: web.Request) -> web.StreamResponse:
        chat, wrong = self._chat(request)
        if chat is None:
            return wrong
        self.reads.append((await request.json())["seq"])
        return web.json_response({"read": self.reads[-1]})

    async def post(self, request: web.Request) -> web.StreamResponse:
        chat, wrong = self._chat(request)
        if chat is None:
            return wrong
        message = await request.json()
        self.posts.append(message)
        if self.refuse:
            return _refusal(*self.refuse)
        if all(row["in_reply_to"] != message["message_id"] for row in chat.rows):
            self._answer_to(chat, message)
        if self.lose_answers:
            self.lose_answers -= 1
            return await _cut_off(request)
        await asyncio.sleep(self.slow_s)
        token = {"token": self.fresh_token} if self.fresh_token else {}
        chat.token = self.fresh_token or chat.token
        return web.json_response({**_answer(chat, message["message_id"]), **token})

    async def history(self, request: web.Request) -> web.Response:
        chat, wrong = self._chat(request)
        if chat is None:
            return wrong
        return web.json_response({"id": chat.id, "owner": chat.owner, "messages": chat.rows, "profile": {}})

    async def erase(self, request: web.Request) -> web.Response:
        chat, wrong = self._chat(request)
        if chat is None:
            return wrong
        chat.gone, chat.rows = True, []
        return web.json_response({"erased": True})

    async def events(self, request: web.Request) -> web.StreamResponse:
        chat, wrong = self._chat(request)
        if chat is None:
            return wrong
        after = request.headers.get("Last-Event-ID")
        self.listeners.append(after)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_cors(request)})
        await response.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._streams.append((chat, queue))
        await response.write(b": welcome\n\n")
        for row in list(chat.rows):
            if row["seq"] > int(after or 0):
                await response.write(_event("reply", row))
        await response.write(_event("owner", {"owner": chat.owner}))
        while (chunk := await queue.get()) is not None:
            await response.write(chunk)
        self._streams.remove((chat, queue))
        return response

    def _chat(self, request: web.Request) -> tuple[Chat | None, web.Response]:
        chat = self.chats.get(request.match_info["id"])
        if chat is None:
            return None, _refusal(404, "not_found", "There is nothing at this address.")
        if chat.moved:
            return None, _refusal(410, "conversation_moved", "This chat goes on on WhatsApp.")
        if chat.gone:
            return None, _refusal(410, "conversation_gone", "This chat was deleted.")
        if request.headers.get("Authorization") != f"Bearer {chat.token}":
            return None, _refusal(401, "bad_token", "The key of this chat is not valid.")
        return chat, web.Response()

    def _answer_to(self, chat: Chat, message: dict[str, Any]) -> None:
        said = message.get("text") or self._label(chat, message["choice"])
        self._say(chat, "person", {"text": said}, message["message_id"])
        if chat.owner == "broker":
            return
        answer = self.answers.pop(0) if self.answers else {"text": f"You said: {said}"}
        self._say(chat, "bot", answer, message["message_id"])

    def _label(self, chat: Chat, choice: str) -> str:
        return next(c["label"] for row in chat.rows for c in row["choices"] if c["choice"] == choice)

    def _say(self, chat: Chat, sender: str, content: dict[str, Any], in_reply_to: str | None = None) -> None:
        row = {
            "seq": len(chat.rows) + 1,
            "from": sender,
            "at": datetime.now(UTC).isoformat(),
            "in_reply_to": in_reply_to,
            "id": uuid.uuid4().hex,
            "text": "",
            "cards": [],
            "choices": [],
            "notices": [],
            **content,
        }
        chat.rows.append(row)
        self._tell(chat, _event("reply", row))

    def _tell(self, chat: Chat, chunk: bytes) -> None:
        for listened, queue in self._streams:
            if listened is chat:
                queue.put_nowait(chunk)

    def _in_loop(self, work: Any) -> None:
        assert self._loop is not None
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (work(), done.set()))
        assert done.wait(5)


@contextmanager
def running() -> Iterator[FakeApi]:
    """Serve the API and Signpost's page on one port, and somebody's site on another, in a thread."""
    fake, ready, over = FakeApi(), threading.Event(), threading.Event()

    async def serve() -> None:
        fake._loop = asyncio.get_running_loop()
        runners = [
            web.AppRunner(app, shutdown_timeout=0.1) for app in (_api(fake), sites.other(lambda: fake.url))
        ]
        fake.url, fake.site = [await _start(runner) for runner in runners]
        ready.set()
        await asyncio.to_thread(over.wait)
        for _, queue in fake._streams:
            queue.put_nowait(None)
        for runner in runners:
            await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield fake
    finally:
        over.set()
        thread.join(10)


async def _start(runner: web.AppRunner) -> str:
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def _api(fake: FakeApi) -> web.Application:
    app = web.Application(middlewares=[_with_cors])
    app.add_routes(
        [
            web.post("/api/conversations", fake.create),
            web.get("/api/sites/{id}", fake.site_settings),
            web.get("/api/conversations/{id}", fake.history),
            web.delete("/api/conversations/{id}", fake.erase),
            web.post("/api/conversations/{id}/messages", fake.post),
            web.post("/api/conversations/{id}/read", fake.read),
            web.get("/api/conversations/{id}/events", fake.events),
            web.static("/static", STATIC),
            web.get("/widget.js", _widget),
        ]
    )
    sites.add_own(app)
    return app


async def _widget(_: web.Request) -> web.Response:
    return web.Response(text=bundle.widget(), content_type="text/javascript")


@web.middleware
async def _with_cors(request: web.Request, handler: Any) -> web.StreamResponse:
    if request.method == "OPTIONS":
        return web.Response(status=204, headers=_cors(request))
    response = await handler(request)
    if not response.prepared:
        response.headers.update(_cors(request))
    return response


def _cors(request: web.Request) -> dict[str, str]:
    origin = request.headers.get("Origin")
    return {"Access-Control-Allow-Origin": origin, **CORS} if origin else {}


async def _cut_off(request: web.Request) -> web.StreamResponse:
    # a connection that ends before any answer is tried again by Chromium itself, unseen by the widget
    response = web.StreamResponse(headers={"Content-Length": "100", **_cors(request)})
    await response.prepare(request)
    await response.write(b'{"replies": [')
    assert request.transport is not None
    request.transport.abort()
    return response


def _answer(chat: Chat, message_id: str) -> dict[str, Any]:
    mine = [row for row in chat.rows if row["in_reply_to"] == message_id and row["from"] != "person"]
    shown = ("id", "from", "text", "cards", "choices", "notices")
    replies = [{name: row[name] for name in shown} for row in mine]
    return {"replies": replies, "owner": chat.owner, "pending": False}


def _refusal(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)


def _event(name: str, data: dict[str, Any]) -> bytes:
    head = f"event: {name}\n" + (f"id: {data['seq']}\n" if "seq" in data else "")
    return f"{head}data: {json.dumps(data)}\n\n".encode()
