"""Nothing is kept for ever: each kind of data has its time, and what is over it is deleted, bit by bit."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from desk.afterwards.post import LINKS_LAST
from desk.casebook import Casebook
from desk.file_deletion import delete_files
from desk.retention_settings import RetentionSettings
from desk.rounds import again_and_again
from desk.states import OPEN
from knowledge.storage import channel_arrivals, early_fates
from knowledge.storage.cases import Cases
from knowledge.storage.channel_arrivals import ChannelArrivals
from knowledge.storage.database import Database
from knowledge.storage.early_fates import EarlyFates
from knowledge.storage.erasure import end_conversation, erase_conversation
from knowledge.storage.file_deletions import FileDeletions
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.people import People
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.retention import Expired, Look
from knowledge.storage.tracker_events import TrackerEvents

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3600.0
AT_A_TIME = 50
LONGEST_PAUSE = timedelta(days=2)
BACKWARDS = timedelta(minutes=5)
STEADY = timedelta(days=1)


class Kind(StrEnum):
    """What is kept for a time of its own."""

    CONVERSATIONS = "conversations"
    CASE_CONVERSATIONS = "case_conversations"
    CASES = "cases"
    SUBSCRIPTIONS = "subscriptions"
    REMINDERS = "reminders"
    FEEDBACK = "feedback"
    WRONG_INFORMATION = "wrong_information"
    DELIVERY_ERRORS = "delivery_errors"
    PLANS = "plans"
    BROKER_SESSIONS = "broker_sessions"
    MAILS = "mails"
    FOLLOW_UPS = "follow_ups"
    STOPS = "stops"
    STOPS_OF_ADDRESSES = "stops_of_addresses"
    EARLY_REPORTS = "early_reports"
    ARRIVALS = "arrivals"
    FILES_TO_DELETE = "files_to_delete"
    CODES = "codes"
    TRIES_OF_CODES = "tries_of_codes"


def days_of(settings: RetentionSettings) -> Mapping[Kind, int]:
    """Return how many days each kind is kept; 0 is for what carries the moment of its end itself."""
    return {
        Kind.CONVERSATIONS: settings.conversations_days,
        Kind.CASE_CONVERSATIONS: settings.case_conversations_days,
        Kind.CASES: settings.cases_days,
        Kind.SUBSCRIPTIONS: settings.news_days,
        Kind.REMINDERS: settings.news_days,
        Kind.FEEDBACK: settings.feedback_days,
        Kind.WRONG_INFORMATION: settings.feedback_days,
        Kind.DELIVERY_ERRORS: settings.errors_days,
        Kind.PLANS: 0,
        Kind.BROKER_SESSIONS: 0,
        Kind.MAILS: LINKS_LAST.days,
        Kind.FOLLOW_UPS: settings.cases_days,
        Kind.STOPS: settings.stops_days,
        Kind.STOPS_OF_ADDRESSES: settings.stops_days,
        Kind.EARLY_REPORTS: early_fates.KEPT.days,
        Kind.ARRIVALS: channel_arrivals.KEPT.days,
        Kind.FILES_TO_DELETE: 1,
        Kind.CODES: 0,
        Kind.TRIES_OF_CODES: 0,
    }


def looked(before: Look | None, now: datetime) -> Look:
    """Return a look at a clock that may have leapt: after a leap or a long pause it must prove itself again.

    A clock that stands years ahead for an hour would otherwise delete everything.
    """
    leapt = before is None or not -BACKWARDS <= now - before.last <= LONGEST_PAUSE
    return Look(now, now if leapt or before is None else before.steady_since)


def is_believed(look: Look) -> bool:
    """Has the clock run steadily for long enough to delete by it?"""
    return look.last - look.steady_since >= STEADY


def over(session: Session, settings: RetentionSettings, now: datetime) -> dict[Kind, int]:
    """Return how much of each kind is over its time at a moment."""
    expired = Expired(session, _open_states())
    return {kind: expired.count(_of(expired, kind, settings, now)) for kind in Kind}


def _stay_noted(session: Session, before: datetime) -> int:
    del session, before  # each until its file is gone
    return 0


# few and small: all of it in one go
AT_ONCE: Mapping[Kind, Callable[[Session, datetime], int]] = {
    Kind.STOPS_OF_ADDRESSES: lambda session, before: OptOuts(session).forget_addresses(before),
    Kind.EARLY_REPORTS: lambda session, before: EarlyFates(session).forget_old(before),
    Kind.ARRIVALS: lambda session, before: ChannelArrivals(session).forget_old(before),
    Kind.FILES_TO_DELETE: _stay_noted,
}


@dataclass(frozen=True)
class Broom:
    """Deletes what is over its time, each batch in a transaction of its own; several at once do no harm."""

    database: Database
    settings: RetentionSettings
    outgoing: Path

    def look(self, now: datetime) -> dict[Kind, int] | None:
        """Delete what is over its time and return how much, or None while the clock is not believed."""
        with self.database.open(alone=True) as session:
            expired = Expired(session, _open_states())
            look = looked(expired.look(), now)
            expired.note_look(look)
        return self.sweep(now) if is_believed(look) else None

    def sweep(self, now: datetime) -> dict[Kind, int]:
        """Delete what is over its time and return how much of each kind."""
        deleted = {kind: self._all_of(kind, now) for kind in Kind}
        while self._forget_marks():
            pass
        delete_files(self.database, self.outgoing, now)
        return {kind: count for kind, count in deleted.items() if count}

    def _all_of(self, kind: Kind, now: datetime) -> int:
        total = 0
        while True:
            with self.database.open() as session:
                some = self._some(session, kind, now)
            total += some
            if some < AT_A_TIME:
                return total

    def _some(self, session: Session, kind: Kind, now: datetime) -> int:
        expired = Expired(session, _open_states())
        chosen = _of(expired, kind, self.settings, now)
        if kind in (Kind.CONVERSATIONS, Kind.CASE_CONVERSATIONS):
            return _end(session, expired.some(chosen, AT_A_TIME), now)
        if kind is Kind.CASES:
            return self._outlive(session, expired.some(chosen, AT_A_TIME), now)
        if kind is Kind.MAILS:
            return PersonMails(session).forget_some(expired.some(chosen, AT_A_TIME))
        if kind is Kind.DELIVERY_ERRORS:
            return expired.forget_errors(chosen, AT_A_TIME)
        if (at_once := AT_ONCE.get(kind)) is not None:
            return at_once(session, now - timedelta(days=days_of(self.settings)[kind]))
        return expired.delete_rows(chosen, AT_A_TIME)

    def _outlive(self, session: Session, case_ids: list[str], now: datetime) -> int:
        found = Cases(session).several(case_ids)
        FileDeletions(session).note_letters((case.reference, case.id) for case in found.values())
        for case_id in case_ids:
            Casebook(session).outlive(case_id, now)
        return len(case_ids)

    def _forget_marks(self) -> bool:
        with self.database.open() as session:
            some = Expired(session, _open_states()).marks_of_some(AT_A_TIME)
            for conversation in some:
                People(session).forget(conversation)
        return bool(some)


async def keep_watch(broom: Broom, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Look once an hour until told to stop."""

    async def look() -> bool:
        deleted = await asyncio.to_thread(broom.look, clock())
        if deleted:
            counts = " ".join(f"{kind}={count}" for kind, count in deleted.items())
            log.info("deleted what was kept long enough: %s", counts)
        return False

    await again_and_again(look, "delete what was kept long enough", LOOK_EVERY_S, stop)


def _end(session: Session, conversation_ids: list[str], now: datetime) -> int:
    for conversation in conversation_ids:
        TrackerEvents(session).erase(conversation)
        # a plan that is kept has a time of its own, which its page tells
        erase_conversation(session, conversation, now, plans=False)
        end_conversation(session, conversation, now)
    return len(conversation_ids)


def _of(expired: Expired, kind: Kind, settings: RetentionSettings, now: datetime) -> Select[Any]:
    before = now - timedelta(days=days_of(settings)[kind])
    if kind is Kind.CASE_CONVERSATIONS:
        return expired.case_conversations(before, now - timedelta(days=settings.conversations_days))
    chosen: Select[Any] = getattr(expired, kind.value)(before)
    return chosen


def _open_states() -> list[str]:
    return [state.value for state in OPEN]
