"""What is kept longer than it may be, for each kind of data, and until when the clock can be believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.brokers import broker_sessions
from knowledge.storage.cases import cases
from knowledge.storage.channel_arrivals import channel_arrivals
from knowledge.storage.conversations import conversations
from knowledge.storage.deliveries import deliveries
from knowledge.storage.early_fates import early_fates
from knowledge.storage.file_deletions import file_deletions
from knowledge.storage.follow_ups import follow_ups
from knowledge.storage.handed_codes import code_tries, handed_codes
from knowledge.storage.notes import feedback, reminders, subscriptions, wrong_information
from knowledge.storage.opt_outs import address_opt_outs, opt_outs
from knowledge.storage.people import conversation_marks
from knowledge.storage.person_mails import person_mails
from knowledge.storage.plans import plans
from knowledge.storage.tables import Instant, metadata

retention_look = Table(
    "retention_look",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last", Instant, nullable=False),
    Column("steady_since", Instant, nullable=False),
)


@dataclass(frozen=True)
class Look:
    """When it was last looked, and since when the clock has run without a leap."""

    last: datetime
    steady_since: datetime


class Expired:
    """What is over its time; `before` is the moment up to which it is."""

    def __init__(self, session: Session, open_states: Iterable[str]) -> None:
        """Work inside the caller's transaction; a case in one of these states is never over."""
        self._session = session
        self._open = list(open_states)

    def conversations(self, before: datetime) -> Select[Any]:
        """Those without a request for a person, that nobody was in since then."""
        return self._conversations(before).where(~self._case())

    def case_conversations(self, before: datetime, seen_before: datetime) -> Select[Any]:
        """Those whose requests all ended by then, and that nobody was in since `seen_before`."""
        alive = or_(cases.c.state.in_(self._open), cases.c.changed > before)
        return self._conversations(seen_before).where(self._case(), ~self._case(alive))

    def cases(self, before: datetime) -> Select[Any]:
        """The requests that ended by then and still hold what was told."""
        ended = ~cases.c.state.in_(self._open), cases.c.changed <= before
        return select(cases.c.id).where(cases.c.erased.is_(None), *ended).order_by(cases.c.changed)

    def subscriptions(self, before: datetime) -> Select[Any]:
        """The wishes to hear about topics that were left by then."""
        return select(subscriptions.c.id).where(subscriptions.c.at <= before)

    def reminders(self, before: datetime) -> Select[Any]:
        """The wishes to be told of a programme that were left by then."""
        return select(reminders.c.id).where(reminders.c.at <= before)

    def feedback(self, before: datetime) -> Select[Any]:
        """The praise and the complaints that were left by then."""
        return select(feedback.c.id).where(feedback.c.at <= before)

    def wrong_information(self, before: datetime) -> Select[Any]:
        """What was said to be wrong by then."""
        return select(wrong_information.c.id).where(wrong_information.c.at <= before)

    def delivery_errors(self, before: datetime) -> Select[Any]:
        """The deliveries that ended by then and still say what went wrong."""
        return select(deliveries.c.id).where(deliveries.c.settled <= before, deliveries.c.error.is_not(None))

    def plans(self, before: datetime) -> Select[Any]:
        """The plans whose own time was over by then."""
        return select(plans.c.id).where(plans.c.until <= before)

    def broker_sessions(self, before: datetime) -> Select[Any]:
        """The brokers' sessions that were over by then."""
        return select(broker_sessions.c.token_hash).where(broker_sessions.c.expires <= before)

    def mails(self, before: datetime) -> Select[Any]:
        """The mails to people that were settled by then, or written and never settled."""
        last = func.coalesce(person_mails.c.settled, person_mails.c.created)
        return select(person_mails.c.id).where(last <= before)

    def follow_ups(self, before: datetime) -> Select[Any]:
        """The questions how it went that were due by then: most went before, with their request."""
        return select(follow_ups.c.id).where(follow_ups.c.due <= before)

    def stops(self, before: datetime) -> Select[Any]:
        """The wishes of conversations that have ended, said by then, to be written to no more."""
        own = conversations.c.id == opt_outs.c.conversation_id
        goes_on = exists().where(own, conversations.c.ended.is_(None))
        return select(opt_outs.c.conversation_id).where(opt_outs.c.at <= before, ~goes_on)

    def stops_of_addresses(self, before: datetime) -> Select[Any]:
        """The marks of addresses, left by then, that are to be written to no more."""
        return select(address_opt_outs.c.at).where(address_opt_outs.c.at <= before)

    def early_reports(self, before: datetime) -> Select[Any]:
        """What channels said by then of messages that nobody knew."""
        return select(early_fates.c.message_id).where(early_fates.c.at <= before)

    def arrivals(self, before: datetime) -> Select[Any]:
        """The ids of messages that came in through channels by then."""
        return select(channel_arrivals.c.id).where(channel_arrivals.c.at <= before)

    def codes(self, before: datetime) -> Select[Any]:
        """The codes that nobody used and that were good until then."""
        unused = handed_codes.c.used.is_(None), handed_codes.c.until <= before
        return select(handed_codes.c.id).where(*unused)

    def tries_of_codes(self, before: datetime) -> Select[Any]:
        """The tries of codes that counted until then."""
        return select(code_tries.c.id).where(code_tries.c.until <= before)

    def files_to_delete(self, before: datetime) -> Select[Any]:
        """The files that were to go by then and may still be there."""
        return select(file_deletions.c.id).where(file_deletions.c.first_tried <= before)

    def marks(self) -> Select[Any]:
        """The conversations whose marks lead to nothing any more."""
        own = conversation_marks.c.conversation_id
        kept = or_(
            exists().where(conversations.c.id == own, conversations.c.ended.is_(None)),
            exists().where(cases.c.conversation_id == own, cases.c.erased.is_(None)),
            exists().where(subscriptions.c.conversation_id == own),
            exists().where(reminders.c.conversation_id == own),
        )
        return select(own).where(~kept).distinct()

    def count(self, over: Select[Any]) -> int:
        """Return how many there are."""
        return self._session.scalars(select(func.count()).select_from(over.subquery())).one()

    def some(self, over: Select[Any], limit: int) -> list[Any]:
        """Return the ids of a few, which no other process can take before this transaction ends."""
        return list(self._session.scalars(over.limit(limit).with_for_update(skip_locked=True)))

    def marks_of_some(self, limit: int) -> list[str]:
        """Return a few conversations whose marks lead to nothing; deleting them twice does no harm."""
        return list(self._session.scalars(self.marks().limit(limit)))

    def delete_rows(self, over: Select[Any], limit: int) -> int:
        """Delete a few rows of one table and return how many."""
        (key,) = over.selected_columns
        ids = self.some(over, limit)
        self._session.execute(delete(key.table).where(key.in_(ids)))
        return len(ids)

    def forget_errors(self, over: Select[Any], limit: int) -> int:
        """Delete what went wrong with a few deliveries and return how many."""
        ids = self.some(over, limit)
        self._session.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(error=None))
        return len(ids)

    def look(self) -> Look | None:
        """Return the last look at the clock, or None before the first."""
        row = self._session.execute(
            select(retention_look.c.last, retention_look.c.steady_since)
        ).one_or_none()
        return None if row is None else Look(*row)

    def note_look(self, look: Look) -> None:
        """Note a look in place of the one before."""
        self._session.execute(delete(retention_look))
        self._session.execute(insert(retention_look).values(id=1, **vars(look)))

    def _conversations(self, before: datetime) -> Select[Any]:
        # one that was erased goes on; only when it has ended as well can nothing be in it
        holds = or_(conversations.c.ended.is_(None), conversations.c.erased.is_(None))
        return select(conversations.c.id).where(conversations.c.last_seen <= before, holds)

    def _case(self, *such: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(and_(cases.c.conversation_id == conversations.c.id, *such))
