"""What Meta calls the gateway with, signed: what people write and what became of ours, twice and shuffled."""

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp

from demo.retrying import Retries

NUMBER = "106540352242922"
SECRET = "the secret of the app"  # noqa: S105 - what only the fake signs with
WHERE = "/channels/whatsapp"
HEADER = "X-Hub-Signature-256"

Call = dict[str, Any]


def call(*, number: str = NUMBER, **value: Any) -> Call:
    """Return a call with one change."""
    given = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **value}
    change = {"field": "messages", "value": given}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def message(
    kind: str = "text", content: Any = None, wamid: str = "wamid.1", at: int = 1, sender: str = "441632960001"
) -> dict[str, Any]:
    """Return one message."""
    return {"from": sender, "id": wamid, "timestamp": str(at), "type": kind, kind: content}


def text(said: str, **more: Any) -> dict[str, Any]:
    """Return one text."""
    return message("text", {"body": said}, **more)


def pressed(option: Mapping[str, str], form: str = "button", **more: Any) -> dict[str, Any]:
    """Return the press of a button, or of a row of a list."""
    kind = f"{form}_reply"
    return message("interactive", {"type": kind, kind: dict(option)}, **more)


def status(wamid: str, state: str, *codes: int, mark: str | None = None) -> dict[str, Any]:
    """Return how far a message has come, with what was given with it."""
    given = {} if mark is None else {"biz_opaque_callback_data": mark}
    errors = [{"code": code, "title": "of 441632960001"} for code in codes]
    return {
        "id": wamid,
        "status": state,
        "timestamp": "1",
        "recipient_id": "441632960001",
        "errors": errors,
        **given,
    }


def seen(wamid: str, sent: Mapping[str, Any]) -> list[Call]:
    """Return the calls that tell that a message was sent, came, and was read."""
    mark = sent.get("biz_opaque_callback_data")
    return [call(statuses=[status(wamid, state, mark=mark)]) for state in ("sent", "delivered", "read")]


def signed(content: Any, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Return the body of a call and its headers."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return body, {HEADER: f"sha256={made}", "Content-Type": "application/json"}


def unruly(calls: Sequence[Call], twice: float, chance: random.Random) -> list[Call]:
    """Return calls as Meta may bring them: each at least once, some twice, in any order."""
    brought = [*calls, *(one for one in calls if chance.random() < twice)]
    chance.shuffle(brought)
    return brought


@dataclass
class Meta:
    """Brings calls to one gateway, signed, until each is acknowledged; of all, `twice` come again."""

    session: aiohttp.ClientSession
    gateway: str
    twice: float = 0.0
    chance: random.Random = field(default_factory=random.Random)
    retries: Retries = field(default_factory=Retries)

    async def bring(self, *calls: Call) -> None:
        """Return when all calls are acknowledged, or raise NotAcknowledged; at once, so in no order."""
        await asyncio.gather(*map(self._bring, unruly(calls, self.twice, self.chance)))

    async def _bring(self, content: Call) -> None:
        body, headers = signed(content)

        async def attempt() -> bool | None:
            async with self.session.post(self.gateway + WHERE, data=body, headers=headers) as answer:
                return answer.status == HTTPStatus.OK or None

        await self.retries.until_taken(attempt)
