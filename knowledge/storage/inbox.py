"""The inbox: every message that was received, committed before anything is made of it."""

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
    Row,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedText
from knowledge.storage.tables import Instant, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("text", SealedText),
    Column("choice_id", String(40)),
    Column("received", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("apologised", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("error", String(40)),
    UniqueConstraint("conversation_id", "message_id"),
    Index("ix_inbox_state_next_try", "state", "next_try"),
)


class State(StrEnum):
    """What became of a message; given up means that a person must look at it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"


# built once: docs/decisions/0023-committed-together.md
RECEIVE = insert(inbox).returning(inbox)
FIND = select(inbox).where(
    inbox.c.conversation_id == bindparam("of"), inbox.c.message_id == bindparam("message")
)
WAITING = (
    select(inbox)
    .where(inbox.c.conversation_id == bindparam("of"), inbox.c.state == State.WAITING)
    .order_by(inbox.c.id)
)
SETTLE = (
    update(inbox).where(inbox.c.id == bindparam("of")).values(state=bindparam("now"), error=bindparam("why"))
)


@dataclass(frozen=True)
class Received:
    """One message as it was received: a text or a choice, or neither for the start of a conversation."""

    id: int
    conversation_id: str
    message_id: str
    text: str | None
    choice_id: str | None
    received: datetime
    state: State
    apologised: bool
    attempts: int
    next_try: datetime
    error: str | None


class Inbox:
    """The messages received, unique by conversation and message id."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def receive(
        self,
        conversation_id: str,
        message_id: str,
        now: datetime,
        *,
        text: str | None = None,
        choice_id: str | None = None,
    ) -> Received:
        """Add a message that has not been received before; lock the conversation first."""
        row = {
            "conversation_id": conversation_id,
            "message_id": message_id,
            "text": text,
            "choice_id": choice_id,
            "received": now,
            "state": State.WAITING,
            "apologised": False,
            "attempts": 0,
            "next_try": now,
        }
        return _received(self._session.execute(RECEIVE, row).one())

    def find(self, conversation_id: str, message_id: str) -> Received | None:
        """Return a message, or None when it was never received."""
        its = {"of": conversation_id, "message": message_id}
        row = self._session.execute(FIND, its).one_or_none()
        return None if row is None else _received(row)

    def waiting(self, conversation_id: str) -> list[Received]:
        """Return what one conversation waits for, oldest first."""
        return [_received(row) for row in self._session.execute(WAITING, {"of": conversation_id})]

    def due(self, now: datetime, limit: int) -> list[str]:
        """Return the conversations that nobody works on and whose oldest waiting message is due."""
        free = or_(conversations.c.lease_owner.is_(None), conversations.c.lease_until <= now)
        # only the oldest: it is tried first, so what waits behind it must not cut its pause short
        oldest = (
            select(func.min(inbox.c.id))
            .where(inbox.c.state == State.WAITING)
            .group_by(inbox.c.conversation_id)
        )
        query = (
            select(inbox.c.conversation_id)
            .join(conversations, conversations.c.id == inbox.c.conversation_id)
            .where(inbox.c.id.in_(oldest), inbox.c.next_try <= now, free)
            .order_by(inbox.c.id)
            .limit(limit)
        )
        return list(self._session.scalars(query))

    def oldest_waiting(self) -> datetime | None:
        """Return since when the oldest unanswered message waits, or None when all are answered."""
        query = select(inbox.c.received).where(inbox.c.state == State.WAITING).order_by(inbox.c.received)
        return self._session.scalars(query.limit(1)).one_or_none()

    def settle(self, received_id: int, state: State, error: str | None = None) -> None:
        """Note that a message was answered, or given up, and why."""
        self._session.execute(SETTLE, {"of": received_id, "now": state, "why": error})

    def put_off(self, received_id: int, attempts: int, next_try: datetime, error: str) -> None:
        """Note a failed attempt and when the next one is due."""
        self._set(received_id, attempts=attempts, next_try=next_try, error=error)

    def apologised(self, received_id: int) -> None:
        """Note that the person was told that the answer will come later."""
        self._set(received_id, apologised=True)

    def forget(self, conversation_id: str, answering: str | None = None) -> None:
        """Delete every message of a conversation; of one that is being answered only its words."""
        its = inbox.c.conversation_id == conversation_id
        self._session.execute(delete(inbox).where(its, inbox.c.message_id != (answering or "")))
        self._session.execute(update(inbox).where(its).values(text=None, choice_id=None))

    def _set(self, received_id: int, **values: Any) -> None:
        self._session.execute(update(inbox).where(inbox.c.id == received_id).values(**values))


def _received(row: Row[Any]) -> Received:
    return Received(**{**row._mapping, "state": State(row.state)})
