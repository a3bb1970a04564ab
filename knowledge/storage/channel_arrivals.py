"""Which messages came through other channels already: their ids alone, so that each is taken in once."""

from datetime import datetime, timedelta

from sqlalchemy import Column, Index, String, Table, delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

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
        """Note that a message came in; False when it came before. What is older than a week is let go of."""
        self._session.execute(delete(channel_arrivals).where(channel_arrivals.c.at < now - KEPT))
        its = {"channel": channel, "id": message_id, "at": now}
        try:
            with self._session.begin_nested():
                self._session.execute(insert(channel_arrivals).values(**its))
        except IntegrityError:
            return False
        return True
