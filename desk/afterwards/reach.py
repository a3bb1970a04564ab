"""How somebody may be written to first: in the chat, by mail, or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desk.afterwards.channel_rules import Leave, allowed
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversation
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.outbox import PUSHED

LIVE = timedelta(minutes=10)  # for who is in the chat now


@dataclass(frozen=True)
class Ways:
    """What this installation can do: send mails to people, and say it on WhatsApp by an approved template."""

    by_mail: bool
    by_template: bool = False

    def chat_is_open(self, session: Session, conversation: Conversation | None, now: datetime) -> bool:
        """May one write first in this conversation, and will its person get it?"""
        if conversation is None or conversation.ended is not None:
            return False
        last_seen = conversation.last_seen
        if conversation.channel in PUSHED:
            person = ChannelPeople(session).of_conversation(conversation.id)
            if person is None or not person.address:
                return False
            last_seen = person.last_inbound
        leave = allowed(conversation.channel, last_seen, now)
        return leave is Leave.FREELY or (leave is Leave.BY_TEMPLATE and self.by_template)

    def address_for(self, session: Session, address: str | None) -> str | None:
        """Return where a mail may go; None when none may, or whoever reads the address wants none."""
        if address is None or not self.by_mail or OptOuts(session).has_address(address):
            return None
        return address


def is_reached_at_once(session: Session, conversation: Conversation | None, now: datetime) -> bool:
    """Does the person of this conversation read at once what is written there?

    What is brought to a telephone is one way and enough; on the web it waits until they come back.
    """
    if conversation is None or not Ways(by_mail=False).chat_is_open(session, conversation, now):
        return False
    return conversation.channel in PUSHED or now - conversation.last_seen < LIVE


def is_left_alone(session: Session, conversation_id: str) -> bool:
    """Has the person of this conversation said that nobody is to write to them first?"""
    person = ChannelPeople(session).of_conversation(conversation_id)
    return OptOuts(session).has(conversation_id) or (person is not None and person.stopped is not None)
