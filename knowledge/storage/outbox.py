"""The transcript of each conversation, and the outbox: what was said is a row before it is sent."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Row,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.replies import Card
from knowledge.storage.outbox_table import (
    ADD,
    AFTER,
    COUNT,
    DUE,
    HOLD,
    IN_ORDER,
    ONE_ALONE,
    REPLIES,
    SETTLE,
    TAKE,
    WAITS,
    WAKE,
    outbox,
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

    Only a question that lapsed unread, or a row that was brought anew, leaves a gap. `revived` is since when
    a row is brought that had been given up; it was said when it was said.
    """

    id: str
    conversation_id: str
    seq: int
    sender: Sender
    kind: Kind
    said_at: datetime
    shown: Shown
    in_reply_to: str | None
    revived: datetime | None = None

    @property
    def brought_since(self) -> datetime:
        """Return since when somebody tries to bring it."""
        return self.said_at if self.revived is None else self.revived


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
        row = {
            "id": entry.id,
            "conversation_id": conversation_id,
            "seq": entry.seq,
            "sender": sender,
            "kind": kind,
            "said_at": now,
            "content": asdict(shown),
            "in_reply_to": in_reply_to,
            "delivery": Delivery.WAITING if is_pushed else Delivery.FETCHED,
            "attempts": 0,
            "next_try": now if is_pushed else None,
        }
        self._session.execute(ADD, row)
        return entry

    def after(self, conversation_id: str, seq: int = 0) -> list[Entry]:
        """Return what was said after a number in the transcript, in order."""
        return [_entry(row) for row in self._session.execute(AFTER, {"of": conversation_id, "after": seq})]

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
        its = {"of": conversation_id, "to": message_id, "person": Sender.PERSON}
        return [_entry(row) for row in self._session.execute(REPLIES, its)]

    def forget(self, conversation_id: str) -> None:
        """Delete the transcript of a conversation."""
        self._session.execute(delete(outbox).where(outbox.c.conversation_id == conversation_id))

    def due(self, now: datetime, limit: int) -> list[Waiting]:
        """Return what is to be brought to people now: of each conversation the oldest row that waits.

        What is said unasked and was put off holds up nobody's words meanwhile.
        """
        its = {"now": now, "waiting": Delivery.WAITING, "unasked": sorted(UNASKED), "most": limit}
        found = self._session.execute(DUE, its)
        return [Waiting(_entry(row), row.attempts) for row in found]

    def take(self, waiting: Waiting, now: datetime, until: datetime) -> bool:
        """Take a row in hand until then; False when somebody else has. The attempt counts from here."""
        its = {"of": waiting.entry.id, "waiting": Delivery.WAITING, "before": waiting.attempts}
        return self._session.execute(TAKE, {**its, "now": now, "until": until}).one_or_none() is not None

    def wake(self, conversation_id: str, errors: Iterable[str], now: datetime) -> bool:
        """Try again now what was put off for one of these reasons; False when there is none.

        What is in hand has no reason, so that it is not taken in hand twice.
        """
        its = {"of": conversation_id, "waiting": Delivery.WAITING, "errors": list(errors), "now": now}
        return self._session.execute(WAKE, its).first() is not None

    def waits(
        self, conversation_id: str, senders: Iterable[Sender], kinds: Iterable[Kind] = tuple(Kind)
    ) -> bool:
        """Does anything of these kinds that one of these said wait to be brought to the person?"""
        its = {"of": conversation_id, "waiting": Delivery.WAITING}
        such = {"senders": list(senders), "kinds": list(kinds)}
        return self._session.scalars(WAITS, {**its, **such}).first() is not None

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

    def conversation_of(self, entry_id: str) -> str | None:
        """Return the conversation that a row is of; None when there is no such row."""
        query = select(outbox.c.conversation_id).where(outbox.c.id == entry_id)
        return self._session.scalars(query).one_or_none()

    def sent(self, entry_id: str) -> Waiting | None:
        """Return a row that was brought, and how often that was begun; None when it is in other hands.

        Until the end of the transaction nobody else settles it.
        """
        row = self._session.execute(ONE_ALONE, {"of": entry_id}).one_or_none()
        if row is None or row.delivery != Delivery.SENT:
            return None
        return Waiting(_entry(row), row.attempts)

    def hold(self, entry_id: str) -> None:
        """Let nobody else settle a row before the end of the transaction."""
        self._session.execute(HOLD, {"of": entry_id})

    def settle(self, entry_id: str, delivery: Delivery, error: str | None = None) -> None:
        """Note that a row was brought, or given up and why."""
        self._session.execute(SETTLE, {"of": entry_id, "as": delivery, "again": None, "why": error})

    def revive(self, entry_id: str, now: datetime) -> bool:
        """Bring a row after all that was given up; False when it is not.

        It stands last in its conversation then: what was said since waits no longer for it, and it is tried
        as long as any other. When it was said stays, and so do the parts of it that were brought.
        """
        its = outbox.c.id == entry_id, outbox.c.delivery == Delivery.DEAD
        conversation_id = self._session.scalars(select(outbox.c.conversation_id).where(*its)).one_or_none()
        if conversation_id is None:
            return False
        seq, _ = self._next_seq(conversation_id)  # holds the conversation before its row, as everybody does
        anew = {"delivery": Delivery.WAITING, "attempts": 0, "next_try": now, "error": None, "revived": now}
        reviving = update(outbox).where(*its).values(**anew, seq=seq).returning(outbox.c.id)
        return self._session.scalars(reviving).one_or_none() is not None

    def put_off(self, entry_id: str, next_try: datetime, error: str) -> None:
        """Note when to try again and why, also of a row that seemed to have been brought."""
        its = {"of": entry_id, "as": Delivery.WAITING, "again": next_try, "why": error}
        self._session.execute(SETTLE, its)

    def _next_seq(self, conversation_id: str) -> tuple[int, str]:
        row = self._session.execute(COUNT, {"of": conversation_id}).one()
        return row.last_seq, row.channel

    def _load(self, *conditions: Any) -> list[Entry]:
        found = self._session.execute(IN_ORDER.where(*conditions))
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
        row.revived,
    )
