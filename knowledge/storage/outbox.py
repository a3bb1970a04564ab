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
    and_,
    delete,
    func,
    insert,
    not_,
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
    Column("error", String(60)),
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
    """An apology stands in for an answer that is still to come.

    A follow-up and a reminder are said unasked: to who has been silent for long WhatsApp takes them only in
    words that were approved before, and they are never said to who wants silence.
    """

    SAID = "said"
    APOLOGY = "apology"
    FOLLOW_UP = "follow_up"
    REMINDER = "reminder"


UNASKED = frozenset({Kind.FOLLOW_UP, Kind.REMINDER})


PUSHED = frozenset({"teams", "whatsapp"})  # channels that people are reached on without asking for it


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
    """What one row of the transcript shows.

    `blanks` are what an approved template is filled in with that says the same.
    """

    text: str
    cards: tuple[Card, ...] = ()
    choices: tuple[Button, ...] = ()
    notices: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Shown":
        """Read what is stored."""
        return cls(
            text=content["text"],
            cards=tuple(map(Card.unpack, content["cards"])),
            choices=tuple(Button(**choice) for choice in content["choices"]),
            notices=tuple(content["notices"]),
            blanks=tuple(content.get("blanks", ())),
        )


@dataclass(frozen=True)
class Entry:
    """One row of the transcript; `seq` counts from 1 in each conversation.

    Only a question that lapsed unread, or a row that was said again, leaves a gap.
    """

    id: str
    conversation_id: str
    seq: int
    sender: Sender
    kind: Kind
    said_at: datetime
    shown: Shown
    in_reply_to: str | None


