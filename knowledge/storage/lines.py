"""How far each line has come on its way to the person: by the outbox, and by the word of its channel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.storage.channel_messages import KNOCK, ORDER, Arrived, channel_messages
from knowledge.storage.outbox import Delivery, Sender
from knowledge.storage.outbox_table import outbox


@dataclass(frozen=True)
class Line:
    """One line on its way; `arrived` is how far the last of its parts has come, None without a word of it."""

    seq: int
    delivery: Delivery
    error: str | None
    arrived: Arrived | None
    said_at: datetime


class Lines:
    """What was said to people, as it stands on its way."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def of_conversation(self, conversation_id: str, senders: Iterable[Sender]) -> list[Line]:
        """Return what these said in a conversation, in order, in one query.

        Parts that were taken back say nothing any more: they are brought again.
        """
        stands = channel_messages.c.part != KNOCK, channel_messages.c.taken_back.is_(None)
        parts = and_(channel_messages.c.entry_id == outbox.c.id, *stands)
        columns = outbox.c.seq, outbox.c.delivery, outbox.c.error, outbox.c.said_at
        told = channel_messages.c.state, channel_messages.c.error.label("why")
        its = outbox.c.conversation_id == conversation_id, outbox.c.sender.in_(list(senders))
        query = select(*columns, *told).outerjoin(channel_messages, parts).where(*its)
        found: dict[int, list[Line]] = {}
        for row in self._session.execute(query.order_by(outbox.c.seq, channel_messages.c.part)):
            arrived = None if row.state is None else Arrived(row.state)
            line = Line(row.seq, Delivery(row.delivery), row.error or row.why, arrived, row.said_at)
            found.setdefault(row.seq, []).append(line)
        return [_slowest(parts) for parts in found.values()]


def _slowest(parts: Sequence[Line]) -> Line:
    """Return how a line stands of which each part may have come as far as it has; a failed one decides."""
    failed = [one for one in parts if one.arrived is Arrived.FAILED]
    return failed[0] if failed else min(parts, key=lambda one: ORDER.index(one.arrived or Arrived.SENT))
