"""Rasa's conversations in the project's own database; a failure is an error, never a fresh conversation."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from knowledge.keys import keys_of
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents

STORED = "signpost_stored"  # how many events a tracker had when it was read or last saved


class EventStore(TrackerStore):
    """Keeps each event once, appends only new ones, and refuses the second of two writers.

    `host` is a database address (endpoints.yml: `url`); without one the settings name the database.
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: Any = None,
        database: Database | None = None,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._database = database or _opened(host)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the whole conversation, or None when there is none of this id."""
        events = await asyncio.to_thread(self._read, sender_id)
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, [e.content for e in events], self.domain.slots)
        setattr(tracker, STORED, len(events))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are new since the tracker was read, or raise ConversationWentOn."""
        already = getattr(tracker, STORED, 0)
        new = [_packed(event.as_dict()) for event in list(tracker.events)[already:]]
        await asyncio.to_thread(self._append, tracker.sender_id, already, new)
        setattr(tracker, STORED, already + len(new))

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        return await asyncio.to_thread(self._conversations)

    async def erase(self, conversation: str) -> None:
        """Forget one conversation."""
        await asyncio.to_thread(self._erase, conversation)

    def _read(self, conversation: str) -> list[TrackerEvent]:
        with self._database.reading() as session:
            return TrackerEvents(session).of(conversation)

    def _append(self, conversation: str, already: int, events: list[TrackerEvent]) -> None:
        with self._database.open() as session:
            TrackerEvents(session).append(conversation, already, events)

    def _conversations(self) -> list[str]:
        with self._database.reading() as session:
            return TrackerEvents(session).conversations()

    def _erase(self, conversation: str) -> None:
        with self._database.open() as session:
            TrackerEvents(session).erase(conversation)


def _opened(host: str | None) -> Database:
    kept = KnowledgeSettings()
    return Database(host or kept.database_address(), keys_of(kept))


def _packed(content: dict[str, Any]) -> TrackerEvent:
    # through JSON once: an event that JSON cannot hold must fail here and not when it is read again
    return TrackerEvent(str(content["event"]), json.loads(json.dumps(content, allow_nan=False)))
