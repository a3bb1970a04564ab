"""What people can choose from at the moment, where no button says which offer is meant."""

from itertools import takewhile

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.storage.outbox import Delivery, Sender, Shown
from knowledge.storage.outbox_table import outbox


class Offered:
    """The choices that people have before them on a channel without buttons."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def to(self, conversation_id: str) -> list[Shown]:
        """Return the rows with choices that came since somebody wrote, the newest first.

        What has not been brought to them counts for nothing. What stands before a broker's line is no offer
        any more: what is written then is said to the broker.
        """
        its = outbox.c.conversation_id == conversation_id
        wrote = select(func.coalesce(func.max(outbox.c.seq), 0)).where(its, outbox.c.sender == Sender.PERSON)
        since = outbox.c.seq > wrote.scalar_subquery(), outbox.c.delivery == Delivery.SENT
        rows = select(outbox.c.sender, outbox.c.content).where(its, *since).order_by(outbox.c.seq.desc())
        said = takewhile(lambda row: row.sender != Sender.BROKER, self._session.execute(rows))
        return [shown for row in said if (shown := Shown.unpack(row.content)).choices]
