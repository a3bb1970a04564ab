"""Wakes whoever waits for news of a conversation."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.gateway.ledger import Ledger
from knowledge.storage.conversations import Conversations, Head

LOOK_EVERY_S = 0.5


@dataclass(eq=False)
class Ear:
    """One who listens: `rung` is set at each ring, and cleared by the listener before looking for news.

    `typing` says whether a ring is wanted as well when an answer is begun.
    """

    typing: bool
    rung: asyncio.Event = field(default_factory=asyncio.Event)


class Bell:
    """Rings for the listeners of a conversation in this process."""

    def __init__(self) -> None:
        self.closing = False
        self._ears: dict[str, set[Ear]] = {}
        self._typing: set[str] = set()

    @contextmanager
    def listening(self, conversation_id: str, typing: bool = False) -> Iterator[asyncio.Event]:
        """Give the event that is set at each ring."""
        ear = Ear(typing)
        self._ears.setdefault(conversation_id, set()).add(ear)
        try:
            yield ear.rung
        finally:
            self._ears[conversation_id].discard(ear)
            if not self._ears[conversation_id]:
                del self._ears[conversation_id]

    def ring(self, conversation_id: str) -> None:
        """Wake the listeners of one conversation."""
        for ear in self._ears.get(conversation_id, ()):
            ear.rung.set()

    def begin_typing(self, conversation_id: str) -> None:
        """Note that an answer is being made, and wake those who show it."""
        self._typing.add(conversation_id)
        for ear in self._ears.get(conversation_id, ()):
            if ear.typing:
                ear.rung.set()

    def end_typing(self, conversation_id: str) -> None:
        """Note that the answer is made, or failed, and wake everybody."""
        self._typing.discard(conversation_id)
        self.ring(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        """Is an answer being made in this process?"""
        return conversation_id in self._typing

    def listened(self) -> list[str]:
        """Return the conversations that somebody waits for."""
        return list(self._ears)

    def how_many(self, conversation_id: str) -> int:
        """Return how many show one conversation live."""
        return sum(ear.typing for ear in self._ears.get(conversation_id, ()))

    def close(self) -> None:
        """Wake everybody for the last time: this process ends."""
        self.closing = True
        for conversation_id in self.listened():
            self.ring(conversation_id)


class Watch:
    """Rings for what other processes wrote: one query for all listeners, not one for each."""

    def __init__(self, ledger: Ledger, bell: Bell) -> None:
        self._ledger = ledger
        self._bell = bell
        self._known: dict[str, Head] = {}

    async def look(self) -> None:
        """Ring for every conversation that has changed since the last look."""
        listened = self._bell.listened()
        if not listened:
            self._known = {}
            return
        heads = await self._ledger.read(lambda session: Conversations(session).heads(listened))
        for conversation_id, head in heads.items():
            if self._known.get(conversation_id) != head:
                self._bell.ring(conversation_id)
        self._known = heads
