"""Forgetting a conversation, as its person may ask at any time."""

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.storage.case_answers import CaseAnswers
from knowledge.storage.channel_messages import ChannelMessages
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversations
from knowledge.storage.copies import Copies
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.handed_codes import HandedCodes
from knowledge.storage.inbox import Inbox
from knowledge.storage.outbox import Outbox
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.plans import Plans


def erase_conversation(
    session: Session,
    conversation_id: str,
    now: datetime,
    answering: str | None = None,
    *,
    plans: bool = True,
) -> None:
    """Delete what was received, said, offered, noted, planned and answered; only that it was erased stays.

    Whoever asked to be left alone still is. `answering` names the message that asked for it: its row stays,
    without its words, so that the person gets the answer once. Without `plans` those stay until their own
    time is over.
    """
    Choices(session).forget(conversation_id)
    HandedCodes(session).forget(conversation_id)
    Copies(session).forget(conversation_id)
    if plans:
        Plans(session).forget(conversation_id)
    PersonMails(session).forget(conversation_id)
    Outcomes(session).forget(conversation_id)
    FollowUps(session).forget(conversation_id)
    CaseAnswers(session).forget(conversation_id)
    ChannelMessages(session).forget(conversation_id)
    Outbox(session).forget(conversation_id)
    Inbox(session).forget(conversation_id, answering)
    Conversations(session).forget(conversation_id, now)


def end_conversation(session: Session, conversation_id: str, now: datetime) -> None:
    """Take no more messages for a conversation, and keep no way to reach its person on another channel."""
    Conversations(session).end(conversation_id, now)
    ChannelPeople(session).let_go(conversation_id)


def forget_afterwards(session: Session, case_id: str) -> None:
    """Delete what was planned, asked, mailed and answered once a case was closed."""
    PersonMails(session).forget_about(FollowUps(session).forget_of_case(case_id))
    Outcomes(session).forget_of_case(case_id)
    CaseAnswers(session).forget_of_case(case_id)
