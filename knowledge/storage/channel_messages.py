"""What channels took of us: their names for the parts of each row of the transcript, and its fate."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
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
    Column("is_final", Boolean),
    Column("again_after", Integer),
    Column("taken_back", Instant),
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


@dataclass(frozen=True)
class Why:
    """Why a message failed: a code, whether for good, and else how many seconds to wait at least."""

    error: str
    is_final: bool
    again_after: int | None = None


@dataclass(frozen=True)
class Failed:
    """A part of a row that failed, and why."""

    part: int
    why: Why


class ChannelMessages:
    """The messages that channels took, by the names that they gave them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, taken: Taken) -> None:
        """Note that a channel took one part of a row, and what it calls it."""
        self._session.execute(insert(channel_messages).values(**vars(taken), state=Arrived.SENT))

    def parts_taken(self, entry_id: str) -> int:
        """Return how many parts of a row its channel has taken, those aside that are to be brought again."""
        its = channel_messages.c.entry_id == entry_id, channel_messages.c.taken_back.is_(None)
        query = select(func.max(channel_messages.c.part)).where(*its)
        last: int | None = self._session.scalars(query).one()
        return 0 if last is None else last + 1

    def names(self, entry_id: str) -> list[str]:
        """Return what its channel calls the messages of a row."""
        its = channel_messages.c.entry_id == entry_id
        return list(self._session.scalars(select(channel_messages.c.id).where(its)))

    def note(
        self, channel: str, message_id: str, state: Arrived, at: datetime, why: Why | None = None
    ) -> None:
        """Note how far a message has come, never back, and why when it failed."""
        its = channel_messages.c.channel == channel, channel_messages.c.id == message_id
        earlier = [before.value for before in ORDER[: ORDER.index(state)]]
        values: dict[str, Any] = {"state": state, "at": at} | (vars(why) if why else {})
        moving = update(channel_messages).where(*its, channel_messages.c.state.in_(earlier)).values(**values)
        self._session.execute(moving)

    def failed(self, entry_id: str) -> Failed | None:
        """Return the first part of a row that failed and is not to be brought again yet."""
        its = channel_messages.c.entry_id == entry_id, channel_messages.c.taken_back.is_(None)
        broken = channel_messages.c.state == Arrived.FAILED, channel_messages.c.part > KNOCK
        query = select(channel_messages).where(*its, *broken, channel_messages.c.error.is_not(None))
        row = self._session.execute(query.order_by(channel_messages.c.part).limit(1)).one_or_none()
        return None if row is None else Failed(row.part, Why(row.error, row.is_final, row.again_after))

    def find(self, channel: str, message_id: str) -> Row | None:
        """Return which part of which row a message is; None when it is none of ours."""
        its = channel_messages.c.channel == channel, channel_messages.c.id == message_id
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

    def take_back(self, entry_id: str, part: int, at: datetime) -> None:
        """Note that a part of a row, and those after it, are to be brought again."""
        its = channel_messages.c.entry_id == entry_id, channel_messages.c.part >= part
        self._session.execute(update(channel_messages).where(*its).values(taken_back=at))

    def take_back_failed(self, entry_id: str, at: datetime) -> None:
        """Note that the first part of a row that failed, and those after it, are to be brought again."""
        if (failed := self.failed(entry_id)) is not None:
            self.take_back(entry_id, failed.part, at)

    def forget(self, conversation_id: str) -> None:
        """Delete what channels called the messages of a conversation."""
        its = select(outbox.c.id).where(outbox.c.conversation_id == conversation_id)
        self._session.execute(delete(channel_messages).where(channel_messages.c.entry_id.in_(its)))
