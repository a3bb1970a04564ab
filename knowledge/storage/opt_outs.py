"""The conversations in which a person said that nobody is to write to them first."""

from datetime import datetime

from sqlalchemy import Column, String, Table, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.identities import mark_text
from knowledge.storage.sealed import Marked
from knowledge.storage.tables import Instant, metadata

# it names nobody, so it stays when the rest of a conversation is erased: the wish does not end with it
opt_outs = Table(
    "opt_outs",
    metadata,
    Column("conversation_id", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)
# a mark that nobody can read: whoever reads the address wants no questions there, wherever it is given
address_opt_outs = Table(
    "address_opt_outs",
    metadata,
    Column("address_mark", Marked, primary_key=True),
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

    def lift(self, conversation_id: str) -> None:
        """Note that the person takes the wish back."""
        self._session.execute(delete(opt_outs).where(opt_outs.c.conversation_id == conversation_id))

    def add_address(self, address: str, now: datetime) -> None:
        """Note that whoever reads an address wants no questions there; again, it changes nothing."""
        if not self.has_address(address):
            its = {"address_mark": mark_text(address), "at": now}
            self._session.execute(insert(address_opt_outs).values(**its))

    def has_address(self, address: str) -> bool:
        """Does whoever reads this address want no questions there?"""
        query = select(address_opt_outs.c.at).where(address_opt_outs.c.address_mark == mark_text(address))
        return self._session.execute(query).first() is not None

    def forget_addresses(self, before: datetime) -> int:
        """Forget the wishes of addresses that were said by then, and return how many."""
        old = delete(address_opt_outs).where(address_opt_outs.c.at <= before)
        return len(self._session.scalars(old.returning(address_opt_outs.c.at)).all())

    def has(self, conversation_id: str) -> bool:
        """Is the person of this conversation to be left alone?"""
        query = select(opt_outs.c.at).where(opt_outs.c.conversation_id == conversation_id)
        return self._session.execute(query).first() is not None
