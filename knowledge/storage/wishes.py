"""What people wish to be told: reminders, each told once, and subscriptions, which must be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge.identities import mark_text
from knowledge.storage.conversations import conversations
from knowledge.storage.notes import reminders, subscriptions


@dataclass(frozen=True)
class KeptReminder:
    """A reminder as it stands: `queued` is when it was written, `sent` when it had gone out.

    `entry_id` is the row of the transcript that tells it; one that is not queued could not be brought there.
    """

    id: int
    conversation_id: str
    at: datetime
    address: str = field(repr=False)
    programme_id: str
    from_month: str | None
    queued: datetime | None
    sent: datetime | None
    entry_id: str | None = None


@dataclass(frozen=True)
class KeptSubscription:
    """A subscription as it stands; nothing is ever sent before it is confirmed."""

    id: int
    conversation_id: str
    at: datetime
    address: str = field(repr=False)
    topics: tuple[str, ...]
    confirmed: datetime | None


class Reminders:
    """The reminders."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def due(
        self,
        month: str,
        asked_before: datetime,
        limit: int,
        channels: Iterable[str] | None = None,
        *,
        after: int = 0,
    ) -> list[KeptReminder]:
        """Return what is to be told by this month (YYYY-MM), or has no month and was asked before then.

        By their numbers, from the one after that which is given; with channels only what was wished for on
        one of these.
        """
        with_month = reminders.c.from_month <= month
        without = and_(reminders.c.from_month.is_(None), reminders.c.at <= asked_before)
        its = [reminders.c.queued.is_(None), or_(with_month, without), reminders.c.id > after]
        if channels is not None:
            there = select(conversations.c.id).where(conversations.c.channel.in_(list(channels)))
            its.append(reminders.c.conversation_id.in_(there))
        return self._load(*its, limit=limit)

    def find(self, reminder_id: str) -> KeptReminder | None:
        """Return one reminder, or None when there is none or it was deleted."""
        found = self._load(_has(reminders, reminder_id))
        return found[0] if found else None

    def queue(self, reminder_id: int, now: datetime) -> bool:
        """Note that it is written; False, and nothing changed, when it was before."""
        free = reminders.c.id == reminder_id, reminders.c.queued.is_(None)
        queueing = update(reminders).where(*free).values(queued=now).returning(reminders.c.id)
        return self._session.execute(queueing).one_or_none() is not None

    def is_told(self, reminder: KeptReminder) -> bool:
        """Is a mail written to the same address about the same programme, after this one was asked for?"""
        same = _is_to(reminders, reminder.address), reminders.c.programme_id == reminder.programme_id
        query = select(reminders.c.id).where(*same, reminders.c.queued >= reminder.at)
        return self._session.execute(query.where(reminders.c.id != reminder.id)).first() is not None

    def stands_in(self, reminder_id: int, entry_id: str) -> None:
        """Note which row of the transcript tells it."""
        its = reminders.c.id == reminder_id
        self._session.execute(update(reminders).where(its).values(entry_id=entry_id))

    def not_told(self, conversation_id: str, entry_id: str) -> None:
        """Let what a row of a transcript could not bring be told in another way."""
        its = reminders.c.conversation_id == conversation_id, reminders.c.entry_id == entry_id
        self._session.execute(update(reminders).where(*its).values(queued=None, sent=None))

    def sent(self, reminder_id: str, now: datetime) -> None:
        """Note that the person was told."""
        self._session.execute(update(reminders).where(_has(reminders, reminder_id)).values(sent=now))

    def has_any(self, conversation_id: str) -> bool:
        """Is somebody still to be told something that they wished for in this conversation?"""
        waiting = reminders.c.conversation_id == conversation_id, reminders.c.sent.is_(None)
        return self._session.execute(select(reminders.c.id).where(*waiting)).first() is not None

    def forget(self, conversation_id: str) -> None:
        """Delete the reminders of a conversation."""
        self._session.execute(delete(reminders).where(reminders.c.conversation_id == conversation_id))

    def forget_to(self, address: str) -> None:
        """Delete the reminders at an address."""
        self._session.execute(delete(reminders).where(_is_to(reminders, address)))

    def forget_sent(self, before: datetime) -> None:
        """Delete what was told before then: the address has served its purpose."""
        self._session.execute(delete(reminders).where(reminders.c.sent < before))

    def _load(self, *conditions: Any, limit: int | None = None) -> list[KeptReminder]:
        query = select(reminders).where(*conditions).order_by(reminders.c.id).limit(limit)
        return [_reminder(row) for row in self._session.execute(query)]


class Subscriptions:
    """The subscriptions."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def left_by(self, conversation_id: str, message_id: str) -> KeptSubscription:
        """Return the subscription that a message has left."""
        its = subscriptions.c.conversation_id == conversation_id, subscriptions.c.message_id == message_id
        return _subscription(self._session.execute(select(subscriptions).where(*its)).one())

    def find(self, subscription_id: str) -> KeptSubscription | None:
        """Return one subscription, or None when there is none or it was deleted."""
        query = select(subscriptions).where(_has(subscriptions, subscription_id))
        row = self._session.execute(query).one_or_none()
        return None if row is None else _subscription(row)

    def is_waiting(self, subscription_id: str) -> bool:
        """Is there a subscription of this id that nobody has confirmed yet?"""
        kept = self.find(subscription_id)
        return kept is not None and kept.confirmed is None

    def confirm(self, address: str, now: datetime) -> None:
        """Note that whoever reads the address wants what was asked for; again, it changes nothing."""
        unconfirmed = _is_to(subscriptions, address), subscriptions.c.confirmed.is_(None)
        self._session.execute(update(subscriptions).where(*unconfirmed).values(confirmed=now))

    def has_any(self, conversation_id: str) -> bool:
        """Did somebody wish for news in this conversation?"""
        its = subscriptions.c.conversation_id == conversation_id
        return self._session.execute(select(subscriptions.c.id).where(its)).first() is not None

    def forget(self, conversation_id: str) -> None:
        """Delete the subscriptions of a conversation."""
        its = subscriptions.c.conversation_id == conversation_id
        self._session.execute(delete(subscriptions).where(its))

    def forget_to(self, address: str) -> None:
        """Delete the subscriptions at an address."""
        self._session.execute(delete(subscriptions).where(_is_to(subscriptions, address)))

    def forget_unconfirmed(self, before: datetime) -> None:
        """Delete what was asked for before then and never confirmed."""
        stale = subscriptions.c.confirmed.is_(None), subscriptions.c.at < before
        self._session.execute(delete(subscriptions).where(*stale))


def _has(table: Table, note_id: str) -> ColumnElement[bool]:
    return table.c.id == int(note_id)


def _is_to(table: Table, address: str) -> ColumnElement[bool]:
    marked: ColumnElement[bool] = table.c.address_mark == mark_text(address)
    return marked


def _reminder(row: Row[Any]) -> KeptReminder:
    return KeptReminder(
        row.id,
        row.conversation_id,
        row.at,
        row.address,
        row.programme_id,
        row.from_month,
        row.queued,
        row.sent,
        row.entry_id,
    )


def _subscription(row: Row[Any]) -> KeptSubscription:
    return KeptSubscription(
        row.id, row.conversation_id, row.at, row.address, tuple(row.topics), row.confirmed
    )
