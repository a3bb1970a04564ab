"""Asks how it went when the day has come: once, by day, on the ways that are allowed."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import lapse_before, put, question, still_to_ask
from desk.afterwards.mailing import write_mail
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.afterwards.reach import LIVE, Ways, is_left_alone
from desk.hours import is_open
from desk.rounds import again_and_again, each_alone
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversation, Conversations, Owner
from knowledge.storage.database import Database
from knowledge.storage.follow_ups import FollowUp, FollowUps, Named, Standing
from knowledge.storage.outbox import PUSHED
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import Occasion
from knowledge.wording import say

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
IN_ONE_GO = 50
LATER = timedelta(hours=1)  # for who is with a broker now
AT_MOST_EVERY = timedelta(days=1)  # for whom each question rings


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
        return await asyncio.to_thread(_ask_due, database, clock(), ways) > 0

    await again_and_again(look, "ask how it went", LOOK_EVERY_S, stop)


def ask_due(database: Database, now: datetime, *, by_mail: bool, by_template: bool = False) -> int:
    """Settle what is due, each in a transaction of its own, and return how many; by day on working days."""
    return _ask_due(database, now, Ways(by_mail, by_template))


def _ask_due(database: Database, now: datetime, ways: Ways) -> int:
    if not is_open(OFFICE_HOURS, now):
        return 0
    with database.reading() as session:
        due = FollowUps(session).due(now, IN_ONE_GO)
    each = [(f"follow-up {one.id}", partial(ask, due=one, now=now, ways=ways)) for one in due]
    return sum(each_alone(database, name, work) for name, work in each)


def ask(session: Session, due: FollowUp, now: datetime, ways: Ways) -> FollowUp | None:
    """Ask one question as it stands now; None when somebody else was first or it is not to be asked any more.

    When several of a case have become due, because nobody looked for long, only the last is asked; one that
    was asked before and not answered lapses.
    """
    conversation = Conversations(session).lock_if_kept(due.conversation_id)
    kept = FollowUps(session)
    planned = kept.find(due.id)
    if planned is None or planned.state is not Standing.PLANNED or planned.due > now:
        return None
    if is_left_alone(session, planned.conversation_id):
        return kept.change(planned, Standing.CANCELLED)
    if (later := _not_before(session, conversation, now)) is not None:
        return kept.change(planned, Standing.PLANNED, due=later)
    others = [one for one in kept.of_case(planned.case_id) if one.id != planned.id]
    about = still_to_ask(planned, others, Outcomes(session).of_case(planned.case_id))
    overtaken = any(one.day > planned.day and one.due <= now for one in others)
    # what could not be brought in the chat is not tried there again
    in_chat = planned.entry_id is None and ways.chat_is_open(session, conversation, now)
    # what is brought to people at once is one way and enough; on the web it waits until they come back
    is_brought = in_chat and conversation is not None and conversation.channel in PUSHED
    address = None if is_brought else ways.address_for(session, planned.address)
    if overtaken or not about:
        return kept.change(planned, Standing.SKIPPED)
    if not (in_chat or address):
        log.info("follow-up %s of case %s cannot be asked: there is no way", planned.id, planned.case_id)
        return kept.change(planned, Standing.NO_WAY)
    asked = kept.change(planned, Standing.ASKED, asked_at=now)
    if asked is not None:
        log.info("follow-up %s of case %s is asked", asked.id, asked.case_id)
        Outcomes(session).ask(asked.case_id, asked.day, [one.id for one in about if one is not None])
        lapse_before(session, asked, conversation)
        _put(session, asked, about[0], now, in_chat=in_chat, address=address)
    return asked


def _not_before(session: Session, conversation: Conversation | None, now: datetime) -> datetime | None:
    """Return when to look again: who talks to somebody, or was just asked by telephone, is let be."""
    if conversation is None:
        return None
    if conversation.owner is Owner.BROKER:
        return now + LATER
    if abs(now - conversation.last_seen) < LIVE:  # what they write next answers something else
        return now + LIVE
    if conversation.channel not in PUSHED:
        return None
    asked = [one.asked_at for one in FollowUps(session).open_in(conversation.id) if one.asked_at is not None]
    again = max(asked, default=now - AT_MOST_EVERY) + AT_MOST_EVERY
    return again if again > now else None


def _put(
    session: Session,
    asked: FollowUp,
    about: Named | None,
    now: datetime,
    *,
    in_chat: bool,
    address: str | None,
) -> None:
    """Put the question on each way that is open; the chat asks of one programme after the other."""
    if in_chat:
        reference = Cases(session).get(asked.case_id).reference
        text = say("utter_follow_up_ask", reference=reference, question=question(about))
        put(session, asked, about, text, now)
    if address is not None:
        theirs = asked.conversation_id
        write_mail(session, Occasion.FOLLOW_UP, asked.id, now, conversation_id=theirs, address=address)
