"""Asks how it went when the day has come: once, by day, on the ways that are allowed."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from desk.afterwards.channel_rules import Leave, allowed
from desk.afterwards.follow_ups import buttons, question, still_to_ask
from desk.afterwards.mailing import write_mail
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.hours import is_open
from desk.questions import tell
from desk.rounds import again_and_again, each_alone
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversation, Conversations, Owner
from knowledge.storage.database import Database
from knowledge.storage.follow_ups import FollowUp, FollowUps, Named, Standing
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import Occasion
from knowledge.wording import say

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
IN_ONE_GO = 50
LATER = timedelta(hours=1)  # for who is with a broker now


async def watch(
    database: Database, clock: Callable[[], datetime], stop: asyncio.Event, *, by_mail: bool
) -> None:
    """Look again and again until told to stop."""

    async def look() -> bool:
        return await asyncio.to_thread(ask_due, database, clock(), by_mail=by_mail) > 0

    await again_and_again(look, "ask how it went", LOOK_EVERY_S, stop)


def ask_due(database: Database, now: datetime, *, by_mail: bool) -> int:
    """Settle what is due, each in a transaction of its own, and return how many; by day on working days."""
    if not is_open(OFFICE_HOURS, now):
        return 0
    with database.reading() as session:
        due = FollowUps(session).due(now, IN_ONE_GO)
    each = [(f"follow-up {one.id}", partial(ask, due=one, now=now, by_mail=by_mail)) for one in due]
    return sum(each_alone(database, name, work) for name, work in each)


def ask(session: Session, due: FollowUp, now: datetime, *, by_mail: bool) -> FollowUp | None:
    """Ask one question as it stands now; None when somebody else was first or it is not to be asked any more.

    When several of a case have become due, because nobody looked for long, only the last is asked.
    """
    conversation = Conversations(session).lock_if_kept(due.conversation_id)
    kept = FollowUps(session)
    planned = kept.find(due.id)
    if planned is None or planned.state is not Standing.PLANNED or planned.due > now:
        return None
    if conversation is not None and conversation.owner is Owner.BROKER:
        return kept.change(planned, Standing.PLANNED, due=now + LATER)
    others = [one for one in kept.of_case(planned.case_id) if one.id != planned.id]
    about = still_to_ask(planned, others, Outcomes(session).of_case(planned.case_id))
    overtaken = any(one.day > planned.day and one.due <= now for one in others)
    in_chat = conversation is not None and _may_be_told(conversation, now)
    address = planned.address if by_mail else None
    if overtaken or not about or not (in_chat or address):
        return kept.change(planned, Standing.SKIPPED)
    asked = kept.change(planned, Standing.ASKED, asked_at=now)
    if asked is not None:
        log.info("follow-up %s of case %s is asked", asked.id, asked.case_id)
        Outcomes(session).ask(asked.case_id, asked.day, [one.id for one in about if one is not None])
        _put(session, asked, about[0], now, in_chat=in_chat, address=address)
    return asked


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
    theirs = asked.conversation_id
    if in_chat:
        reference = Cases(session).get(asked.case_id).reference
        text = say("utter_follow_up_ask", reference=reference, question=question(about))
        tell(session, theirs, text, now, buttons(asked, about))
    if address is not None:
        write_mail(session, Occasion.FOLLOW_UP, asked.id, now, conversation_id=theirs, address=address)


def _may_be_told(conversation: Conversation, now: datetime) -> bool:
    leave = allowed(conversation.channel, conversation.last_seen, now)
    return conversation.ended is None and leave is Leave.FREELY
