"""Tells people once what they asked to be told: that a programme may fit them now."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from desk.afterwards.mailing import write_mail
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.afterwards.reach import Ways, is_left_alone
from desk.afterwards.reminder_news import news_of
from desk.hours import UK, is_open
from desk.questions import tell
from desk.rounds import again_and_again, each_alone
from knowledge.storage.conversations import Conversation, Conversations, Owner
from knowledge.storage.database import Database
from knowledge.storage.outbox import PUSHED, Kind
from knowledge.storage.person_mails import Occasion
from knowledge.storage.wishes import KeptReminder, Reminders

log = logging.getLogger(__name__)

LOOK_EVERY_S = 60.0
IN_ONE_GO = 50
NO_MONTH = timedelta(days=182)  # where nobody can tell when it fits, one mail is sent after half a year


async def watch(
    database: Database,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    *,
    by_mail: bool,
    by_template: bool = False,
) -> None:
    """Look again and again until told to stop."""
    ways = Ways(by_mail, by_template)

    async def look() -> bool:
        return await asyncio.to_thread(_remind_due, database, clock(), ways) > 0

    await again_and_again(look, "send reminders", LOOK_EVERY_S, stop)


def remind_due(database: Database, now: datetime, *, by_mail: bool = True, by_template: bool = False) -> int:
    """Tell the reminders that are due, and return how many that were.

    The first is told on the first working day of its month, since nothing is at night or weekends. Without
    mail only those are looked at that were wished for where people are reached in the chat.
    """
    return _remind_due(database, now, Ways(by_mail, by_template))


def _remind_due(database: Database, now: datetime, ways: Ways) -> int:
    if not is_open(OFFICE_HOURS, now):
        return 0
    told = 0
    for due in _pages(database, now, None if ways.by_mail else PUSHED):
        each = [(f"reminder {one.id}", partial(remind, due=one, now=now, ways=ways)) for one in due]
        told += sum(each_alone(database, name, work) for name, work in each)
    return told


def _pages(database: Database, now: datetime, channels: Iterable[str] | None) -> Iterator[list[KeptReminder]]:
    """Yield all that is due, some at a time: what waits for a way must not hold up what comes after it."""
    month, last = f"{now.astimezone(UK):%Y-%m}", 0
    while True:
        with database.reading() as session:
            due = Reminders(session).due(month, now - NO_MONTH, IN_ONE_GO, channels, after=last)
        yield due
        if len(due) < IN_ONE_GO:
            return
        last = due[-1].id


def remind(session: Session, due: KeptReminder, now: datetime, ways: Ways) -> bool:
    """Tell one reminder, once: in the chat where people are reached there, else by mail.

    Who asked for the same twice is told once. While there is no way nobody is told, and it waits: False.
    """
    conversation = Conversations(session).lock_if_kept(due.conversation_id)
    kept = Reminders(session)
    told, in_chat = kept.is_told(due), due.entry_id is None and _is_reached(session, conversation, now, ways)
    if not (told or in_chat or ways.by_mail):
        log.info("reminder %s waits: there is no mail, and no way in the chat now", due.id)
        return False
    if not kept.queue(due.id, now):
        return False
    if told:
        kept.sent(str(due.id), now)
    elif in_chat:
        _tell(session, due, now)
    else:
        theirs = {"conversation_id": due.conversation_id, "address": due.address}
        write_mail(session, Occasion.REMINDER, str(due.id), now, **theirs)
        log.info("reminder %s is on its way", due.id)
    return True


def _is_reached(session: Session, conversation: Conversation | None, now: datetime, ways: Ways) -> bool:
    if conversation is None or conversation.channel not in PUSHED or conversation.owner is Owner.BROKER:
        return False
    return not is_left_alone(session, conversation.id) and ways.chat_is_open(session, conversation, now)


def _tell(session: Session, due: KeptReminder, now: datetime) -> None:
    news = news_of(session, due, now.astimezone(UK).date())
    its, text, theirs = [news.way_on()], news.in_the_chat(), due.conversation_id
    entry = tell(session, theirs, text, now, its, kind=Kind.REMINDER, blanks=(news.name,))
    Reminders(session).stands_in(due.id, entry.id)
    Reminders(session).sent(str(due.id), now)
    log.info("reminder %s is told in the chat", due.id)
