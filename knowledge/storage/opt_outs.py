"""The conversations in which a person said that nobody is to write to them first."""

from datetime import datetime

from sqlalchemy import Column, String, Table, insert, select
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

# it names nobody, so it stays when the rest of a conversation is erased: the wish does not end with it
opt_outs = Table(
    "opt_outs",
    metadata,
    Column("conversation_id", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)


class OptOuts:
    """Who is to be left alone."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction; lock the conversation first."""
        self._session = session

    def add(self, conversation_id: str, now: datetime) -> None:
        """Note the wish; again, it changes nothing."""
        if not self.has(conversation_id):
            self._session.execute(insert(opt_outs).values(conversation_id=conversation_id, at=now))

    def has(self, conversation_id: str) -> bool:
        """Is the person of this conversation to be left alone?"""
        query = select(opt_outs.c.at).where(opt_outs.c.conversation_id == conversation_id)
        return self._session.execute(query).first() is not None
