"""What becomes of our messages after a channel has taken them: noted, and brought again where that helps."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.failing import fail_after_all, why_of
from bot.gateway.ledger import Ledger
from knowledge.storage.channel_messages import KNOCK, Arrived, ChannelMessages, Why
from knowledge.storage.conversations import Conversations
from knowledge.storage.early_fates import Early, EarlyFates
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

    ledger: Ledger
    clock: Callable[[], datetime]
    chance: Callable[[], float] = random.random

    async def note(self, fate: Fate) -> None:
        """Commit one report; what is none of ours, or older news than we have, changes nothing."""
        now = self.clock()
        await self.ledger.write(lambda s: self._note(s, fate, now))

    def _note(self, session: Session, fate: Fate, now: datetime) -> None:
        why = why_of(fate.because) if fate.because is not None else None
        note(session, fate, why, (now, self.chance()))


def note(session: Session, fate: Fate, why: Why | None, at: tuple[datetime, float]) -> None:
    """Note one report; of a message that nobody knows yet it is kept, since it may come before our own note.

    `at` is the time and the chance that spreads the attempts of many.
    """
    kept = ChannelMessages(session)
    row = kept.find(fate.channel, fate.message_id)
    if row is None:
        EarlyFates(session).keep(fate.channel, fate.message_id, Early(fate.state, why), at[0])
        return
    Outbox(session).sent(row.entry_id)  # whoever settles the row meanwhile waits, and sees what is noted here
    kept.note(fate.channel, fate.message_id, fate.state, at[0], why)
    if row.part == KNOCK:
        if why is not None:
            log.error("message %s could not be announced: %s", row.entry_id, why.error)
    elif fate.state is Arrived.READ:
        Conversations(session).read_by_person(row.conversation_id, row.seq)
    elif why is not None and not fail_after_all(session, row.entry_id, at):
        log.info("message %s failed while it was in hand: %s", row.entry_id, why.error)


def catch_up(session: Session, channel: str, entry_id: str, at: tuple[datetime, float]) -> bool:
    """Note what came before a row was settled as brought; True when it has failed after all."""
    for name in ChannelMessages(session).names(entry_id):
        for early in EarlyFates(session).take(channel, name):
            note(session, Fate(channel, name, early.state), early.why, at)
    fail_after_all(session, entry_id, at)
    return Outbox(session).sent(entry_id) is None
