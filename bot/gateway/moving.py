"""Takes in the message with which somebody goes on here with a chat that they began on the web."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.incoming import Posted
from bot.channels.outgoing import UNTIL_THEY_WRITE
from bot.gateway import receiving
from bot.gateway.arrivals import Arrival, Arrivals
from bot.gateway.turns import Begun
from desk.joining import CodeNotGood, Newcomer, TwoRequests, join
from desk.moving import who_has
from desk.questions import tell
from knowledge.replies import Choice
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversation, Owner
from knowledge.storage.inbox import Received
from knowledge.storage.outbox import Outbox
from knowledge.wording import say

ANSWER, MOVED = "answer", "moved"


@dataclass(frozen=True)
class Moving:
    """The way in for those who bring a chat along."""

    arrivals: Arrivals

    async def take_in(self, arrival: Arrival, code: str) -> Received | None:
        """Join what the code leads to and begin to greet; None when it was refused, or came before.

        Nothing is kept of the message, in which the code stands.
        """
        received = await self.arrivals.begin(lambda s, now: self._take_in(s, arrival, code, now))
        if received is not None:
            self.arrivals.parts.bell.ring(received.conversation_id)
        return received

    def _take_in(self, session: Session, arrival: Arrival, code: str, now: datetime) -> Begun | None:
        if not self.arrivals.is_first(session, arrival, now):
            return None
        key = self.arrivals.person_key(arrival.channel, arrival.writer)
        known = self.arrivals.known(session, arrival)
        newcomer = Newcomer(arrival.channel, key, arrival.identities, arrival.address, known)
        try:
            conversation = join(session, code, newcomer, now)
        except CodeNotGood:
            self._refuse(session, arrival, "utter_moving_refused", now)
            return None
        except TwoRequests:
            self._refuse(session, arrival, "utter_moving_two_requests", now)
            return None
        return self._greet(session, conversation, arrival, now)

    def _greet(self, session: Session, conversation: Conversation, arrival: Arrival, now: datetime) -> Begun:
        """Let the assistant say what it knows and go on; a broker who talks reads that they are here now."""
        Outbox(session).wake(conversation.id, UNTIL_THEY_WRITE, now)
        moved = Choice(say("utter_label_moved_here"), "greet", ((ANSWER, MOVED),))
        (button,) = Choices(session).issue(conversation.id, [moved], now)
        posted = Posted(arrival.posted.message_id, choice=button.choice)
        received = receiving.receive(session, conversation.id, posted, now)
        if conversation.owner is Owner.BROKER:
            told = say("utter_moved_to_broker", hub=who_has(session, conversation.id))
            tell(session, conversation.id, told, now, in_reply_to=posted.message_id)
        return self.arrivals.parts.turns.begin(session, received, now)

    def _refuse(self, session: Session, arrival: Arrival, wording: str, now: datetime) -> None:
        person = self.arrivals.writer(session, arrival, now).person
        tell(session, person.conversation_id, say(wording), now, in_reply_to=arrival.posted.message_id)
