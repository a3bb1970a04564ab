"""What becomes of our messages after a channel has taken them: noted, and brought again where that helps."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.parts import Parts
from bot.gateway.sending import failure_of, note_failure
from knowledge.storage.channel_messages import KNOCK, Arrived, ChannelMessages, Row
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fate:
    """How far a message has come, by the name that its channel was noted to have for it.

    `because` is why it failed: an error that lasts gives the row up, another one puts it off.
    """

    channel: str
    message_id: str
    state: Arrived
    because: NotSentNow | NeverSent | None = None


@dataclass(frozen=True)
class Fates:
    """Where channels report to."""

    parts: Parts
    chance: Callable[[], float] = random.random

    async def note(self, fate: Fate) -> None:
        """Commit one report; what is none of ours, or older news than we have, changes nothing."""
        now = self.parts.outside.clock()
        await self.parts.ledger.write(lambda s: self._note(s, fate, now))

    def _note(self, session: Session, fate: Fate, now: datetime) -> None:
        code = fate.because.code if fate.because else None
        row = ChannelMessages(session).note(fate.channel, fate.message_id, fate.state, now, code)
        if row is None:
            return
        if fate.because is not None and fate.state is Arrived.FAILED:
            self._failed(session, row, fate.because, now)
        elif fate.state is Arrived.READ and row.part != KNOCK:
            Conversations(session).read_by_person(row.conversation_id, row.seq)

    def _failed(self, session: Session, row: Row, because: NotSentNow | NeverSent, now: datetime) -> None:
        if row.part == KNOCK:
            log.error("message %s could not be announced: %s", row.entry_id, because.code)
            return
        waiting = Outbox(session).sent(row.entry_id)
        person = ChannelPeople(session).of_conversation(row.conversation_id)
        if waiting is None or person is None:
            log.error("message %s failed while it was in hand: %s", row.entry_id, because.code)
            return
        if isinstance(because, NotSentNow):
            ChannelMessages(session).take_back(row.entry_id, row.part)
        note_failure(session, waiting, person, failure_of(because), (now, self.chance()))
