"""The steps of a turn, each in one transaction: take it, finish it, or put it off."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.engine.messages import Turn
from bot.gateway.effects import ApplyEffect
from bot.gateway.for_desk import asked_of_desk
from bot.gateway.front_doors import FrontDoors
from bot.gateway.patience import hopeless, pause
from bot.gateway.receiving import START
from bot.gateway.voice import Voice
from desk.effects import EffectContext
from knowledge.replies import Effect
from knowledge.storage.choices import Choices, Issued
from knowledge.storage.conversations import Conversation, Conversations
from knowledge.storage.inbox import Inbox, Received, State


@dataclass(frozen=True)
class Work:
    """A message in hand: nobody else works on its conversation while the lease lasts.

    `for_desk` is what the desk answers by itself, whoever has the conversation.
    """

    holder: str
    conversation: Conversation
    message: Received
    choice: Issued | None
    for_desk: Effect | None


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed; unavailable means that it was not because of the message."""

    code: str
    unavailable: bool


@dataclass(frozen=True)
class Steps:
    """How turns are taken here: how long one may last, and what follows from it."""

    apply: ApplyEffect
    doors: FrontDoors
    lease: timedelta
    first_pause_s: float

    def take(self, session: Session, conversation_id: str, now: datetime) -> Work | None:
        """Return the oldest waiting message, or None when there is none or somebody else has the turn."""
        holder = uuid.uuid4().hex
        conversation = Conversations(session).claim(conversation_id, holder, now, now + self.lease)
        message = None if conversation is None else _oldest(session, conversation_id, holder)
        if conversation is None or message is None:
            return None
        return _work(session, holder, conversation, message)

    def finish(self, session: Session, work: Work, turn: Turn, now: datetime) -> Work | None:
        """Store the answer with all that follows from it, and return the next message to be answered.

        Nothing is stored when the lease was lost: whoever has it now answers. While a broker has the
        conversation the answer is dropped, even if the turn began before.
        """
        conversation = Conversations(session).lock(work.conversation.id)
        if conversation.lease_owner != work.holder:
            return None
        Voice(session, conversation, now).answer(work.message, turn, self.apply)
        return self._settle(session, work, now)

    def hand_to_desk(self, session: Session, work: Work, asked: Effect, now: datetime) -> Work | None:
        """Let the desk do what it is asked for, whoever has the conversation; it answers by itself."""
        conversation = Conversations(session).lock(work.conversation.id)
        if conversation.lease_owner != work.holder:
            return None
        context = EffectContext(conversation.id, work.message.message_id, conversation.channel)
        self.apply(session, asked, context, now)
        return self._settle(session, work, now)

    def put_off(self, session: Session, work: Work, failure: Failure, now: datetime) -> None:
        """Note a failed attempt, apologise once to everybody who waits, and let go of the turn."""
        conversation = Conversations(session).lock(work.conversation.id)
        if conversation.lease_owner != work.holder:
            return
        message, kept, voice = work.message, Inbox(session), Voice(session, conversation, now)
        attempts = message.attempts + 1
        if message.message_id == START:
            voice.welcome(message, self.doors, failure.code)
        elif hopeless(attempts, now - message.received, failure.unavailable):
            voice.give_up(message, self.doors, failure.code)
        else:
            again = now + pause(attempts, self.first_pause_s)
            kept.put_off(message.id, attempts, again, failure.code)
        for waiting in kept.waiting(conversation.id):
            voice.apologise(waiting, self.doors)
        Conversations(session).release(conversation.id, work.holder)

    def _settle(self, session: Session, work: Work, now: datetime) -> Work | None:
        Inbox(session).settle(work.message.id, State.ANSWERED)
        message = _oldest(session, work.conversation.id, work.holder)
        if message is None:
            return None
        kept = Conversations(session)
        kept.prolong(work.conversation.id, work.holder, now + self.lease)
        # as it stands now: the answer may have given it to somebody else
        return _work(session, work.holder, kept.get(work.conversation.id), message)


def _oldest(session: Session, conversation_id: str, holder: str) -> Received | None:
    """Return what waits longest; when nothing does, let go of the turn."""
    waiting = Inbox(session).waiting(conversation_id)
    if not waiting:
        Conversations(session).release(conversation_id, holder)
        return None
    return waiting[0]


def _work(session: Session, holder: str, conversation: Conversation, message: Received) -> Work:
    choice = Choices(session).find(conversation.id, message.choice_id) if message.choice_id else None
    for_desk = asked_of_desk(session, conversation, choice, message.text, message.received)
    return Work(holder, conversation, message, choice, for_desk)
