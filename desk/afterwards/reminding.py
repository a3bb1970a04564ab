"""Tells people once what they asked to be told: that a programme may fit them now."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from desk.afterwards.mailing import write_mail
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.hours import UK, is_open
from desk.rounds import again_and_again, each_alone
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.person_mails import Occasion
from knowledge.storage.wishes import KeptReminder, Reminders

log = logging.getLogger(__name__)

LOOK_EVERY_S = 60.0
IN_ONE_GO = 50
NO_MONTH = timedelta(days=182)  # where nobody can tell when it fits, one mail is sent after half a year


async def watch(database: Database, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Look again and again until told to stop."""

    async def look() -> bool:
        return await asyncio.to_thread(remind_due, database, clock()) > 0

    await again_and_again(look, "send reminders", LOOK_EVERY_S, stop)


def remind_due(database: Database, now: datetime) -> int:
    """Write the mails of the reminders that are due, and return how many reminders there were.

    The first is written on the first working day of its month, since nothing is at night or weekends.
    """
    if not is_open(OFFICE_HOURS, now):
        return 0
    month = f"{now.astimezone(UK):%Y-%m}"
    with database.reading() as session:
        due = Reminders(session).due(month, now - NO_MONTH, IN_ONE_GO)
    return sum(each_alone(database, f"reminder {one.id}", partial(remind, due=one, now=now)) for one in due)


def remind(session: Session, due: KeptReminder, now: datetime) -> None:
    """Write the mail of one reminder, once; who asked for the same twice gets one mail."""
    Conversations(session).lock_if_kept(due.conversation_id)
    kept = Reminders(session)
    told = kept.is_told(due)
    if not kept.queue(due.id, now):
        return
    if told:
        kept.sent(str(due.id), now)
        return
    theirs = {"conversation_id": due.conversation_id, "address": due.address}
    write_mail(session, Occasion.REMINDER, str(due.id), now, **theirs)
    log.info("reminder %s is on its way", due.id)
