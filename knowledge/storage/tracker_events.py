"""The conversations as the engine remembers them: a row for the events of each turn, in order.

They are read in every turn, so a turn's events are sealed in one piece: opening each by itself takes three
times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, String, Table, bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import metadata

tracker_events = Table(
    "tracker_events",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("events", Integer, nullable=False),  # how many; a row from before they were sealed has one
    Column("content", SealedJson, nullable=False),
)


# built once: docs/decisions/0023-committed-together.md
ITS = tracker_events.c.conversation == bindparam("of")
OF = select(tracker_events.c.content).where(ITS).order_by(tracker_events.c.position)
# the lock keeps an erasure from coming between the look and the insert; `rasa shell` has no such row
ENDED = select(conversations.c.ended).where(conversations.c.id == bindparam("of")).with_for_update()
STORED = select(func.coalesce(func.sum(tracker_events.c.events), 0)).where(ITS)
APPEND = insert(tracker_events)


class ConversationWentOn(Exception):
    """This conversation was added to, erased or ended since it was read: read it again."""

    def __init__(self, conversation: str) -> None:
        super().__init__(
            "this conversation was added to, erased or ended meanwhile: read it again and repeat the turn"
        )
        self.conversation = conversation


@dataclass(frozen=True)
class TrackerEvent:
    """One event: its kind, and what Rasa needs to make it again."""

    kind: str
    content: dict[str, Any]


class TrackerEvents:
    """The events of every conversation, as if they were in memory."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, conversation: str) -> list[TrackerEvent]:
        """Return the events of one conversation in order; an empty list for an unknown one."""
        found = self._session.scalars(OF, {"of": conversation})
        return [event for content in found for event in _unpacked(content)]

    def append(self, conversation: str, already: int, events: Sequence[TrackerEvent]) -> None:
        """Add events after the first `already` ones.

        Raises ConversationWentOn when others were stored or erased meanwhile, or the conversation has ended.
        """
        if not events:
            return
        if self._has_ended(conversation) or self._stored(conversation) != already:
            raise ConversationWentOn(conversation)
        row = {
            "conversation": conversation,
            "position": already,
            "events": len(events),
            "content": [[event.kind, event.content] for event in events],
        }
        try:
            self._session.execute(APPEND, row)
        except IntegrityError:
            raise ConversationWentOn(conversation) from None

    def erase(self, conversation: str) -> None:
        """Delete all events of one conversation."""
        self._session.execute(delete(tracker_events).where(tracker_events.c.conversation == conversation))

    def conversations(self) -> list[str]:
        """Return the ids of all conversations."""
        return list(self._session.scalars(select(tracker_events.c.conversation).distinct()))

    def _has_ended(self, conversation: str) -> bool:
        return self._session.scalars(ENDED, {"of": conversation}).one_or_none() is not None

    def _stored(self, conversation: str) -> int:
        return int(self._session.scalars(STORED, {"of": conversation}).one())


def _unpacked(content: Any) -> list[TrackerEvent]:
    if isinstance(content, dict):
        return [TrackerEvent(content["event"], content)]
    return [TrackerEvent(kind, event) for kind, event in content]
