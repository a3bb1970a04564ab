"""Takes in what comes through other channels: stored before it is acknowledged, answered afterwards."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.incoming import Posted
from bot.gateway import receiving
from bot.gateway.errors import UnknownChoice
from bot.gateway.parts import Parts
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.inbox import Received
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.wording import say


@dataclass(frozen=True)
class Arrival:
    """One message of one person on one channel, whose word for who it is has been checked.

    `identity` is the channel's own name of the person, which is kept nowhere; `address` is what it takes
    to reach them; `label` is what stood on the button that was pressed.
    """

    channel: str
    identity: str
    address: Mapping[str, Any]
    posted: Posted
    label: str = ""


@dataclass(frozen=True)
class Arrivals:
    """The way in of the channels that are not the web."""

    parts: Parts
    key: str

    def person_key(self, channel: str, identity: str) -> str:
        """Return what tells people apart and does not say who they are."""
        named = f"{channel}\0{identity}".encode()
        return hmac.new(self.key.encode(), named, hashlib.sha256).hexdigest()

    async def take_in(self, arrival: Arrival) -> Received:
        """Commit a message, once however often it comes, and begin to answer it; return what was stored."""
        now = self.parts.outside.clock()
        conversation_id = await self.parts.ledger.write(lambda s: self._conversation(s, arrival, now))
        begun = await self.parts.turns.receive(
            conversation_id, lambda s: _receive(s, conversation_id, arrival, now)
        )
        if begun.work is not None:
            self.parts.jobs.start(self.parts.turns.work(conversation_id, begun.work))
        return begun.received

    def _conversation(self, session: Session, arrival: Arrival, now: datetime) -> str:
        """Return the open conversation of who wrote, or a new one that says what it is first."""
        people, key = ChannelPeople(session), self.person_key(arrival.channel, arrival.identity)
        person, address = people.find(arrival.channel, key), dict(arrival.address)
        if person is not None and Conversations(session).takes_messages(person.conversation_id):
            people.wrote(person, person.conversation_id, address, now)
            return person.conversation_id
        conversation_id = secrets.token_urlsafe(16)
        Conversations(session).start(conversation_id, arrival.channel, "", now)
        if person is None:
            people.add(ChannelPerson(arrival.channel, key, conversation_id, address, now))
        else:
            people.wrote(person, conversation_id, address, now)
        Outbox(session).add(conversation_id, Sender.SYSTEM, Shown(say("utter_gateway_first_words")), now)
        return conversation_id


def _receive(session: Session, conversation_id: str, arrival: Arrival, now: datetime) -> Received:
    try:
        return receiving.receive(session, conversation_id, arrival.posted, now)
    except UnknownChoice:  # a button of a conversation that is gone: only what stood on it is left
        said = Posted(arrival.posted.message_id, arrival.label or say("utter_gateway_old_button"))
        return receiving.receive(session, conversation_id, said, now)
