"""What a channel said of messages that nobody here knew yet: kept until they are known, for a day at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Row, String, Table, and_, bindparam, delete, select
from sqlalchemy.orm import Session

from knowledge.storage.adding import add_unless_there
from knowledge.storage.channel_messages import Arrived, Why, channel_messages
from knowledge.storage.outbox_table import outbox
from knowledge.storage.tables import Instant, metadata

KEPT = timedelta(days=1)

early_fates = Table(
    "early_fates",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("message_id", String(200), primary_key=True),
    Column("state", String(10), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("error", String(60)),
    Column("is_final", Boolean),
    Column("again_after", Integer),
    Index("ix_early_fates_at", "at"),
)


@dataclass(frozen=True)
class Early:
    """How far a message had come before it was known, and why it failed if it did."""

    state: Arrived
    why: Why | None = None


@dataclass(frozen=True)
class Known:
    """A message of ours of which something came too early, with its row and its conversation."""

    channel: str
    message_id: str
    conversation_id: str
    entry_id: str


# built once: docs/decisions/0023-committed-together.md
OF_ENTRY = (
    select(early_fates.c.message_id)
    .join(
        channel_messages,
        and_(
            channel_messages.c.channel == early_fates.c.channel,
            channel_messages.c.id == early_fates.c.message_id,
        ),
    )
    .where(early_fates.c.channel == bindparam("on"), channel_messages.c.entry_id == bindparam("entry"))
    .distinct()
)


class EarlyFates:
    """What came too early; most of it is about messages of somebody else."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def keep(self, channel: str, message_id: str, early: Early, now: datetime) -> None:
        """Keep it; again, it changes nothing."""
        its = {"channel": channel, "message_id": message_id, "at": now, "state": early.state}
        why = vars(early.why) if early.why is not None else {}
        add_unless_there(self._session, early_fates, {**its, **why})

    def take(self, channel: str, message_id: str) -> list[Early]:
        """Return what was kept of a message, and keep it no longer."""
        its = early_fates.c.channel == channel, early_fates.c.message_id == message_id
        found = [_early(row) for row in self._session.execute(select(early_fates).where(*its))]
        if found:
            self._session.execute(delete(early_fates).where(*its))
        return found

    def of_entry(self, channel: str, entry_id: str) -> list[str]:
        """Return the messages of a row of the transcript of which something is still kept."""
        return list(self._session.scalars(OF_ENTRY, {"on": channel, "entry": entry_id}))

    def known(self, limit: int) -> list[Known]:
        """Return a few messages that are known now and of which something is still kept."""
        its = and_(
            channel_messages.c.channel == early_fates.c.channel,
            channel_messages.c.id == early_fates.c.message_id,
        )
        columns = early_fates.c.channel, early_fates.c.message_id, outbox.c.conversation_id, outbox.c.id
        joined = select(*columns).join(channel_messages, its)
        query = joined.join(outbox, outbox.c.id == channel_messages.c.entry_id).distinct()
        return [Known(*row) for row in self._session.execute(query.limit(limit))]

    def has_old(self, before: datetime) -> bool:
        """Is anything kept that came by then?"""
        query = select(early_fates.c.at).where(early_fates.c.at <= before)
        return self._session.execute(query.limit(1)).first() is not None

    def forget_old(self, before: datetime) -> int:
        """Let go of what came by then, for it is about messages of somebody else; return how much."""
        old = delete(early_fates).where(early_fates.c.at <= before).returning(early_fates.c.message_id)
        return len(self._session.scalars(old).all())


def _early(row: Row[Any]) -> Early:
    why = None if row.error is None else Why(row.error, row.is_final, row.again_after)
    return Early(Arrived(row.state), why)
