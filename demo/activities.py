"""What the Bot Connector calls with: what people write in Teams, and where."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter, time
from typing import Any

import aiohttp

from demo.bot_connector import APP, TENANT, BotConnector
from demo.retrying import Retries

WHERE = "/api/messages"
OTHER_TENANT = "11111111-91a4-4b7a-8c56-3a8a0f4f9d22"
ADA = "9d9a7bb5-3c1a-4f1e-8a1b-1f2e3d4c5b6a"
BOT = f"28:{APP}"
PERSONAL = "a:1ada"
ROOM = "19:hub@thread.tacv2"
TOKEN_LASTS_S = 1800.0

Activity = dict[str, Any]


def activity(connector: BotConnector, kind: str = "message", **more: Any) -> Activity:
    """Return an activity of Ada's, in her chat with the bot alone unless it is told otherwise."""
    standing = {
        "type": kind,
        "id": "m1",
        "timestamp": "2026-11-02T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": connector.service_url,
        "from": {"id": "29:ada", "name": "Ada Example", "aadObjectId": ADA},
        "recipient": {"id": BOT, "name": "Signpost"},
        "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return standing | more


def in_room(conversation: str = f"{ROOM};messageid=100", kind: str = "channel") -> dict[str, Any]:
    """Return a conversation that others read along."""
    return {"id": conversation, "conversationType": kind, "isGroup": True, "tenantId": TENANT}


def mention(name: str = "Signpost", identity: str = BOT) -> dict[str, Any]:
    """Return the note that somebody is named in a text."""
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": identity, "name": name}}


def press(button: Activity, filled: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what makes an invoke the press of a button, with what is filled in on its card."""
    taken = {name: button[name] for name in ("type", "title", "verb", "data")}
    action = {**taken, "data": {**button["data"], **filled}} if filled else taken
    return {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}


class NotTaken(Exception):
    """The gateway refused a call of the Bot Connector: look at its log."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the gateway answered {status}")


@dataclass
class Caller:
    """Brings activities to one gateway, with a token as the Bot Connector signs them: one serves a while."""

    session: aiohttp.ClientSession
    gateway: str
    connector: BotConnector
    retries: Retries = field(default_factory=Retries)
    token: dict[str, str] | None = None
    made_at: float = 0.0

    async def bring(self, content: Activity) -> tuple[float, Any]:
        """Return how many seconds it took and what was answered, or raise NotTaken or NotAcknowledged."""
        headers = {**self._header(), "Content-Type": "application/json"}
        body, began = json.dumps(content).encode(), perf_counter()

        async def attempt() -> bytes | None:
            async with self.session.post(self.gateway + WHERE, data=body, headers=headers) as answer:
                told = await answer.read()
            if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise NotTaken(answer.status)
            return told if answer.status == HTTPStatus.OK else None

        told = await self.retries.until_taken(attempt)
        return perf_counter() - began, json.loads(told) if told else None

    def _header(self) -> dict[str, str]:
        if self.token is None or time() - self.made_at > TOKEN_LASTS_S:
            self.token, self.made_at = self.connector.bearer(time()), time()
        return self.token
