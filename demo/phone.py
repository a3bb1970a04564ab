"""The phone of an owner of a firm on WhatsApp: what they write goes to the gateway as Meta would bring it."""

import asyncio
import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any

from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD
from demo.board import Board
from demo.graph import choices
from demo.meta import Call, Meta, call, message, pressed, seen, text

NUMBER = "447700900123"  # of those that Ofcom keeps for plays
PANE = "phone"
LONGEST = 4096


class NothingThere(Exception):
    """There is no such button on the phone any more: press one that is shown."""


@dataclass
class Phone:
    """One phone; `name` tells the messages of one phone from those of another."""

    meta: Meta
    board: Board
    number: str = NUMBER
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    _ours: Any = field(default_factory=lambda: itertools.count(1))
    _jobs: set[asyncio.Task[None]] = field(default_factory=set)

    async def say(self, said: str) -> None:
        """Write something, or raise NotAcknowledged."""
        its = self._begin(said)
        await self._send(its, text(said, **self._head(its)))

    async def press(self, of: str, index: int) -> None:
        """Press a button or choose a row of a message, or raise NothingThere or NotAcknowledged."""
        payload = (self.board.get(PANE, of) or {}).get("payload", {})
        option = _option(payload, index)
        its = self._begin(option.get("description") or option["title"])
        head = self._head(its)
        if payload["type"] == "template":
            content = {"payload": option["id"], "text": option["title"]}
            await self._send(its, message("button", content, **head))
            return
        await self._send(its, pressed(option, payload["interactive"]["type"], **head))

    def taken(self, wamid: str, payload: Mapping[str, Any]) -> None:
        """Draw what the gateway sent; say that it came and was read, as a phone does that is looked at."""
        if payload.get("status") == "read":
            self._note_read(wamid, is_typing="typing_indicator" in payload)
            return
        self.board.show(PANE, "typing", {"kind": "typing", "on": False})
        self.board.show(PANE, wamid, {"kind": "said", "payload": payload})
        task = asyncio.create_task(self.meta.bring(*seen(wamid, payload)))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def close(self) -> None:
        """Bring no more reports."""
        for task in self._jobs:
            task.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    def _begin(self, said: str) -> str:
        its = f"wamid.demo.{self.mark}.{next(self._ours)}"
        self.board.show(PANE, its, {"kind": "own", "text": said, "ticks": ""})
        return its

    def _head(self, its: str) -> dict[str, Any]:
        return {"wamid": its, "at": int(time()), "sender": self.number}

    async def _send(self, its: str, content: dict[str, Any]) -> None:
        contact = {"wa_id": self.number, "profile": {"name": "Ada Example"}}
        await self.meta.bring(_with_contact(content, contact))
        self._tick(its, "sent")

    def _note_read(self, wamid: str, *, is_typing: bool) -> None:
        self._tick(wamid, "read")
        self.board.show(PANE, "typing", {"kind": "typing", "on": is_typing})

    def _tick(self, its: str, ticks: str) -> None:
        shown = self.board.get(PANE, its)
        if shown is not None and shown["ticks"] != "read":
            self.board.show(PANE, its, {**shown, "ticks": ticks})


def _with_contact(content: dict[str, Any], contact: dict[str, Any]) -> Call:
    return call(messages=[content], contacts=[contact])


def _option(payload: Mapping[str, Any], index: int) -> dict[str, str]:
    if payload.get("type") == "template":
        return {"id": KNOCK_PAYLOAD, "title": "Read it"}
    found = choices(payload) if payload.get("type") == "interactive" else []
    if not 0 <= index < len(found):
        raise NothingThere
    return found[index]
