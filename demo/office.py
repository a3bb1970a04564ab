"""An adviser in Teams: their chat with Signpost, and the channel of their front door."""

import asyncio
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from demo.activities import Activity, Caller, activity, in_room, mention, press
from demo.board import Board
from demo.bot_connector import TENANT, BotConnector
from demo.reading_cards import cards

OBJECT_ID = "5b1f7c60-3d42-4e0b-9a55-7f0c2d1e4a90"
AUTHOR = {"id": "29:bea", "name": "Bea Example", "aadObjectId": OBJECT_ID}
CHAT, ROOM = "a:1bea", "19:front-door@thread.tacv2"
CHANNEL, ALONE = "channel", "chat"
CARD = "application/vnd.microsoft.card.adaptive"
THREAD = ";messageid="
SECONDS_TO_ANSWER, LOOK_EVERY_S = 30.0, 0.05
FIRST_WORDS_AND_ANSWER = 2
_CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


class NoButton(Exception):
    """There is no such button in Teams any more: press one that is shown."""


class NoAnswer(Exception):
    """Signpost did not answer in Teams in time: look at its log."""


@dataclass
class Office:
    """One adviser. What Signpost posts is drawn in the pane of its conversation."""

    caller: Caller
    connector: BotConnector
    board: Board
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def settle_in(self, code: str, hubs: list[str]) -> None:
        """Become known to the desk, and make the channel that of these front doors; raises NoAnswer."""
        await self.say(ALONE, f"desk {code}")
        await self._answered(FIRST_WORDS_AND_ANSWER)
        for hub in hubs:
            await self.say(CHANNEL, f"desk here {hub}")
        await self._answered(FIRST_WORDS_AND_ANSWER + len(hubs))
        self.board.clear(ALONE)
        self.board.clear(CHANNEL)

    async def say(self, where: str, said: str) -> None:
        """Write to Signpost alone, or name it in the channel."""
        name = f"own{next(self._numbers)}"
        self.board.show(where, name, {"kind": "own", "text": said})
        its = {"text": said, "textFormat": "plain", **_alone()}
        if where == CHANNEL:
            named = {"text": f"<at>Signpost</at> {said}", "entities": [mention()]}
            its = {**named, "from": AUTHOR, "conversation": in_room(f"{ROOM}{THREAD}{name}")}
        await self._tell(name, its)

    async def press(self, where: str, name: str, index: int, filled: Mapping[str, str]) -> str:
        """Press a button of a card and return what is said of it; raises NoButton or NotTaken.

        The card in the answer takes the place of the one that was pressed, as in Teams.
        """
        shown = self.connector.shown.get(name, {})
        found = list(executes(cards(shown)))
        if not 0 <= index < len(found):
            raise NoButton
        its = {**press(found[index], dict(filled)), "replyToId": name}
        place = {"from": AUTHOR, "conversation": in_room(f"{ROOM}{THREAD}{name}")}
        made = activity(self.connector, "invoke", **{"id": f"i{next(self._numbers)}", **its})
        _, answer = await self.caller.bring({**made, **(_alone() if where == ALONE else place), **its})
        value = (answer or {}).get("value", "")
        if isinstance(value, dict) and value.get("type") == "AdaptiveCard":
            fresh = {**shown, "attachments": [{"contentType": CARD, "content": value}]}
            self.connector.shown[name] = fresh
            self.shown(CHAT if where == ALONE else ROOM, name, fresh)
            return ""
        return str(value.get("message", "") if isinstance(value, dict) else value)

    def shown(self, conversation: str, name: str, content: Mapping[str, Any]) -> None:
        """Draw what Signpost posted, or what took the place of it."""
        where = ALONE if conversation == CHAT else CHANNEL
        if content["type"] == "typing":
            self.board.show(where, "typing", {"kind": "typing", "on": True})
            return
        self.board.show(where, "typing", {"kind": "typing", "on": False})
        thread = conversation.partition(THREAD)[2]
        self.board.show(where, name, {"kind": "said", "activity": content, "is_reply": bool(thread)})

    async def _answered(self, times: int) -> None:
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                while len(self.connector.sent) < times:
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise NoAnswer from None

    async def _tell(self, name: str, its: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat()
        await self.caller.bring(activity(self.connector, **{"id": name, "timestamp": at, **its}))


def code_in(said: str) -> str:
    """Return the code that `signpost broker teams-code` shows."""
    found = _CODE.search(said)
    return found[0] if found else ""


def executes(content: Any) -> Iterator[Activity]:
    """Yield the buttons that Signpost answers, in the order in which they stand on a card."""
    if isinstance(content, list):
        for one in content:
            yield from executes(one)
    elif isinstance(content, dict):
        if content.get("type") == "Action.Execute":
            yield content
        for name in ("body", "items", "rows", "cells", "actions"):
            yield from executes(content.get(name, []))


def _alone() -> dict[str, Any]:
    return {
        "from": AUTHOR,
        "conversation": {"id": CHAT, "conversationType": "personal", "tenantId": TENANT},
    }
