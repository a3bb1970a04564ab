"""Which messages came through other channels already: their ids alone, so that each is taken in once."""

from datetime import datetime, timedelta

from sqlalchemy import Column, Index, String, Table, delete
from sqlalchemy.orm import Session

from knowledge.storage.adding import add_unless_there
from knowledge.storage.tables import Instant, metadata

KEPT = timedelta(days=8)  # channels deliver again for up to seven

channel_arrivals = Table(
    "channel_arrivals",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("id", String(100), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_channel_arrivals_at", "at"),
)


class ChannelArrivals:
    """The ids of messages that came in; they outlive a conversation that is erased, and say nothing of it."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def is_first(self, channel: str, message_id: str, now: datetime) -> bool:
        """Note that a message came in; False when it came before."""
        return add_unless_there(
            self._session, channel_arrivals, {"channel": channel, "id": message_id, "at": now}
        )

    def forget_old(self, before: datetime) -> int:
        """Let go of what came in by then, and return how much."""
        old = delete(channel_arrivals).where(channel_arrivals.c.at <= before).returning(channel_arrivals.c.id)
        return len(self._session.scalars(old).all())
