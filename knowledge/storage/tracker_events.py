"""The conversations as the engine remembers them: one row for each event, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Integer, String, Table, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.conversations import conversations
from knowledge.storage.tables import metadata

tracker_events = Table(
    "tracker_events",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(64), nullable=False),
    Column("content", JSON(), nullable=False),
)


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
        query = (
            select(tracker_events.c.kind, tracker_events.c.content)
            .where(tracker_events.c.conversation == conversation)
            .order_by(tracker_events.c.position)
        )
        return [TrackerEvent(row.kind, row.content) for row in self._session.execute(query)]

    def append(self, conversation: str, already: int, events: Sequence[TrackerEvent]) -> None:
        """Add events after the first `already` ones.

        Raises ConversationWentOn when others were stored or erased meanwhile, or the conversation has ended.
        """
        if not events:
            return
        if self._has_ended(conversation) or self._stored(conversation) != already:
            raise ConversationWentOn(conversation)
        rows = [
            {"conversation": conversation, "position": position, "kind": event.kind, "content": event.content}
            for position, event in enumerate(events, start=already)
        ]
        try:
            self._session.execute(insert(tracker_events), rows)
        except IntegrityError:
            raise ConversationWentOn(conversation) from None

    def erase(self, conversation: str) -> int:
        """Delete all events of one conversation; return how many there were."""
        query = delete(tracker_events).where(tracker_events.c.conversation == conversation)
        return self._session.connection().execute(query).rowcount

    def conversations(self) -> list[str]:
        """Return the ids of all conversations."""
        return list(self._session.scalars(select(tracker_events.c.conversation).distinct()))

    def _has_ended(self, conversation: str) -> bool:
        # the lock keeps an erasure from coming between the look and the insert; `rasa shell` has no such row
        query = select(conversations.c.ended).where(conversations.c.id == conversation).with_for_update()
        return self._session.scalars(query).one_or_none() is not None

    def _stored(self, conversation: str) -> int:
        its = tracker_events.c.conversation == conversation
        return self._session.scalars(select(func.count()).select_from(tracker_events).where(its)).one()