@dataclass(frozen=True)
class Waiting:
    """A row that waits to be brought to its person, and how often that was begun."""

    entry: Entry
    attempts: int


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
    ) -> Entry:
        """Add one row at the end of the transcript; listeners see it after the commit.

        On a channel that people are reached on it waits to be brought there.
        """
        seq, channel = self._next_seq(conversation_id)
        is_pushed = channel in PUSHED and sender is not Sender.PERSON
        entry = Entry(
            uuid.uuid4().hex,
            conversation_id,
            seq,
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
                delivery=Delivery.WAITING if is_pushed else Delivery.FETCHED,
                attempts=0,
                next_try=now if is_pushed else None,
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

    def due(self, now: datetime, limit: int) -> list[Waiting]:
        """Return what is to be brought to people now: of each conversation the oldest row that waits.

        What is said unasked and was put off holds up nobody's words meanwhile.
        """
        put_off = outbox.c.next_try > now, outbox.c.error.is_not(None)
        later = and_(outbox.c.kind.in_(UNASKED), *put_off)
        oldest = (
            select(func.min(outbox.c.seq).label("seq"), outbox.c.conversation_id)
            .where(outbox.c.delivery == Delivery.WAITING, not_(later))
            .group_by(outbox.c.conversation_id)
            .subquery()
        )
        its = outbox.c.conversation_id == oldest.c.conversation_id, outbox.c.seq == oldest.c.seq
        query = select(outbox).join(oldest, and_(*its)).where(outbox.c.next_try <= now)
        found = self._session.execute(query.order_by(outbox.c.next_try, outbox.c.id).limit(limit))
        return [Waiting(_entry(row), row.attempts) for row in found]

    def take(self, waiting: Waiting, now: datetime, until: datetime) -> bool:
        """Take a row in hand until then; False when somebody else has. The attempt counts from here."""
        its = outbox.c.id == waiting.entry.id, outbox.c.delivery == Delivery.WAITING
        taking = (
            update(outbox)
            .where(*its, outbox.c.next_try <= now, outbox.c.attempts == waiting.attempts)
            .values(attempts=outbox.c.attempts + 1, next_try=until, error=None)
            .returning(outbox.c.id)
        )
        return self._session.execute(taking).one_or_none() is not None

    def wake(self, conversation_id: str, errors: Iterable[str], now: datetime) -> bool:
        """Try again now what was put off for one of these reasons; False when there is none.

        What is in hand has no reason, so that it is not taken in hand twice.
        """
        its = outbox.c.conversation_id == conversation_id, outbox.c.delivery == Delivery.WAITING
        waking = update(outbox).where(*its, outbox.c.error.in_(list(errors))).values(next_try=now)
        return self._session.execute(waking.returning(outbox.c.id)).first() is not None

    def waits(
        self, conversation_id: str, senders: Iterable[Sender], kinds: Iterable[Kind] = tuple(Kind)
    ) -> bool:
        """Does anything of these kinds that one of these said wait to be brought to the person?"""
        its = outbox.c.conversation_id == conversation_id, outbox.c.delivery == Delivery.WAITING
        such = outbox.c.sender.in_(list(senders)), outbox.c.kind.in_(list(kinds))
        return self._session.scalars(select(outbox.c.id).where(*its, *such)).first() is not None

    def last_said(self, conversation_id: str) -> Entry | None:
        """Return the last row that the person has not said; None when there is none."""
        its = outbox.c.conversation_id == conversation_id, outbox.c.sender != Sender.PERSON
        row = self._session.execute(select(outbox).where(*its).order_by(outbox.c.seq.desc()).limit(1)).first()
        return None if row is None else _entry(row)

    def take_back(self, entry_id: str, read: int, error: str) -> None:
        """Say no more what nobody has read: a row to be fetched goes, one to be brought is given up.

        `read` is the number of the last row that was read. What was brought stays as it is.
        """
        its, waits = outbox.c.id == entry_id, outbox.c.delivery == Delivery.WAITING
        self._session.execute(update(outbox).where(its, waits).values(**_dead(error)))
        unread = outbox.c.delivery == Delivery.FETCHED, outbox.c.seq > read
        self._session.execute(delete(outbox).where(its, *unread))

    def call_off(self, conversation_id: str, kinds: Iterable[Kind], error: str) -> list[str]:
        """Bring nothing more of these kinds to a person, and return which rows waited."""
        its = outbox.c.conversation_id == conversation_id, outbox.c.delivery == Delivery.WAITING
        calling = update(outbox).where(*its, outbox.c.kind.in_(list(kinds))).values(**_dead(error))
        return list(self._session.scalars(calling.returning(outbox.c.id)))

    def sent(self, entry_id: str) -> Waiting | None:
        """Return a row that was brought, and how often that was begun; None when it is in other hands.

        Until the end of the transaction nobody else settles it.
        """
        query = select(outbox).where(outbox.c.id == entry_id).with_for_update()
        row = self._session.execute(query).one_or_none()
        if row is None or row.delivery != Delivery.SENT:
            return None
        return Waiting(_entry(row), row.attempts)

    def settle(self, entry_id: str, delivery: Delivery, error: str | None = None) -> None:
        """Note that a row was brought, or given up and why."""
        self._set(entry_id, delivery=delivery, next_try=None, error=error)

    def revive(self, entry_id: str, now: datetime) -> bool:
        """Say a row again that was given up, as if it were new; False when it is not.

        It is the newest of its conversation then: what was said since waits no longer for it, and it is tried
        as long as any other. The parts of it that were brought stay so.
        """
        its = outbox.c.id == entry_id, outbox.c.delivery == Delivery.DEAD
        conversation_id = self._session.scalars(select(outbox.c.conversation_id).where(*its)).one_or_none()
        if conversation_id is None:
            return False
        seq, _ = self._next_seq(conversation_id)  # holds the conversation before its row, as everybody does
        anew = {"delivery": Delivery.WAITING, "attempts": 0, "next_try": now, "error": None, "said_at": now}
        reviving = update(outbox).where(*its).values(**anew, seq=seq).returning(outbox.c.id)
        return self._session.scalars(reviving).one_or_none() is not None

    def put_off(self, entry_id: str, next_try: datetime, error: str) -> None:
        """Note when to try again and why, also of a row that seemed to have been brought."""
        self._set(entry_id, delivery=Delivery.WAITING, next_try=next_try, error=error)

    def _set(self, entry_id: str, **values: Any) -> None:
        self._session.execute(update(outbox).where(outbox.c.id == entry_id).values(**values))

    def _next_seq(self, conversation_id: str) -> tuple[int, str]:
        counting = (
            update(conversations)
            .where(conversations.c.id == conversation_id)
            .values(last_seq=conversations.c.last_seq + 1)
            .returning(conversations.c.last_seq, conversations.c.channel)
        )
        row = self._session.execute(counting).one()
        return row.last_seq, row.channel

    def _load(self, *conditions: Any) -> list[Entry]:
        found = self._session.execute(select(outbox).where(*conditions).order_by(outbox.c.seq))
        return [_entry(row) for row in found]


def _dead(error: str) -> dict[str, Any]:
    return {"delivery": Delivery.DEAD, "next_try": None, "error": error}


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
