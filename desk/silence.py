"""Gives a person back to the assistant when the broker who has their case says nothing any more."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desk.casebook import CLOCK, cases_of
from desk.cases import Case
from desk.relay import Relay
from desk.settings import DeskSettings
from desk.states import IN_HAND, Change
from desk.watching import look_again_and_again
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database
from knowledge.storage.outbox import Entry, Outbox, Sender

log = logging.getLogger(__name__)


def waiting_since(entries: Sequence[Entry], claimed: datetime) -> datetime | None:
    """Return since when the person waits for a word of the broker, or None while it is theirs to answer.

    Who has been claimed waits for the first word; after that whoever has written since the broker last did.
    """
    spoken = [one.said_at for one in entries if one.sender is Sender.BROKER and one.said_at >= claimed]
    if not spoken:
        return claimed
    asked = (one for one in entries if one.sender is Sender.PERSON and one.said_at > spoken[-1])
    return next((one.said_at for one in asked), None)


def give_back_the_forgotten(session: Session, now: datetime, patience: timedelta) -> list[Case]:
    """Put every case back into the queue whose person has waited too long, and return them."""
    relay = Relay(session, CLOCK, now)
    for case in _forgotten(session, now, patience):
        relay.locked(case.id)
    forgotten = _forgotten(session, now, patience)  # a broker may have spoken before the lock was there
    for case in forgotten:
        relay.take_away(case.id)
    return forgotten


async def watch(
    database: Database, settings: DeskSettings, clock: Callable[[], datetime], stop: asyncio.Event
) -> None:
    """Look again and again until told to stop."""
    patience = timedelta(minutes=settings.desk_silent_minutes)

    def look() -> None:
        now = clock()
        with database.reading() as session:  # most of the time there is nothing to write
            if not _forgotten(session, now, patience):
                return
        with database.open() as session:
            for case in give_back_the_forgotten(session, now, patience):
                log.info("case %s was given back: its broker has fallen silent", case.id)

    await look_again_and_again(look, stop)


def _forgotten(session: Session, now: datetime, patience: timedelta) -> list[Case]:
    in_hand = cases_of(Cases(session).in_states(state.value for state in IN_HAND))
    claimed = Cases(session).last_changes([case.id for case in in_hand], Change.CLAIM)
    if not claimed:
        return []
    said = Outbox(session).of_conversations(
        [case.conversation_id for case in in_hand], since=min(claimed.values())
    )
    since = {case.id: waiting_since(said[case.conversation_id], claimed[case.id]) for case in in_hand}
    return [case for case in in_hand if (at := since[case.id]) is not None and now - at >= patience]
