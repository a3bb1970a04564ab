"""The transcript of each conversation, and the outbox: what was said is a row before it is sent."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.replies import Card
from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("sender", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("content", SealedJson, nullable=False),
    Column("in_reply_to", String(100)),
    Column("delivery", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    UniqueConstraint("conversation_id", "seq"),
    Index("ix_outbox_delivery_next_try", "delivery", "next_try"),
)


class Sender(StrEnum):
    """Who said it."""

    PERSON = "person"
    BOT = "bot"
    BROKER = "broker"
    SYSTEM = "system"


class Kind(StrEnum):
    """An apology stands in for an answer that is still to come."""

    SAID = "said"
    APOLOGY = "apology"


class Delivery(StrEnum):
    """Where a row stands on its way out; what the web fetches by itself is never sent."""

    FETCHED = "fetched"
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True)
class Button:
    """A choice as the person may see it: a label, and the opaque id of what it means."""

    label: str
    choice: str


@dataclass(frozen=True)
class Shown:
    """What one row of the transcript shows."""

    text: str
    cards: tuple[Card, ...] = ()
    choices: tuple[Button, ...] = ()
    notices: tuple[str, ...] = ()

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Shown":
        """Read what is stored."""
        return cls(
            text=content["text"],
            cards=tuple(map(Card.unpack, content["cards"])),
            choices=tuple(Button(**choice) for choice in content["choices"]),
            notices=tuple(content["notices"]),
        )


@dataclass(frozen=True)
class Entry:
    """One row of the transcript; `seq` counts from 1 in each conversation, without gaps."""

    id: str
    conversation_id: str
    seq: int
    sender: Sender
    kind: Kind
    said_at: datetime
    shown: Shown
    in_reply_to: str | None


class EntryNotFound(LookupError):
    """Nothing was said under this number, or it was deleted."""

    def __init__(self, conversation_id: str, seq: int) -> None:
        super().__init__(f"no message {seq} is kept of conversation {conversation_id!r}")
        self.conversation_id, self.seq = conversation_id, seq


class Outbox:
    """Everything that was said, in order."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(
        self,
        conversation_id: str,
        sender: Sender,
        shown: Shown,
        now: datetime,
        *,
        in_reply_to: str | None = None,
        kind: Kind = Kind.SAID,
        delivery: Delivery = Delivery.FETCHED,
    ) -> Entry:
        """Add one row at the end of the transcript; listeners see it after the commit."""
        entry = Entry(
            uuid.uuid4().hex,
            conversation_id,
            self._next_seq(conversation_id),
            sender,
            kind,
            now,
            shown,
            in_reply_to,
        )
        self._session.execute(
            insert(outbox).values(
                id=entry.id,
                conversation_id=conversation_id,
                seq=entry.seq,
                sender=sender,
                kind=kind,
                said_at=now,
                content=asdict(shown),
                in_reply_to=in_reply_to,
                delivery=delivery,
                attempts=0,
                next_try=now if delivery is Delivery.WAITING else None,
            )
        )
        return entry

    def after(self, conversation_id: str, seq: int = 0) -> list[Entry]:
        """Return what was said after a number in the transcript, in order."""
        return self._load(outbox.c.conversation_id == conversation_id, outbox.c.seq > seq)

    def of_conversations(self, conversation_ids: Iterable[str], since: datetime) -> dict[str, list[Entry]]:
        """Return what was said in each of these conversations since then, in order, in one query."""
        said: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._load(
            outbox.c.conversation_id.in_(list(conversation_ids)), outbox.c.said_at >= since
        ):
            said[entry.conversation_id].append(entry)
        return said

    def get(self, conversation_id: str, seq: int) -> Entry:
        """Return what was said under one number of the transcript, or raise EntryNotFound."""
        found = self._load(outbox.c.conversation_id == conversation_id, outbox.c.seq == seq)
        if not found:
            raise EntryNotFound(conversation_id, seq)
        return found[0]

    def replies_to(self, conversation_id: str, message_id: str) -> list[Entry]:
        """Return what was answered to one message, apologies included."""
        return self._load(
            outbox.c.conversation_id == conversation_id,
            outbox.c.in_reply_to == message_id,
            outbox.c.sender != Sender.PERSON,
        )

    def forget(self, conversation_id: str) -> None:
        """Delete the transcript of a conversation."""
        self._session.execute(delete(outbox).where(outbox.c.conversation_id == conversation_id))

    def _next_seq(self, conversation_id: str) -> int:
        counting = (
            update(conversations)
            .where(conversations.c.id == conversation_id)
            .values(last_seq=conversations.c.last_seq + 1)
            .returning(conversations.c.last_seq)
        )
        seq: int = self._session.scalars(counting).one()
        return seq

    def _load(self, *conditions: Any) -> list[Entry]:
        found = self._session.execute(select(outbox).where(*conditions).order_by(outbox.c.seq))
        return [_entry(row) for row in found]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.id,
        row.conversation_id,
        row.seq,
        Sender(row.sender),
        Kind(row.kind),
        row.said_at,
        Shown.unpack(row.content),
        row.in_reply_to,
    )
