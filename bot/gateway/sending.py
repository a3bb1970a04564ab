"""Brings what was said to people on channels that are pushed to: in order, at least once."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing, Payload, PushedChannel
from bot.gateway.failing import Failure, failure_of, forget_where, give_up, note_failure
from bot.gateway.fates import catch_up
from bot.gateway.ledger import DatabaseDown, Ledger
from knowledge.storage.channel_messages import KNOCK, ChannelMessages, Part, Taken
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import UNASKED, Delivery, Kind, Outbox, Sender, Waiting

log = logging.getLogger(__name__)

AT_ONCE = 32
IN_ONE_GO = 100
LEASE = timedelta(seconds=60)
LONGEST_SEND_S = 30.0
WORTH_A_KNOCK = (Sender.BROKER, Sender.SYSTEM)


class InOtherHands(Exception):
    """Who took a row was held up for so long that another may bring it by now: leave it to them."""


@dataclass(frozen=True)
class Job:
    """A row that was taken in hand: the channel it goes to, who gets it, how many parts are there already.

    At `until` others may take it.
    """

    waiting: Waiting
    channel: str
    outgoing: Outgoing
    taken: int
    person: ChannelPerson
    until: datetime


@dataclass(frozen=True)
class Sending:
    """The way out of one gateway; any number of them may be at it at once."""

    ledger: Ledger
    channels: Mapping[str, PushedChannel]
    clock: Callable[[], datetime]
    chance: Callable[[], float] = random.random

    async def send_due(self) -> int:
        """Bring what is due, the rows of each conversation in order; return how many were tried."""
        if not self.channels:
            return 0
        tried = 0
        while due := await self.ledger.read(lambda s: Outbox(s).due(self.clock(), IN_ONE_GO)):
            gate = asyncio.Semaphore(AT_ONCE)

            async def one(waiting: Waiting, gate: asyncio.Semaphore = gate) -> bool:
                async with gate:
                    return await self._one(waiting)

            done = await asyncio.gather(*map(one, due))
            tried += sum(done)
            if not any(done):
                break
        return tried

    async def _one(self, waiting: Waiting) -> bool:
        now = self.clock()
        job = await self.ledger.write(lambda s: self._take(s, waiting, now))
        if job is None:
            return False
        try:
            failure = await self._send(job, now)
        except InOtherHands:
            return False
        later = self.clock()
        await self.ledger.write(lambda s: self._note(s, job, failure, later))
        return True

    def _take(self, session: Session, waiting: Waiting, now: datetime) -> Job | None:
        conversation_id = waiting.entry.conversation_id
        # before the row, as whoever calls it off does: see bot/gateway/fates.py
        conversation = Conversations(session).lock_if_kept(conversation_id)
        if conversation is None:
            return None
        if not Outbox(session).take(waiting, now, now + LEASE):
            return None
        person, channel = ChannelPeople(session).of_conversation(conversation_id), conversation.channel
        if person is None or channel not in self.channels:
            give_up(session, waiting.entry, "nobody_there", now)
            return None
        taken = ChannelMessages(session).parts_taken(waiting.entry.id)
        return Job(waiting, channel, outgoing_to(session, waiting, person), taken, person, now + LEASE)

    async def _send(self, job: Job, now: datetime) -> Failure | None:
        try:
            async with asyncio.timeout(LONGEST_SEND_S):
                await self._post_rest(job, self.channels[job.channel], now)
        except (NotSentNow, NeverSent) as failed:
            return failure_of(failed)
        except TimeoutError:
            return Failure("timeout")
        except (
            DatabaseDown,
            InOtherHands,
        ):  # what was taken is known when it is back, and the rest goes on from there
            raise
        except Exception as broken:  # noqa: BLE001 - one bad row must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind is logged
            log.error("a %s message is broken: %s", job.channel, type(broken).__name__)  # noqa: TRY400
            return Failure(type(broken).__name__[:60], is_final=True)
        return None

    async def _post_rest(self, job: Job, channel: PushedChannel, now: datetime) -> None:
        """Post the parts that the channel has not taken yet, and note each at once: none goes twice."""
        try:
            parts = channel.render(job.outgoing, now)
        except NotSentNow as put_off:
            if put_off.knock is not None:
                await self._knock(job, channel, put_off.knock)
            raise
        for part in range(job.taken, len(parts)):
            if not await self._post(job, channel, part, parts[part]):
                return

    async def _knock(self, job: Job, channel: PushedChannel, payload: Payload) -> None:
        """Say that something waits; when that fails, what waits is neither sooner nor later for it."""
        try:
            await self._post(job, channel, KNOCK, payload)
        except (NotSentNow, NeverSent) as failed:
            entry_id = job.waiting.entry.id
            log.error("message %s on %s is not announced: %s", entry_id, job.channel, failed.code)  # noqa: TRY400

    async def _post(self, job: Job, channel: PushedChannel, part: int, payload: Payload) -> bool:
        """Post one part and note it; False when what it is part of was deleted meanwhile."""
        if self.clock() >= job.until:
            raise InOtherHands
        entry_id = job.waiting.entry.id
        message_id = await channel.post(payload, job.outgoing.address, Part(entry_id, part))
        taken = Taken(job.channel, message_id, entry_id, part, self.clock())
        try:
            await self.ledger.write(partial(_keep, taken=taken))
        except IntegrityError:  # the only row that it leads to is that of the transcript
            return False
        return True

    def _note(self, session: Session, job: Job, failure: Failure | None, now: datetime) -> None:
        waiting = replace(job.waiting, attempts=job.waiting.attempts + 1)
        at = now, self.chance()
        conversation = Conversations(session).lock_if_kept(waiting.entry.conversation_id)
        if failure is not None:
            note_failure(session, waiting, job.person, failure, at)
            return
        Outbox(session).settle(waiting.entry.id, Delivery.SENT)
        has_failed = catch_up(session, job.channel, waiting.entry.id, at)
        if not has_failed and conversation is not None and conversation.erased is not None:
            forget_where(session, job.person)


def outgoing_to(session: Session, waiting: Waiting, person: ChannelPerson) -> Outgoing:
    """Return a row with all that decides whether and how it may go to somebody."""
    since, stopped = person.last_inbound, person.stopped
    may_knock = (
        stopped is None
        and Outbox(session).waits(person.conversation_id, WORTH_A_KNOCK, [Kind.SAID])
        and not ChannelMessages(session).has_knocked(person.conversation_id, since)
    )
    is_stopped = stopped is not None and (since <= stopped or waiting.entry.kind in UNASKED)
    return Outgoing(waiting.entry, person.address, since, is_stopped, may_knock)


def _keep(session: Session, taken: Taken) -> None:
    ChannelMessages(session).add(taken)
