"""Takes a message in: committed before anything is made of it, and once however often it comes."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.incoming import Posted
from bot.gateway.errors import ConversationGone, NotFound, UnknownChoice
from bot.gateway.for_desk import asked_of_desk
from bot.gateway.ownership import bot_may_speak
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversation, ConversationNotFound, Conversations, Owner
from knowledge.storage.inbox import Inbox, Received, State
from knowledge.storage.outbox import Entry, Kind, Outbox, Sender, Shown

START = "start"


@dataclass(frozen=True)
class Outcome:
    """How it stands with one message: is it settled, how often was it tried, what was answered."""

    state: State
    attempts: int
    apologised: bool
    owner: Owner
    entries: tuple[Entry, ...]

    def moved_on_from(self, before: Received) -> bool:
        """Has something become of the message since it came in?"""
        if self.state is not State.WAITING:
            return True
        return self.apologised and (self.attempts > before.attempts or not before.apologised)


def begin(
    session: Session,
    conversation_id: str,
    channel: str,
    origin: str,
    now: datetime,
    *,
    hub_id: str | None = None,
    greeting: str | None = None,
) -> Received:
    """Open a conversation, with the greeting as its first message.

    A site's own `greeting` stands before Signpost's, which says that it is a machine.
    """
    Conversations(session).start(conversation_id, channel, origin, now, hub_id)
    if greeting is not None:
        Outbox(session).add(conversation_id, Sender.BOT, Shown(greeting), now, in_reply_to=START)
    return Inbox(session).receive(conversation_id, START, now)


def receive(session: Session, conversation_id: str, posted: Posted, now: datetime) -> Received:
    """Store a message, or return what was stored when it came before.

    What is said while a broker has the conversation is theirs to answer, unless it is asked of the desk:
    nothing waits for the bot.
    """
    conversation = open_conversation(session, conversation_id, lock=True)
    before = Inbox(session).find(conversation.id, posted.message_id)
    if before is not None:
        return before
    said, issued = posted.text, None
    if posted.choice is not None:
        issued = Choices(session).find(conversation.id, posted.choice)
        if issued is None:
            raise UnknownChoice
        said = issued.label
    received = Inbox(session).receive(
        conversation.id, posted.message_id, now, text=posted.text, choice_id=posted.choice
    )
    shown = Shown(said or "")
    Outbox(session).add(conversation.id, Sender.PERSON, shown, now, in_reply_to=posted.message_id)
    Conversations(session).seen(conversation.id, now)
    if bot_may_speak(conversation) or asked_of_desk(session, conversation, issued, posted.text, now):
        return received
    Inbox(session).settle(received.id, State.ANSWERED)
    return replace(received, state=State.ANSWERED)


def open_conversation(session: Session, conversation_id: str, lock: bool = False) -> Conversation:
    """Return a conversation that takes messages, or raise NotFound or ConversationGone."""
    kept = Conversations(session)
    try:
        conversation = kept.lock(conversation_id) if lock else kept.get(conversation_id)
    except ConversationNotFound:
        raise NotFound from None
    if conversation.ended is not None:
        raise ConversationGone
    return conversation


def outcome(session: Session, conversation_id: str, message_id: str) -> Outcome:
    """Return what has become of a message: the answer if there is one, else the apology."""
    conversation = open_conversation(session, conversation_id)
    received = Inbox(session).find(conversation_id, message_id)
    if received is None:
        raise NotFound
    entries = Outbox(session).replies_to(conversation_id, message_id)
    said = tuple(entry for entry in entries if entry.kind is not Kind.APOLOGY)
    # while it waits there is an apology, and at the start a site's greeting
    shown = tuple(entries) if received.state is State.WAITING else said or tuple(entries)
    return Outcome(received.state, received.attempts, received.apologised, conversation.owner, shown)
