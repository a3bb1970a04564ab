"""What is written into a conversation on our side: answers, apologies, a last word."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.messages import Turn
from bot.gateway.effects import ERASE, ApplyEffect
from bot.gateway.front_doors import FrontDoors
from bot.gateway.ownership import bot_may_speak
from desk.effects import EffectContext
from knowledge.replies import Reply
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversation, Conversations
from knowledge.storage.inbox import Inbox, Received, State
from knowledge.storage.outbox import Kind, Outbox, Sender, Shown
from knowledge.wording import say

# what a person has agreed to or asked for, whoever speaks by then
NEVER_DROPPED = frozenset({ERASE, "open_case", "narrow_case", "withdraw_case", "stop_messages"})


@dataclass(frozen=True)
class Voice:
    """The bot's voice in one conversation, in the caller's transaction; silent where it may not speak."""

    session: Session
    conversation: Conversation
    now: datetime

    def answer(self, message: Received, turn: Turn, apply: ApplyEffect) -> None:
        """Write the replies, issue their choices, store their effects and what is noted."""
        context = EffectContext(self.conversation.id, message.message_id, self.conversation.channel)
        effects = [effect for reply in turn.replies for effect in reply.effects]
        may_speak = bot_may_speak(self.conversation)
        for effect in effects:
            if may_speak or effect.kind in NEVER_DROPPED:
                apply(self.session, effect, context, self.now)
        if not may_speak:
            return  # a broker came in between, who reads the message
        if all(effect.kind != ERASE for effect in effects):
            Conversations(self.session).note(self.conversation.id, turn.noted)
        notices = (say("utter_gateway_late_answer"),) if message.apologised else ()
        for reply in turn.replies:
            self._say(message, replace(self._shown(reply), notices=notices))
            notices = ()  # of a late answer the first reply says so

    def apologise(self, message: Received, doors: FrontDoors) -> None:
        """Say once for each message that its answer comes later, and whom to ask meanwhile."""
        if message.apologised or message.state is not State.WAITING:
            return
        self._say(message, self._apology(doors, "utter_gateway_apology"), Kind.APOLOGY)
        Inbox(self.session).apologised(message.id)

    def welcome(self, message: Received, doors: FrontDoors, error: str) -> None:
        """Begin without the engine: a greeting that comes an hour late would only confuse."""
        self._say(message, Shown(say("utter_gateway_welcome")))
        self._say(message, self._apology(doors, "utter_gateway_apology_at_start"))
        Inbox(self.session).settle(message.id, State.ANSWERED, error)

    def give_up(self, message: Received, doors: FrontDoors, error: str) -> None:
        """Say that there will be no answer, and whom to ask."""
        self._say(message, self._apology(doors, "utter_gateway_given_up"))
        Inbox(self.session).settle(message.id, State.GIVEN_UP, error)

    def _apology(self, doors: FrontDoors, wording: str) -> Shown:
        return doors.apology(self.conversation.noted, wording, self.conversation.hub_id)

    def _say(self, message: Received, shown: Shown, kind: Kind = Kind.SAID) -> None:
        if bot_may_speak(self.conversation):
            Outbox(self.session).add(
                self.conversation.id, Sender.BOT, shown, self.now, in_reply_to=message.message_id, kind=kind
            )

    def _shown(self, reply: Reply) -> Shown:
        buttons = Choices(self.session).issue(self.conversation.id, reply.choices, self.now)
        return Shown(reply.text, reply.cards, buttons)
