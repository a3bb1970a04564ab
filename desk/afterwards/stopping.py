"""Stopping with one word: nobody is written to first any more."""

import re
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desk.people import same_person
from desk.questions import is_answered, tell
from knowledge.identities import contact
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversation, Conversations, Owner
from knowledge.storage.follow_ups import FollowUps, Standing
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.outbox import Kind, Outbox
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.people import People
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails
from knowledge.storage.wishes import Reminders, Subscriptions
from knowledge.wording import say

STOP_MESSAGES = "stop_messages"
STOP = "stop"
STOPPED = "stopped"
JUST_ASKED = timedelta(days=1)
POLITE = frozenset({"please", "pls", "plz", "thanks", "thank", "you"})
WHAT = (
    "all", "message", "messages", "messaging", "messaging me", "messages to me", "sending messages",
    "sending me messages", "mail", "mails", "mailing me", "email", "emails", "e mails", "emailing me",
    "reminders", "asking", "asking me", "writing", "writing to me", "contacting me",
)  # fmt: skip
OTHER = frozenset({STOP, "stopall", "unsubscribe", "unsubscribe me", "opt out", "optout"})
ALL_OF_IT = OTHER.union(f"{STOP} {what}" for what in WHAT)


def is_stop(text: str) -> bool:
    """Does the message ask for nothing but to be left alone? Case, signs and politeness do not matter."""
    return bare(text) in ALL_OF_IT


def stop_asked(
    session: Session, conversation: Conversation, text: str | None, received: datetime
) -> Effect | None:
    """Return what a typed message asks of the desk: to stop, or nothing.

    A mere "stop" may also call off what the bot is just asking. So it is for the desk where there is
    something to stop, or where nobody else would hear it.
    """
    if text is None or not is_stop(text):
        return None
    alone = conversation.owner is Owner.BROKER
    if bare(text) == STOP and not alone and not plans_to_write(session, conversation.id, received):
        return None
    return Effect(STOP_MESSAGES)


def plans_to_write(session: Session, conversation_id: str, now: datetime) -> bool:
    """Is anything planned that would be written to this person first, or was it asked just now?

    A question that nobody answered counts for a day, or as long as nothing else was said since: after that
    a mere "stop" is about what the bot asks.
    """
    return (
        _asks(session, conversation_id, now)
        or Reminders(session).has_any(conversation_id)
        or Subscriptions(session).has_any(conversation_id)
    )


def _asks(session: Session, conversation_id: str, now: datetime) -> bool:
    still = FollowUps(session).open_in(conversation_id)
    last = Outbox(session).last_said(conversation_id) if still else None
    return any(
        one.state is Standing.PLANNED
        or (last is not None and one.entry_id == last.id)
        or (one.asked_at is not None and now - one.asked_at < JUST_ASKED)
        for one in still
    )


def stop_in_chat(
    session: Session, conversation_id: str, message_id: str, now: datetime, *, told: bool = False
) -> None:
    """Stop everything and say so, unless somebody else has told the person."""
    if is_answered(session, conversation_id, message_id):
        return
    stop_writing(session, conversation_id, now)
    if not told:
        tell(session, conversation_id, say("utter_stopped"), now, in_reply_to=message_id)


def stop_asking_in_chat(session: Session, conversation_id: str, message_id: str, now: datetime) -> None:
    """Stop the questions how it went, and say so; what the person wished to be told is still told."""
    if is_answered(session, conversation_id, message_id):
        return
    _stop_asking(session, conversation_id, now)
    tell(session, conversation_id, say("utter_stopped_asking"), now, in_reply_to=message_id)


def stop_writing(session: Session, conversation_id: str, now: datetime) -> None:
    """End questions, reminders and news, in each chat that is proven to be this person's.

    Again, it changes nothing.
    """
    for one in sorted(same_person(session, conversation_id)):  # in order, as below
        Conversations(session).lock_if_kept(one)
        _stop_writing(session, one, now)
    _stop_writing(session, conversation_id, now)


def _stop_writing(session: Session, conversation_id: str, now: datetime) -> None:
    _stop_asking(session, conversation_id, now)
    PersonMails(session).recall(conversation_id, now)
    Outbox(session).call_off(conversation_id, [Kind.REMINDER], STOPPED)
    Reminders(session).forget(conversation_id)
    Subscriptions(session).forget(conversation_id)


def stop_writing_to(session: Session, mail: PersonMail, now: datetime) -> None:
    """End everything for whoever got this mail: of its conversation, and wherever its address was given.

    In other chats it ends the questions; what was wished for there at another address is still told.
    """
    others = set(_with_address(session, mail.address)) - {mail.conversation_id}
    for conversation_id in sorted({mail.conversation_id, *others}):  # in order: two at once wait, and no more
        Conversations(session).lock_if_kept(conversation_id)
    stop_writing(session, mail.conversation_id, now)
    for conversation_id in others:
        _stop_asking(session, conversation_id, now)  # also for what is closed only later
    OptOuts(session).add_address(mail.address, now)
    PersonMails(session).recall_to(mail.address, now)
    FollowUps(session).cancel_to(mail.address)
    Reminders(session).forget_to(mail.address)
    Subscriptions(session).forget_to(mail.address)


def _with_address(session: Session, address: str) -> list[str]:
    identity = contact(address)
    return [] if identity is None else People(session).conversations_with(identity)


def _stop_asking(session: Session, conversation_id: str, now: datetime) -> None:
    OptOuts(session).add(conversation_id, now)
    kept = FollowUps(session)
    for entry_id in Outbox(session).call_off(conversation_id, [Kind.FOLLOW_UP], STOPPED):
        if (asked := kept.asked_by(conversation_id, entry_id)) is not None:
            Outcomes(session).not_asked(asked.case_id, asked.day)
            kept.change(asked, Standing.CANCELLED)
    kept.cancel(conversation_id)
    PersonMails(session).recall(conversation_id, now, [Occasion.FOLLOW_UP])


def bare(text: str) -> str:
    """Return the words of a message without case, signs and politeness."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(word for word in words if word not in POLITE)
