"""What a person does, through a gateway's own parts, in one process of it."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.channels.incoming import Posted
from bot.drill.engine import AGAIN, ASK, DELETE, YES
from bot.drill.journal import Person
from bot.drill.steps import Doing, Network, Step
from bot.gateway.chats import Chats
from bot.gateway.errors import Refused
from bot.gateway.ledger import DatabaseDown
from knowledge.wording import say

TEXTS = {
    Doing.SAYS: "we need a new press",
    Doing.ASKS: ASK,
    Doing.AGREES: YES,
    Doing.ASKS_AGAIN: AGAIN,
    Doing.WITHDRAWS: DELETE,
}
PRESSED = {
    Doing.ALLOWS: "relay_allow",
    Doing.KEEPS: "relay_keep",
    Doing.TAKES_BACK: "withdraw_request",
    Doing.TELLS: "it_started",
}
ASKED_OF_DESK = frozenset(PRESSED)  # these the desk answers, whoever has the conversation


@dataclass
class Visit:
    """One request of one person; `tell` says what their browser sent and what it got."""

    chats: Chats
    person: Person
    step: Step
    tell: Callable[..., None]

    async def make(self) -> None:
        """Do what the step says; a person without a conversation opens one first."""
        try:
            if self.person.conversation is None:
                self.person.conversation, _ = await self.chats.start("drill")
                self.tell(conversation=self.person.conversation)
            if self.step.doing is Doing.ERASES:
                await self._erase()
            elif self.step.doing is not Doing.OPENS:
                await self._post(await self._message())
        except DatabaseDown:
            self.tell(unavailable=True)
        finally:
            await self.chats.parts.jobs.close(self.chats.parts.settings.turn_seconds)

    async def send_again(self) -> None:
        """Send what was never answered."""
        for message in self.person.unanswered():
            await self._post(message)
        await self.chats.parts.jobs.close(self.chats.parts.settings.turn_seconds)

    async def _message(self) -> dict[str, Any]:
        if self.step.doing is Doing.RESENDS and self.person.sent:
            again = self.person.unanswered()[:1] or list(self.person.sent.values())
            return random.choice(again)  # noqa: S311 - no secret
        text = TEXTS.get(self.step.doing, TEXTS[Doing.SAYS])
        label = label_of(self.step.doing)
        choice = await self._button(label) if label else None
        written, means = (None, self.step.doing.value) if choice else (text, None)
        to = self.person.conversation
        return {"to": to, "key": self.step.key, "text": written, "choice": choice, "means": means}

    async def _button(self, label: str) -> str | None:
        try:
            _, entries = await self.chats.history(self.person.conversation or "")
        except Refused:
            return None
        offered = [button for entry in entries for button in entry.shown.choices if button.label == label]
        return offered[-1].choice if offered else None

    async def _post(self, message: dict[str, Any]) -> None:
        self.tell(sending=message)
        if self.step.network is Network.LOST:
            return
        posted = Posted(message["key"], message["text"], message["choice"])
        if self.step.network is Network.TWICE:
            await asyncio.gather(*(self._posted(message["to"], posted) for _ in range(2)))
        else:
            await self._posted(message["to"], posted)

    async def _posted(self, conversation: str, posted: Posted) -> None:
        try:
            outcome = await self.chats.post(conversation, posted)
        except Refused as error:
            self.tell(refused=posted.message_id, why=error.code)
        else:
            self.tell(answered=posted.message_id, said=len(outcome.entries), owner=outcome.owner)

    async def _erase(self) -> None:
        if self.step.network is Network.LOST:
            return
        try:
            await self.chats.erase(self.person.conversation or "")
        except Refused:
            return
        self.tell(erased=self.person.conversation)


def label_of(doing: Doing) -> str | None:
    """Return what stands on the button that somebody presses; None for who types."""
    if doing is Doing.AGREES:
        return YES
    return say(f"utter_label_{PRESSED[doing]}") if doing in PRESSED else None
