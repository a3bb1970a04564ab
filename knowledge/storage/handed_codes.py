"""The codes that people were handed, with what each of them agreed to, and who tried codes of late.

A code leads from somewhere else to one conversation. Only its mark is kept,
and that no longer than it is good.
"""

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
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.outbox_table import outbox
from knowledge.storage.sealed import Marked, SealedJson
from knowledge.storage.tables import Instant, metadata

handed_codes = Table(
    "handed_codes",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("code", Marked),
    Column("purpose", String(10), nullable=False),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("consent", SealedJson, nullable=False),
    Column("content", SealedJson),
    Column("seq", Integer, nullable=False),
    Column("given", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used", Instant),
    Column("shown_in", String(40)),
    UniqueConstraint("code"),
    Index("ix_handed_codes_conversation_id", "conversation_id"),
)
code_tries = Table(
    "code_tries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("who", Marked, nullable=False),
    Column("until", Instant, nullable=False),
    Index("ix_code_tries_who_until", "who", "until"),
)


class Purpose(StrEnum):
    """What a code is good for: to go on with a chat elsewhere, or to read what was passed to an adviser."""

    MOVE = "move"
    BRIEF = "brief"


@dataclass(frozen=True)
class Handed:
    """One code that was handed out, without the code.

    `consent` is what was agreed to as it was read, `content` what whoever uses it gets. `seq` is the number
    of the last line of the transcript when it was handed out, `shown_in` the line in which it was read.
    """

    id: str
    purpose: Purpose
    conversation_id: str
    consent: dict[str, Any]
    seq: int
    given: datetime
    until: datetime
    content: dict[str, Any] | None = None
    used: datetime | None = None
    shown_in: str | None = None


class HandedCodes:
    """The codes, of which each conversation has at most one of a kind that is still good."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction; lock the conversation first."""
        self._session = session

    def hand(self, code: str, handed: Handed) -> None:
        """Keep a code until its time is over; an earlier one of the same kind is good no more."""
        self.take_back(handed.conversation_id, handed.purpose)
        self._session.execute(insert(handed_codes).values(**asdict(handed), code=code))

    def leads_to(self, code: str, purpose: Purpose, now: datetime) -> str | None:
        """Return the conversation of a code that is good; None when it is none, was used or is over."""
        query = select(handed_codes.c.conversation_id).where(*_good(code, purpose, now))
        return self._session.scalars(query).one_or_none()

    def redeem(self, code: str, purpose: Purpose, now: datetime) -> Handed | None:
        """Return what a code stood for, which is good no more from here on; None when it is not good.

        Of two at once one gets it.
        """
        used = {"code": None, "used": now, "content": None}
        using = update(handed_codes).where(*_good(code, purpose, now)).values(**used)
        content = select(handed_codes.c.content).where(*_good(code, purpose, now)).with_for_update()
        kept = self._session.execute(content).one_or_none()
        row = self._session.execute(using.returning(handed_codes)).one_or_none()
        return None if row is None or kept is None else _handed(row, kept.content)

    def read_in(self, handed_id: str, entry_id: str) -> None:
        """Note the line of the transcript in which it was read."""
        its = handed_codes.c.id == handed_id
        self._session.execute(update(handed_codes).where(its).values(shown_in=entry_id))

    def take_back(self, conversation_id: str, purpose: Purpose) -> bool:
        """Let what was not used be good no more; False when there is none."""
        its = handed_codes.c.conversation_id == conversation_id, handed_codes.c.purpose == purpose
        gone = delete(handed_codes).where(*its, handed_codes.c.used.is_(None)).returning(handed_codes.c.id)
        return bool(self._session.scalars(gone).all())

    def used(self, conversation_id: str, purpose: Purpose) -> list[Handed]:
        """Return what was used, newest first."""
        its = handed_codes.c.conversation_id == conversation_id, handed_codes.c.purpose == purpose
        query = select(handed_codes).where(*its, handed_codes.c.used.is_not(None))
        found = self._session.execute(query.order_by(handed_codes.c.used.desc(), handed_codes.c.id))
        return [_handed(row, row.content) for row in found]

    def find(self, handed_id: str) -> Handed | None:
        """Return what was handed out under this id, or None."""
        row = self._session.execute(select(handed_codes).where(handed_codes.c.id == handed_id)).one_or_none()
        return None if row is None else _handed(row, row.content)

    def burn(self, code: str, purpose: Purpose, now: datetime) -> str | None:
        """Let a code be good no more that others have seen; return its conversation, None when it was not."""
        gone = delete(handed_codes).where(*_good(code, purpose, now))
        return self._session.scalars(gone.returning(handed_codes.c.conversation_id)).one_or_none()

    def unsay(self, handed: Handed) -> None:
        """Delete what others read of it; that they were told something stays in their chat."""
        self._strip([handed.shown_in] if handed.shown_in else [])
        its = handed_codes.c.id == handed.id
        self._session.execute(update(handed_codes).where(its).values(shown_in=None))

    def forget(self, conversation_id: str) -> None:
        """Delete what was agreed to and handed out, and what others read of it."""
        its = handed_codes.c.conversation_id == conversation_id
        gone = self._session.scalars(delete(handed_codes).where(its).returning(handed_codes.c.shown_in)).all()
        self._strip([entry_id for entry_id in gone if entry_id])

    def _strip(self, entry_ids: list[str]) -> None:
        query = select(outbox.c.id, outbox.c.content).where(outbox.c.id.in_(entry_ids))
        for row in self._session.execute(query).all():
            bare = {**row.content, "cards": []}
            self._session.execute(update(outbox).where(outbox.c.id == row.id).values(content=bare))


class CodeTries:
    """Who tried a code that was not good, for as long as that counts."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def most(self, several: list[str], now: datetime) -> int:
        """Return how often the one of these tried that tried most."""
        its = code_tries.c.who.in_(several), code_tries.c.until > now
        counts = select(func.count()).where(*its).group_by(code_tries.c.who)
        return max(self._session.scalars(counts), default=0)

    def note(self, several: list[str], until: datetime) -> None:
        """Count one more try of each of these until then."""
        self._session.execute(insert(code_tries), [{"who": who, "until": until} for who in several])


def _good(code: str, purpose: Purpose, now: datetime) -> tuple[Any, ...]:
    its = handed_codes.c.code == code, handed_codes.c.purpose == purpose
    return *its, handed_codes.c.used.is_(None), handed_codes.c.until > now


def _handed(row: Row[Any], content: dict[str, Any] | None) -> Handed:
    told = {name: value for name, value in row._mapping.items() if name != "code"}
    return Handed(**{**told, "purpose": Purpose(row.purpose), "content": content})
