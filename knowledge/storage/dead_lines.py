"""What the desk said to people on other channels and could not be brought, with what decides what next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.storage.cases import Wanted, cases
from knowledge.storage.channel_people import channel_people
from knowledge.storage.conversations import conversations
from knowledge.storage.outbox import UNASKED, Delivery, Sender
from knowledge.storage.outbox_table import outbox
from knowledge.storage.said_in import States, said_in

FROM_THE_DESK = (Sender.BROKER, Sender.SYSTEM)


@dataclass(frozen=True)
class DeadLine:
    """A line that was given up, of the case that it was said in; nothing of what it says.

    `reached` is false when its person cannot be reached there at all; `last_inbound` and `stopped` are as of
    `ChannelPerson`.
    """

    id: str
    case_id: str
    state: str
    channel: str
    said_at: datetime
    attempts: int
    error: str | None
    reached: bool
    last_inbound: datetime | None
    stopped: datetime | None


class DeadLines:
    """The lines that were given up."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def some(self, wanted: Wanted, states: States, limit: int) -> list[DeadLine]:
        """Return these lines, the newest first, in one query.

        What is said unasked is left out: it goes another way when it could not be brought, or was called off.
        """
        its_case = cases.c.id == said_in(outbox.c.conversation_id, outbox.c.said_at, states)
        dead = outbox.c.delivery == Delivery.DEAD, outbox.c.sender.in_(FROM_THE_DESK)
        asked_for = outbox.c.kind.not_in(UNASKED)
        columns = outbox.c.id, outbox.c.said_at, outbox.c.attempts, outbox.c.error
        more = cases.c.id.label("case_id"), cases.c.state, conversations.c.channel, conversations.c.ended
        person = channel_people.c.address, channel_people.c.last_inbound, channel_people.c.stopped
        found = self._session.execute(
            select(*columns, *more, *person)
            .select_from(outbox)
            .join(cases, its_case)
            .join(conversations, conversations.c.id == outbox.c.conversation_id)
            .outerjoin(channel_people, channel_people.c.conversation_id == outbox.c.conversation_id)
            .where(*dead, asked_for, *wanted.conditions())
            .order_by(outbox.c.said_at.desc(), outbox.c.id)
            .limit(limit)
        )
        lines = [(row._asdict(), row.ended is None and bool(row.address)) for row in found]
        unneeded = {"ended", "address"}
        return [
            DeadLine(**{name: row[name] for name in row.keys() - unneeded}, reached=reached)
            for row, reached in lines
        ]
