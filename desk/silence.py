"""Gives a person back to the assistant when nobody says anything any more in their talk with a broker."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy.orm import Session

from desk.casebook import CLOCK
from desk.cases import Case
from desk.relay import Relay
from desk.settings import DeskSettings
from desk.states import IN_HAND, Change
from desk.watching import change_each, look_again_and_again
from knowledge.storage.bringing import Bringing, Brought
from knowledge.storage.cases import CaseRecord, Cases
from knowledge.storage.database import Database
from knowledge.storage.outbox import Delivery, Entry, Outbox, Sender


class Silence(StrEnum):
    """What has lasted too long: the broker owes the person a word, or neither has anything to say."""

    UNANSWERED = "unanswered"
    QUIET = "quiet"


@dataclass(frozen=True)
class Patience:
    """How long a person may wait for a word, and how long it may be quiet once they have had it."""

    unanswered: timedelta
    quiet: timedelta

    @classmethod
    def of(cls, settings: DeskSettings) -> "Patience":
        """Return what is set."""
        unanswered = timedelta(minutes=settings.desk_silent_minutes)
        return cls(unanswered, timedelta(hours=settings.desk_quiet_hours))


NOT_TOLD: Mapping[str, Brought] = {}


def waiting_since(
    entries: Sequence[Entry], claimed: datetime, brought: Mapping[str, Brought] = NOT_TOLD
) -> datetime | None:
    """Return since when the person waits for a word of the broker, or None while it is theirs to answer.

    Who has been claimed waits for the first word; after that whoever has written since the broker last did.
    A word that was given up was never said: they wait at least since then.
    """
    said = _words(entries, claimed)
    there = [one for one in said if not _is_dead(one, brought)]
    if not there:
        return claimed
    in_order = _in_order(entries)
    answered = next(place for place, one in enumerate(in_order) if one is there[-1])
    owed = (
        one.said_at
        for place, one in enumerate(in_order)
        if (one.sender is Sender.PERSON and place > answered) or (one is said[-1] and one is not there[-1])
    )
    return min(owed, default=None)


def silence(
    entries: Sequence[Entry],
    claimed: datetime,
    patience: Patience,
    now: datetime,
    brought: Mapping[str, Brought] = NOT_TOLD,
) -> Silence | None:
    """Return what has lasted too long between a broker who claimed then and the person, or None.

    While the broker's last word waits to be brought it is not quiet: the person has not read it. Once it
    was brought they have all the time to answer, from then.
    """
    if (waiting := waiting_since(entries, claimed, brought)) is not None:
        return Silence.UNANSWERED if now - waiting >= patience.unanswered else None
    last = _words(entries, claimed)[-1]
    its = brought.get(last.id)
    if its is not None and its.delivery is Delivery.WAITING:
        return None
    since = last.said_at if its is None or its.at is None else max(last.said_at, its.at)
    return Silence.QUIET if now - since >= patience.quiet else None


def silent(session: Session, patience: Patience, now: datetime) -> dict[str, Silence]:
    """Return the cases in hand in which nothing was said for too long, by four queries at most."""
    return _silent(session, Cases(session).in_states(state.value for state in IN_HAND), patience, now)


def end_silence(session: Session, case_id: str, patience: Patience, now: datetime) -> Case | None:
    """Give a person back whom nobody talks to, and tell them; None when somebody has spoken meanwhile.

    Whoever waits for a word goes back into the queue. Whoever has had the last one goes back to the
    assistant: the broker may only wait for an answer, so their request is handed back, not to another broker.
    """
    relay = Relay(session, CLOCK, now)
    case = relay.locked(case_id)
    lasting = _silent(session, [Cases(session).get(case_id)], patience, now) if case.state in IN_HAND else {}
    if case_id not in lasting:
        return None
    return ENDS[lasting[case_id]](relay, case)


ENDS: dict[Silence, Callable[[Relay, Case], Case]] = {
    Silence.UNANSWERED: Relay.take_away,
    Silence.QUIET: Relay.let_rest,
}


def look(database: Database, patience: Patience, now: datetime) -> int:
    """End every silence, each in a transaction of its own; return how many cases changed."""
    with database.reading() as session:  # most of the time there is nothing to write
        found = silent(session, patience, now)
    ending = [(one, partial(end_silence, case_id=one, patience=patience, now=now)) for one in found]
    return change_each(database, ending)


async def watch(
    database: Database, settings: DeskSettings, clock: Callable[[], datetime], stop: asyncio.Event
) -> None:
    """Look again and again until told to stop."""
    patience = Patience.of(settings)
    await look_again_and_again(lambda: look(database, patience, clock()), stop)


def _silent(
    session: Session, in_hand: Sequence[CaseRecord], patience: Patience, now: datetime
) -> dict[str, Silence]:
    claimed = Cases(session).last_changes([case.id for case in in_hand], Change.CLAIM)
    if not claimed:
        return {}
    theirs, since = [case.conversation_id for case in in_hand], min(claimed.values())
    said = Outbox(session).of_conversations(theirs, since=since)
    brought = Bringing(session).of_brokers(theirs, since)
    lasting = {
        case.id: silence(said[case.conversation_id], claimed[case.id], patience, now, brought)
        for case in in_hand
    }
    return {case_id: kind for case_id, kind in lasting.items() if kind is not None}


def _words(entries: Sequence[Entry], claimed: datetime) -> list[Entry]:
    """Return what the broker has said since, in the order in which it was said."""
    said = (one for one in entries if one.sender is Sender.BROKER and one.said_at >= claimed)
    return _in_order(said)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return lines as they were said: one that is brought anew stands last, and was not said last.

    Of two that were said at one moment, the later in the transcript is the later.
    """
    return sorted(entries, key=lambda one: one.said_at)


def _is_dead(entry: Entry, brought: Mapping[str, Brought]) -> bool:
    its = brought.get(entry.id)
    return its is not None and its.delivery is Delivery.DEAD
