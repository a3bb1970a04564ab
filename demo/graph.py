"""A Graph API on loopback: checks what it gets against the documented limits, and can misbehave."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.channels.whatsapp.settings import WhatsAppSettings
from demo.graph_limits import check, refusal
from demo.illegal import Illegal
from demo.loopback import Loopback
from demo.meta import NUMBER, SECRET

WORD = "a word of our own"
TOKEN = "the token of the system user"  # noqa: S105 - what only the fake takes
BAD_TOKEN, BAD_PARAMETER, NO_SUCH_NUMBER = 190, 131009, 100

Payload = Mapping[str, Any]


def not_told(_wamid: str, _payload: Payload) -> None:
    """Do nothing: nobody looks."""


@dataclass
class Graph:
    """Takes messages; `failures` are what it answers instead: a status with an error number, or "hang".

    The next `forgets` messages are taken, and nobody is told. What is against a rule is refused as Meta
    would, and the rule is kept in `refused`. `on_taken` is told of
    each message that was taken, under the name that it has here, and of each that was marked as read.
    """

    sent: list[dict[str, Any]] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failures: list[tuple[int, int | None] | str] = field(default_factory=list)
    forgets: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    on_taken: Callable[[str, Payload], None] = not_told

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self.server = Loopback([web.post("/v24.0/{number}/messages", self._take)])

    def settings(self, **given: Any) -> WhatsAppSettings:
        """Return settings that lead here."""
        return WhatsAppSettings(**(self.settings_given() | given))

    def settings_given(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {
            "whatsapp_numbers": {NUMBER: "h1"},
            "whatsapp_app_secret": SECRET,
            "whatsapp_verify_token": WORD,
            "whatsapp_access_token": TOKEN,
            "whatsapp_template": "adviser_replied",
            "whatsapp_graph_url": self.server.origin,
            "whatsapp_loopback": True,
        }

    def texts(self) -> list[str]:
        """Return the words of what was taken."""
        return [words(payload) for payload in self.sent]

    async def _take(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._refuse("the token is that of the system user", 401, BAD_TOKEN)
        if request.match_info["number"] != NUMBER:
            return self._refuse("the number is ours", 400, NO_SUCH_NUMBER)
        payload = await request.json()
        if self.failures:
            return await self._fail(self.failures.pop(0))
        try:
            answer = self._keep(payload)
        except Illegal as illegal:
            return self._refuse(str(illegal), 400, BAD_PARAMETER)
        if self.forgets and request.transport is not None:
            self.forgets -= 1
            request.transport.abort()
        return answer

    def _keep(self, payload: dict[str, Any]) -> web.Response:
        if payload.get("status") == "read":
            self.read.append(payload)
            self.on_taken(payload["message_id"], payload)
            return web.json_response({"success": True})
        check(payload)
        refused = refusal(payload["template"]) if payload["type"] == "template" else None
        if refused is not None:
            return web.json_response({"error": {"code": refused[1]}}, status=refused[0])
        self.sent.append(payload)
        wamid = self.wamid(next(self._numbers))
        self.on_taken(wamid, payload)
        return web.json_response({"messages": [{"id": wamid}]})

    async def _fail(self, failure: tuple[int, int | None] | str) -> web.Response:
        if isinstance(failure, str):
            await self.stopping.wait()
            return web.Response()
        status, code = failure
        error = {} if code is None else {"error": {"code": code, "message": "of 441632960001"}}
        return web.json_response(error, status=status, headers=self.headers)

    def _refuse(self, rule: str, status: int, code: int) -> web.Response:
        self.refused.append(rule)
        return web.json_response({"error": {"code": code, "message": rule}}, status=status)

    @staticmethod
    def wamid(number: int) -> str:
        """Return what the message of this number is called here."""
        return f"wamid.HBgMNDQxNjMyOTYwMDAx/{number}=="


def words(payload: Payload) -> str:
    """Return what a message says."""
    content = payload[payload["type"]]
    if payload["type"] == "template":
        return f"template {content['name']} {content['language']['code']}"
    said: str = content["body"] if payload["type"] == "text" else content["body"]["text"]
    return said


def choices(payload: Payload) -> list[dict[str, str]]:
    """Return what can be chosen in a message."""
    action = payload.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return rows or [button["reply"] for button in action.get("buttons", ())]
