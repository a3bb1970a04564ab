"""Meta in a drill: it calls the gateway, signed, with what people write and what became of our messages."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web

from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD, OBJECT, name_of
from bot.channels.whatsapp.settings import Access, WhatsAppSettings
from bot.channels.whatsapp.signature import HEADER

NUMBER, APP_SECRET = "106540352242922", "the secret of the app of a drill"
ACCESS = Access({NUMBER: "drill-hub"}, APP_SECRET, "a word", "the token of a drill")
PASSING, LASTING = 131000, 131026  # numbers of errors: something went wrong; cannot be delivered
KNOCKS = "knocks"


class Heard(WhatsApp):
    """The channel as the way in needs it: nothing is marked as read, which nobody would miss."""

    async def seen(self, wamid: str, number: str, *, is_typing: bool) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Content:
    """A body that comes in one piece."""

    body: bytes

    async def iter_chunked(self, _size: int) -> AsyncIterator[bytes]:
        """Yield it."""
        yield self.body


@dataclass(frozen=True)
class Request:
    """As much of a request as the way in reads."""

    headers: Mapping[str, str]
    content: Content


def settings(graph: str) -> WhatsAppSettings:
    """Return settings that lead to a Graph API on this machine."""
    return WhatsAppSettings(
        whatsapp_graph_url=graph, whatsapp_loopback=True, whatsapp_template="adviser_replied"
    )


def call(value: Mapping[str, Any]) -> web.Request:
    """Return a call of Meta."""
    given = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **value}
    change = {"field": "messages", "value": given}
    body = json.dumps({"object": OBJECT, "entry": [{"id": "1", "changes": [change]}]}).encode()
    signed = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return cast(web.Request, Request({HEADER: f"sha256={signed}"}, Content(body)))


def message(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message as Meta brings it."""
    head = {"from": sent["phone"], "id": sent["wamid"], "timestamp": str(sent["at"])}
    if sent["means"] == KNOCKS:
        return {**head, "type": "button", "button": {"payload": KNOCK_PAYLOAD, "text": sent["text"]}}
    if sent["choice"]:
        pressed = {"type": "button_reply", "button_reply": {"id": sent["choice"], "title": sent["label"]}}
        return {**head, "type": "interactive", "interactive": pressed}
    return {**head, "type": "text", "text": {"body": sent["text"]}}


def fates_of(wamid: str, mark: str) -> list[dict[str, Any]]:
    """Return what becomes of a message of ours, always the same: most are read, some fail."""
    chance = int(name_of(wamid)[:8], 16) % 12
    if chance in (0, 1):
        return [_status(wamid, mark, "failed", LASTING if chance else PASSING)]
    return [_status(wamid, mark, state) for state in ("sent", "delivered", "read")]


def _status(wamid: str, mark: str, state: str, *codes: int) -> dict[str, Any]:
    errors = [{"code": code, "title": "drill"} for code in codes]
    return {"id": wamid, "status": state, "biz_opaque_callback_data": mark, "errors": errors}
