"""What becomes of our messages after a channel has taken them: noted, and brought again where that helps."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.gateway.failing import fail_after_all, why_of
from bot.gateway.ledger import Ledger
from knowledge.storage.channel_messages import KNOCK, Arrived, ChannelMessages, Part, Row, Taken, Why
from knowledge.storage.conversations import Conversations
from knowledge.storage.early_fates import KEPT, Early, EarlyFates, Known
from knowledge.storage.outbox import Outbox

log = logging.getLogger(__name__)

IN_ONE_GO = 100


@dataclass(frozen=True)
class Fate:
    """How far a message has come, by the name that its channel was noted to have for it.

    `because` is why it failed: an error that lasts gives the row up, another one puts it off. `part` is what
    the message is, where its channel says so.
    """

    channel: str
    message_id: str
    state: Arrived
    because: NotSentNow | NeverSent | None = None
    part: Part | None = None


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

    async def catch_up_late(self) -> int:
        """Note what was kept as too early of messages that are known by now; return of how many.

        On PostgreSQL a report may look for a message just before it is noted, and be kept just after whoever
        noted it has looked: nobody else would read it. What is about nobody's messages is let go of.
        """
        now = self.clock()
        known, is_old = await self.ledger.read(lambda s: _kept_early(s, now))
        for one in known:
            await self.ledger.write(partial(self._catch_up, one=one, now=now))
        if is_old:
            await self.ledger.write(lambda s: EarlyFates(s).forget_old(now - KEPT))
        return len(known)

    def _catch_up(self, session: Session, one: Known, now: datetime) -> None:
        Conversations(session).lock_if_kept(one.conversation_id)
        note_early(session, one.channel, one.message_id, (now, self.chance()))

    def _note(self, session: Session, fate: Fate, now: datetime) -> None:
        why = why_of(fate.because) if fate.because is not None else None
        note(session, fate, why, (now, self.chance()))


def note(session: Session, fate: Fate, why: Why | None, at: tuple[datetime, float]) -> None:
    """Note one report; of a message that nobody knows yet it is kept, since it may come before our own note.

    If it says of which part of a row it is, that is our note: whoever brought it may have died, or got no
    answer, and it must not go again. `at` is the time and the chance that spreads the attempts of many.
    """
    kept = ChannelMessages(session)
    row = kept.find(fate.channel, fate.message_id) or _taken_after_all(session, fate, at[0])
    if row is None:
        EarlyFates(session).keep(fate.channel, fate.message_id, Early(fate.state, why), at[0])
        return
    if fate.state is Arrived.SENT:  # as is everything that is known
        return
    # the conversation first, as whoever stops or lapses a question does: two at once wait, and no more
    Conversations(session).lock_if_kept(row.conversation_id)
    Outbox(session).hold(row.entry_id)  # whoever settles the row meanwhile waits, and sees what is noted here
    kept.note(fate.channel, fate.message_id, fate.state, at[0], why)
    if row.part == KNOCK:
        if why is not None:
            log.error("message %s could not be announced: %s", row.entry_id, why.error)
    elif fate.state is Arrived.READ:
        Conversations(session).read_by_person(row.conversation_id, row.seq)
    elif why is not None and not fail_after_all(session, row.entry_id, at):
        log.info("message %s failed while it was in hand: %s", row.entry_id, why.error)


def _taken_after_all(session: Session, fate: Fate, now: datetime) -> Row | None:
    part = fate.part
    conversation_id = None if part is None else Outbox(session).conversation_of(part.entry_id)
    if part is None or conversation_id is None:
        return None
    conversation = Conversations(session).lock_if_kept(conversation_id)
    if conversation is None or conversation.channel != fate.channel:
        return None
    ChannelMessages(session).add(Taken(fate.channel, fate.message_id, part.entry_id, part.number, now))
    return ChannelMessages(session).find(fate.channel, fate.message_id)


def catch_up(session: Session, channel: str, entry_id: str, at: tuple[datetime, float]) -> bool:
    """Note what came before a row was settled as brought; True when it has failed after all.

    Lock its conversation before the row.
    """
    early = EarlyFates(session).of_entry(channel, entry_id)
    for name in early:
        note_early(session, channel, name, at)
    return fail_after_all(session, entry_id, at) or (
        bool(early) and Outbox(session).sent(entry_id) is None  # a word that was kept has failed it
    )


def note_early(session: Session, channel: str, message_id: str, at: tuple[datetime, float]) -> None:
    """Note what was kept of a message that is known now."""
    for early in EarlyFates(session).take(channel, message_id):
        note(session, Fate(channel, message_id, early.state), early.why, at)


def _kept_early(session: Session, now: datetime) -> tuple[list[Known], bool]:
    return EarlyFates(session).known(IN_ONE_GO), EarlyFates(session).has_old(now - KEPT)
