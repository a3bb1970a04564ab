"""Brings what was said to people on channels that are pushed to: in order, at least once."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing, PushedChannel
from bot.gateway.ledger import Ledger
from desk.patience import GiveUp, what_next
from knowledge.storage.channel_messages import ChannelMessages, Taken
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import ConversationNotFound, Conversations
from knowledge.storage.outbox import Delivery, Outbox, Waiting

log = logging.getLogger(__name__)

AT_ONCE = 8
IN_ONE_GO = 100
LEASE = timedelta(seconds=60)
LONGEST_SEND_S = 30.0


@dataclass(frozen=True)
class Job:
    """A row that was taken in hand: the channel it goes to, who gets it, how many parts are there already."""

    waiting: Waiting
    channel: str
    outgoing: Outgoing
    taken: int


@dataclass(frozen=True)
class Failure:
    """Why a row was not brought: for good, or for now and then not before some time."""

    code: str
    is_final: bool = False
    after: timedelta | None = None


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
        failure = await self._send(job, now)
        later = self.clock()
        await self.ledger.write(lambda s: self._note(s, job, failure, later))
        return True

    def _take(self, session: Session, waiting: Waiting, now: datetime) -> Job | None:
        conversation_id = waiting.entry.conversation_id
        try:
            channel = Conversations(session).get(conversation_id).channel
        except ConversationNotFound:
            return None
        if not Outbox(session).take(waiting, now, now + LEASE):
            return None
        person = ChannelPeople(session).of_conversation(conversation_id)
        if person is None or channel not in self.channels:
            Outbox(session).settle(waiting.entry.id, Delivery.DEAD, "nobody_there")
            return None
        outgoing = Outgoing(waiting.entry, person.address, person.last_inbound, person.stopped is not None)
        taken = ChannelMessages(session).parts_taken(waiting.entry.id)
        return Job(waiting, channel, outgoing, taken)

    async def _send(self, job: Job, now: datetime) -> Failure | None:
        try:
            async with asyncio.timeout(LONGEST_SEND_S):
                await self._post_rest(job, self.channels[job.channel], now)
        except NotSentNow as put_off:
            return Failure(put_off.code, after=put_off.after)
        except NeverSent as refused:
            return Failure(refused.code, is_final=True)
        except TimeoutError:
            return Failure("timeout")
        except Exception as broken:  # noqa: BLE001 - one bad row must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind is logged
            log.error("a %s message is broken: %s", job.channel, type(broken).__name__)  # noqa: TRY400
            return Failure(type(broken).__name__[:60], is_final=True)
        return None

    async def _post_rest(self, job: Job, channel: PushedChannel, now: datetime) -> None:
        """Post the parts that the channel has not taken yet, and note each at once: none goes twice."""
        parts, entry_id = channel.render(job.outgoing, now), job.waiting.entry.id
        for part in range(job.taken, len(parts)):
            message_id = await channel.post(parts[part], job.outgoing.address)
            taken = Taken(job.channel, message_id, entry_id, part, self.clock())
            await self.ledger.write(partial(_keep, taken=taken))

    def _note(self, session: Session, job: Job, failure: Failure | None, now: datetime) -> None:
        kept, entry = Outbox(session), job.waiting.entry
        if failure is None:
            kept.settle(entry.id, Delivery.SENT)
            return
        following = what_next(job.waiting.attempts + 1, entry.said_at, now, self.chance())
        if failure.is_final or isinstance(following, GiveUp):
            kept.settle(entry.id, Delivery.DEAD, failure.code)
            log.error("message %s on %s given up: %s", entry.id, job.channel, failure.code)
            return
        at = following.at if failure.after is None else max(following.at, now + failure.after)
        kept.put_off(entry.id, at, failure.code)
        log.warning("message %s on %s put off: %s", entry.id, job.channel, failure.code)


def _keep(session: Session, taken: Taken) -> None:
    ChannelMessages(session).add(taken)
