"""What channels took of us: their names for the parts of each row of the transcript, and its fate."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.adding import add_unless_there
from knowledge.storage.outbox_table import outbox
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


MARK = re.compile(r"(?P<entry>[0-9a-f]{32}):(?P<number>-1|[0-9]{1,4})", re.ASCII)
KNOCK = -1  # the part that a message has which only says that something waits


class Arrived(StrEnum):
    """How far a message has come, in this order; a failed one comes no further."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


ORDER = tuple(Arrived)


@dataclass(frozen=True)
class Part:
    """One part of a row of the transcript: what goes out as one message."""

    entry_id: str
    number: int

    @property
    def mark(self) -> str:
        """Return what can be given to a channel with the message, to be told with its fate."""
        return f"{self.entry_id}:{self.number}"

    @classmethod
    def of_mark(cls, mark: str) -> "Part | None":
        """Return the part that a mark is of; None when it is no mark of ours."""
        found = MARK.fullmatch(mark)
        return None if found is None else cls(found["entry"], int(found["number"]))


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


# built once: docs/decisions/0023-committed-together.md
LAST_TAKEN = select(func.max(channel_messages.c.part)).where(
    channel_messages.c.entry_id == bindparam("entry"), channel_messages.c.taken_back.is_(None)
)
FAILED = (
    select(channel_messages)
    .where(
        channel_messages.c.entry_id == bindparam("entry"),
        channel_messages.c.taken_back.is_(None),
        channel_messages.c.state == Arrived.FAILED,
        channel_messages.c.part > KNOCK,
        channel_messages.c.error.is_not(None),
    )
    .order_by(channel_messages.c.part)
    .limit(1)
)
NAMED = channel_messages.c.channel == bindparam("on"), channel_messages.c.id == bindparam("name")
FIND = (
    select(outbox.c.conversation_id, outbox.c.seq, channel_messages.c.entry_id, channel_messages.c.part)
    .join(channel_messages, channel_messages.c.entry_id == outbox.c.id)
    .where(*NAMED)
)
MOVE = (
    update(channel_messages)
    .where(*NAMED, channel_messages.c.state.in_(bindparam("earlier", expanding=True)))
    .values(state=bindparam("to"), at=bindparam("noted"))
)


class ChannelMessages:
    """The messages that channels took, by the names that they gave them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, taken: Taken) -> None:
        """Note that a channel took one part of a row, and what it calls it; again, it changes nothing.

        Nor does another name of a part that is noted: it went twice because nobody could know of the first,
        and what becomes of one of the two must not be taken for what became of both.
        """
        if KNOCK < taken.part < self.parts_taken(taken.entry_id):
            return
        add_unless_there(self._session, channel_messages, {**vars(taken), "state": Arrived.SENT})

    def parts_taken(self, entry_id: str) -> int:
        """Return how many parts of a row its channel has taken, those aside that are to be brought again."""
        last: int | None = self._session.scalars(LAST_TAKEN, {"entry": entry_id}).one()
        return 0 if last is None else last + 1

    def note(
        self, channel: str, message_id: str, state: Arrived, at: datetime, why: Why | None = None
    ) -> None:
        """Note how far a message has come, never back, and why when it failed."""
        earlier = [before.value for before in ORDER[: ORDER.index(state)]]
        its = {"on": channel, "name": message_id, "earlier": earlier}
        moving = MOVE if why is None else MOVE.values(**vars(why))
        self._session.execute(moving, {**its, "to": state, "noted": at})

    def failed(self, entry_id: str) -> Failed | None:
        """Return the first part of a row that failed and is not to be brought again yet."""
        row = self._session.execute(FAILED, {"entry": entry_id}).one_or_none()
        return None if row is None else Failed(row.part, Why(row.error, row.is_final, row.again_after))

    def find(self, channel: str, message_id: str) -> Row | None:
        """Return which part of which row a message is; None when it is none of ours."""
        found = self._session.execute(FIND, {"on": channel, "name": message_id}).one_or_none()
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
