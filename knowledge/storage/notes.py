"""What people leave with us: feedback, wrong information, and what they want to hear of."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Session

from knowledge.identities import mark_text
from knowledge.storage.sealed import Marked, SealedText
from knowledge.storage.tables import Instant, metadata


def _noted(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("conversation_id", String(40), nullable=False),
        Column("message_id", String(100), nullable=False),
        Column("at", Instant, nullable=False),
        *columns,
        UniqueConstraint("conversation_id", "message_id"),
    )


feedback = _noted("feedback", Column("rating", String(10)), Column("text", SealedText, nullable=False))
wrong_information = _noted(
    "wrong_information",
    Column("programme_id", String(100)),
    Column("text", SealedText, nullable=False),
    Column("dealt_by", String(40)),
    Column("dealt_at", Instant),
)
subscriptions = _noted(
    "subscriptions",
    Column("address", SealedText, nullable=False),
    # an index that nobody can read: is there something for this address already?
    Column("address_mark", Marked, index=True),
    Column("topics", JSON, nullable=False),
    Column("confirmed", Instant),
)
reminders = _noted(
    "reminders",
    Column("address", SealedText, nullable=False),
    Column("address_mark", Marked, index=True),
    Column("programme_id", String(100), nullable=False),
    Column("from_month", String(7)),
    Column("agreed_to", SealedText, nullable=False),
    Column("queued", Instant),
    Column("sent", Instant),
    Column("entry_id", String(40)),
)


@dataclass(frozen=True)
class Feedback:
    """Praise or a complaint; `rating` is "good", "bad" or None."""

    conversation_id: str
    message_id: str
    at: datetime
    rating: str | None
    text: str


@dataclass(frozen=True)
class WrongInformation:
    """Something that is said to be wrong; `programme_id` is None when it is not about one programme."""

    conversation_id: str
    message_id: str
    at: datetime
    programme_id: str | None
    text: str


@dataclass(frozen=True)
class Subscription:
    """A wish to hear about topics at an address; no topics means all of them."""

    conversation_id: str
    message_id: str
    at: datetime
    address: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Reminder:
    """A wish to be told when a programme fits.

    `agreed_to` are the words of the question that was said yes to, `from_month` is the month (YYYY-MM) from
    which it should fit, or None when nobody can tell.
    """

    conversation_id: str
    message_id: str
    at: datetime
    address: str
    programme_id: str
    from_month: str | None
    agreed_to: str


Note = Feedback | WrongInformation | Subscription | Reminder
TABLE_OF: dict[type, Table] = {
    Feedback: feedback,
    WrongInformation: wrong_information,
    Subscription: subscriptions,
    Reminder: reminders,
}


class Notes:
    """The notes, each kept once for each message."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def keep(self, note: Note) -> bool:
        """Add a note; False, and nothing changed, when this message has left one of its kind before."""
        table = TABLE_OF[type(note)]
        its = table.c.conversation_id == note.conversation_id, table.c.message_id == note.message_id
        if self._session.execute(select(table.c.id).where(*its)).first() is not None:
            return False
        self._session.execute(insert(table).values(**asdict(note), **_mark(note)))
        return True

    def all[N: Note](self, kind: type[N]) -> list[N]:
        """Return every note of one kind, oldest first."""
        table = TABLE_OF[kind]
        return [_note(kind, row) for row in self._session.execute(select(table).order_by(table.c.id))]

    def of_conversation[N: Note](self, kind: type[N], conversation_id: str) -> list[N]:
        """Return what one conversation left of one kind, oldest first."""
        table = TABLE_OF[kind]
        its = select(table).where(table.c.conversation_id == conversation_id).order_by(table.c.id)
        return [_note(kind, row) for row in self._session.execute(its)]

    def forget(self, conversation_id: str) -> None:
        """Delete what one conversation left."""
        for table in TABLE_OF.values():
            self._session.execute(delete(table).where(table.c.conversation_id == conversation_id))


def _mark(note: Note) -> dict[str, str]:
    if not isinstance(note, Subscription | Reminder):
        return {}
    return {"address_mark": mark_text(note.address)}


def _note[N: Note](kind: type[N], row: Row[Any]) -> N:
    content = {one.name: row._mapping[one.name] for one in fields(kind)}
    if "topics" in content:
        content["topics"] = tuple(content["topics"])
    return kind(**content)
