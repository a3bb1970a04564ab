"""The addresses at which people fetch a copy of what is kept of them: each opens once, for a short time."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, UniqueConstraint, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

KEY_BYTES = 32
LASTS = timedelta(minutes=15)

copies = Table(
    "copies",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("until", Instant, nullable=False),
    Column("in_session", Boolean, nullable=False),
    UniqueConstraint("conversation_id", "message_id"),
)


class CopyNotFound(LookupError):
    """No copy can be fetched under this key: it was fetched, or its time is over. Ask for a new one."""


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


def address_of(key: str) -> str:
    """Return the address of a copy, on Signpost's own site."""
    return f"/copies/{key}"


class Copies:
    """Who may fetch a copy; only the hash of a key is kept, and nothing of the copy."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def allow(
        self, key: str, conversation_id: str, message_id: str, now: datetime, *, in_session: bool
    ) -> None:
        """Let a key fetch a copy, once for each message; an older key of the conversation fetches none.

        `in_session` is whether it has to come from within the conversation's own session.
        """
        its = copies.c.conversation_id == conversation_id
        if self._session.execute(select(copies.c.id).where(its, copies.c.message_id == message_id)).first():
            return
        self._session.execute(delete(copies).where(its | (copies.c.until <= now)))
        row = {"conversation_id": conversation_id, "message_id": message_id, "in_session": in_session}
        self._session.execute(insert(copies).values(id=_hash(key), until=now + LASTS, **row))

    def waits(self, key: str, now: datetime) -> None:
        """Raise CopyNotFound unless whoever has the key may fetch a copy with it alone."""
        its = copies.c.id == _hash(key), copies.c.until > now, copies.c.in_session.is_(False)
        if self._session.execute(select(copies.c.id).where(*its)).first() is None:
            raise CopyNotFound

    def use_up(self, key: str, now: datetime, *, conversation_id: str | None = None) -> str:
        """Return whose copy the key fetches, this one time; raise CopyNotFound.

        `conversation_id` is whose session asks, None for who has the key alone.
        """
        its = [copies.c.id == _hash(key), copies.c.until > now]
        its += [copies.c.in_session.is_(conversation_id is not None)]
        if conversation_id is not None:
            its.append(copies.c.conversation_id == conversation_id)
        using = delete(copies).where(*its).returning(copies.c.conversation_id)
        found: str | None = self._session.scalars(using).one_or_none()
        if found is None:
            raise CopyNotFound
        return found

    def forget(self, conversation_id: str) -> None:
        """Let nobody fetch a copy of a conversation any more."""
        self._session.execute(delete(copies).where(copies.c.conversation_id == conversation_id))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
