"""The transcript of a chat that goes on elsewhere: what was not read yet is brought to the new place."""

from datetime import datetime

from sqlalchemy import select, update

from knowledge.storage.conversations import conversations
from knowledge.storage.outbox import Delivery, Outbox, Sender
from knowledge.storage.outbox_table import outbox


class MovedLines(Outbox):
    """The transcript, on its way from one place to another; lock the conversations first."""

    def bring_unread(self, conversation_id: str, seq: int, now: datetime) -> None:
        """Bring what was said to the person after a number of the transcript and was only to be fetched."""
        its = outbox.c.conversation_id == conversation_id, outbox.c.seq > seq
        unread = outbox.c.delivery == Delivery.FETCHED, outbox.c.sender != Sender.PERSON
        waiting = {"delivery": Delivery.WAITING, "next_try": now}
        self._session.execute(update(outbox).where(*its, *unread).values(**waiting))

    def take_over(self, conversation_id: str, other_id: str) -> None:
        """Bring in this conversation what waits in another one, in its order, after all that was said."""
        its = outbox.c.conversation_id == other_id, outbox.c.delivery == Delivery.WAITING
        for row_id in self._session.scalars(select(outbox.c.id).where(*its).order_by(outbox.c.seq)).all():
            seq, _ = self._next_seq(conversation_id)
            here = {"conversation_id": conversation_id, "seq": seq}
            self._session.execute(update(outbox).where(outbox.c.id == row_id).values(**here))

    def go_on_in(self, conversation_id: str, channel: str) -> None:
        """Bring what is said from now on to this channel."""
        its = conversations.c.id == conversation_id
        self._session.execute(update(conversations).where(its).values(channel=channel))
