"""What channels took of us: their names for the parts of each row of the transcript, and its fate."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from knowledge.storage.outbox import outbox
from knowledge.storage.tables import Instant, metadata

channel_messages = Table(
    "channel_messages",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("entry_id", String(40), ForeignKey("outbox.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("error", String(60)),
    Index("ix_channel_messages_entry_id", "entry_id"),
)


KNOCK = -1  # the part that a message has which only says that something waits


class Arrived(StrEnum):
    """How far a message has come, in this order; a failed one comes no further."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


ORDER = tuple(Arrived)


@dataclass(frozen=True)
class Row:
    """Which part of which row of a transcript a message of ours is."""

    conversation_id: str
    seq: int
    entry_id: str
    part: int


@dataclass(frozen=True)
class Taken:
    """One part of a row of the transcript, under the id that its channel gave it."""

    channel: str
    id: str
    entry_id: str
    part: int
    at: datetime


class ChannelMessages:
    """The messages that channels took, by the names that they gave them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, taken: Taken) -> None:
        """Note that a channel took one part of a row, and what it calls it."""
        self._session.execute(insert(channel_messages).values(**vars(taken), state=Arrived.SENT))

    def parts_taken(self, entry_id: str) -> int:
        """Return how many parts of a row its channel has taken."""
        query = select(func.max(channel_messages.c.part)).where(channel_messages.c.entry_id == entry_id)
        last: int | None = self._session.scalars(query).one()
        return 0 if last is None else last + 1

    def note(
        self, channel: str, message_id: str, state: Arrived, at: datetime, error: str | None = None
    ) -> Row | None:
        """Note how far a message has come, never back; return its row, or None when it is none of ours."""
        its = channel_messages.c.channel == channel, channel_messages.c.id == message_id
        earlier = [before.value for before in ORDER[: ORDER.index(state)]]
        values: dict[str, Any] = {"state": state, "at": at, "error": error}
        moving = update(channel_messages).where(*its, channel_messages.c.state.in_(earlier)).values(**values)
        self._session.execute(moving)
        columns = channel_messages.c.entry_id, channel_messages.c.part
        where = select(outbox.c.conversation_id, outbox.c.seq, *columns).join(
            channel_messages, channel_messages.c.entry_id == outbox.c.id
        )
        found = self._session.execute(where.where(*its)).one_or_none()
        return None if found is None else Row(**found._mapping)

    def has_knocked(self, conversation_id: str, since: datetime) -> bool:
        """Was the person told since then that something waits for them?"""
        query = select(channel_messages.c.id).join(outbox, channel_messages.c.entry_id == outbox.c.id)
        its = outbox.c.conversation_id == conversation_id, channel_messages.c.part == KNOCK
        return self._session.scalars(query.where(*its, channel_messages.c.at >= since)).first() is not None

    def take_back(self, entry_id: str, part: int) -> None:
        """Forget that a part of a row was taken, and those after it, so that they are brought again."""
        its = channel_messages.c.entry_id == entry_id, channel_messages.c.part >= part
        self._session.execute(delete(channel_messages).where(*its))

    def take_back_failed(self, entry_id: str) -> None:
        """Forget the first part of a row that failed and those after it, so that they are brought again."""
        its = channel_messages.c.entry_id == entry_id, channel_messages.c.part != KNOCK
        failed = select(func.min(channel_messages.c.part)).where(
            *its, channel_messages.c.state == Arrived.FAILED
        )
        if (first := self._session.scalars(failed).one()) is not None:
            self.take_back(entry_id, first)

    def forget(self, conversation_id: str) -> None:
        """Delete what channels called the messages of a conversation."""
        its = select(outbox.c.id).where(outbox.c.conversation_id == conversation_id)
        self._session.execute(delete(channel_messages).where(channel_messages.c.entry_id.in_(its)))
