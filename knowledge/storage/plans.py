"""The plans that people keep; who has the address may read one, and nothing here tells the address."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
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

from knowledge.packing import pack, unpack
from knowledge.plans import Asked, KeptPlan, until
from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

KEY_BYTES = 24

plans = Table(
    "plans",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("made", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("plan", SealedJson, nullable=False),
    Column("asked", SealedJson, nullable=False),
    UniqueConstraint("conversation_id", "message_id"),
    Index("ix_plans_until", "until"),
)


class PlanNotFound(LookupError):
    """No plan has this key: it never did, was deleted, or its time is over. Lay out a new one."""


@dataclass(frozen=True)
class Kept:
    """A kept plan, what it was laid out for, and until when it is kept.

    `id` is the hash of its key, good for naming it where the key would let others in.
    """

    id: str
    plan: KeptPlan
    asked: Asked
    made: datetime
    until: datetime


@dataclass(frozen=True)
class Origin:
    """The conversation and the message that a plan comes from."""

    conversation_id: str
    message_id: str


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


def id_of(key: str) -> str:
    """Return the id under which the plan of a key is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


class Plans:
    """The plans, each found by its key alone."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def keep(self, key: str, plan: KeptPlan, asked: Asked, origin: Origin, now: datetime) -> None:
        """Add a plan, once for each message; those whose time is over are deleted."""
        self._session.execute(delete(plans).where(plans.c.until <= now))
        its = (
            plans.c.conversation_id == origin.conversation_id,
            plans.c.message_id == origin.message_id,
        )
        if self._session.execute(select(plans.c.id).where(*its)).first() is not None:
            return
        self._session.execute(
            insert(plans).values(
                id=id_of(key),
                conversation_id=origin.conversation_id,
                message_id=origin.message_id,
                made=now,
                until=until(now),
                plan=pack(plan),
                asked=asked.pack(),
            )
        )

    def get(self, key: str, now: datetime) -> Kept:
        """Return the plan of a key, or raise PlanNotFound."""
        query = select(plans).where(plans.c.id == id_of(key), plans.c.until > now)
        row = self._session.execute(query).one_or_none()
        if row is None:
            raise PlanNotFound
        return _kept(row)

    def renew(self, key: str, plan: KeptPlan, now: datetime) -> None:
        """Put a plan that was laid out again in the place of the one before, or raise PlanNotFound."""
        self.get(key, now)
        fresh = {"plan": pack(plan), "made": now, "until": until(now)}
        self._session.execute(update(plans).where(plans.c.id == id_of(key)).values(**fresh))

    def delete(self, key: str) -> None:
        """Delete the plan of a key; nothing happens when there is none."""
        self._session.execute(delete(plans).where(plans.c.id == id_of(key)))

    def how_many(self, conversation_id: str, now: datetime) -> int:
        """Return how many plans of a conversation are kept."""
        its = plans.c.conversation_id == conversation_id, plans.c.until > now
        return self._session.execute(select(func.count()).select_from(plans).where(*its)).scalar_one()

    def forget(self, conversation_id: str) -> None:
        """Delete the plans of a conversation."""
        self._session.execute(delete(plans).where(plans.c.conversation_id == conversation_id))


def _kept(row: Row[Any]) -> Kept:
    return Kept(row.id, unpack(KeptPlan, row.plan), Asked.unpack(row.asked), row.made, row.until)
