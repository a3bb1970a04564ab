"""Live updates of a conversation, as server-sent events."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiohttp import web

from bot.channels.web import protocol, rendering
from bot.gateway import requests
from bot.gateway.chats import Chats
from bot.gateway.errors import Refused, TooManyListeners
from bot.gateway.ledger import DatabaseDown
from bot.gateway.middlewares import TOLD
from bot.gateway.parts import PARTS, Parts
from knowledge.storage.conversations import Conversation
from knowledge.storage.outbox import Entry

HEARTBEAT_S = 15.0
MOST_LISTENERS = 8
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    # proxies that collect an answer before they pass it on would hold every event back
    "X-Accel-Buffering": "no",
}


@dataclass
class Told:
    """What one listener knows so far."""

    seq: int
    owner: str | None = None
    typing: bool = False
    broker_read: int = 0

    def news(self, conversation: Conversation, entries: list[Entry], typing: bool) -> Iterator[bytes]:
        """Yield the events that the listener does not know yet, and note that it does now."""
        for entry in entries:
            self.seq = entry.seq
            yield event("reply", rendering.message(entry), entry.seq)
        if self.owner != conversation.owner:
            self.owner = str(conversation.owner)
            yield event("owner", {"owner": self.owner})
        if self.broker_read != conversation.broker_read:
            self.broker_read = conversation.broker_read
            yield event("seen", {"seq": self.broker_read})
        if self.typing != typing:
            self.typing = typing
            yield event("typing", {"on": typing})


async def listen(request: web.Request) -> web.StreamResponse:
    """GET /api/conversations/{id}/events: everything after `Last-Event-ID`, then what happens from now on."""
    session = requests.session(request)
    parts, conversation_id = request.app[PARTS], session.conversation_id
    told = Told(protocol.last_event_id(request.headers.get("Last-Event-ID")))
    await Chats(parts).conversation(conversation_id)
    if parts.bell.how_many(conversation_id) >= MOST_LISTENERS:
        raise TooManyListeners
    allowed = request[TOLD]
    response = web.StreamResponse(headers={**HEADERS, **allowed})
    await response.prepare(request)
    with suppress(ConnectionError, Refused), parts.bell.listening(conversation_id, typing=True) as rung:
        await _tell(response, parts, conversation_id, told, rung)
    return response


async def _tell(
    response: web.StreamResponse, parts: Parts, conversation_id: str, told: Told, rung: asyncio.Event
) -> None:
    await response.write(b": welcome\n\n")
    last_beat = monotonic()
    while not parts.bell.closing:
        rung.clear()
        with suppress(DatabaseDown):
            conversation, entries = await Chats(parts).history(conversation_id, told.seq)
            for chunk in told.news(conversation, entries, parts.bell.is_typing(conversation_id)):
                await response.write(chunk)
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, last_beat + HEARTBEAT_S - monotonic())):
                await rung.wait()
        if monotonic() - last_beat >= HEARTBEAT_S:
            last_beat = monotonic()
            await response.write(b": still here\n\n")


def event(name: str, data: dict[str, Any], number: int | None = None) -> bytes:
    """Return one event as it goes over the wire; JSON has no line breaks that could end it early."""
    head = f"event: {name}\n" + (f"id: {number}\n" if number is not None else "")
    return f"{head}data: {json.dumps(data)}\n\n".encode()
