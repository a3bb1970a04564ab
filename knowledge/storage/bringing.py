"""What became of what was said to people: waiting, given up, or brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from knowledge.storage.channel_messages import KNOCK, channel_messages
from knowledge.storage.outbox import Delivery, Sender
from knowledge.storage.outbox_table import outbox


@dataclass(frozen=True)
class Brought:
    """Where a row stands; `at` is the last word of its channel about it, None while there is none."""

    delivery: Delivery
    at: datetime | None = None


class Bringing:
    """How far what was said has come."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def of_brokers(self, conversation_ids: Iterable[str], since: datetime) -> dict[str, Brought]:
        """Return it for what brokers wrote in these conversations since then, by row, in one query.

        What a browser fetches by itself is none of it.
        """
        parts = and_(channel_messages.c.entry_id == outbox.c.id, channel_messages.c.part != KNOCK)
        theirs = outbox.c.conversation_id.in_(list(conversation_ids)), outbox.c.sender == Sender.BROKER
        sent_out = outbox.c.said_at >= since, outbox.c.delivery != Delivery.FETCHED
        last = func.max(channel_messages.c.at)
        query = select(outbox.c.id, outbox.c.delivery, last).outerjoin(channel_messages, parts)
        found = self._session.execute(
            query.where(*theirs, *sent_out).group_by(outbox.c.id, outbox.c.delivery)
        )
        return {entry_id: Brought(Delivery(delivery), at) for entry_id, delivery, at in found}

    def is_there(self, entry_id: str) -> bool:
        """Can the person have read a row: was it brought, or is it theirs to fetch?"""
        there = outbox.c.delivery.in_((Delivery.FETCHED, Delivery.SENT))
        its = select(outbox.c.id).where(outbox.c.id == entry_id, there)
        return self._session.scalars(its).first() is not None
