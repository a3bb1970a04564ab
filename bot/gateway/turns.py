"""Has messages answered: one turn at a time for each conversation, however many processes there are."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.orm import Session

from bot.channels.incoming import readable
from bot.engine.client import EngineRefused, EngineUnavailable
from bot.engine.messages import Spoken, Turn
from bot.gateway.bell import Bell
from bot.gateway.engine import Engine
from bot.gateway.ledger import DatabaseDown, Ledger
from bot.gateway.metrics import Metrics
from bot.gateway.ownership import bot_may_speak
from bot.gateway.receiving import START
from bot.gateway.steps import Failure, Steps, Work
from desk.error_places import where
from desk.own_adviser import ADVISER, is_for_own_adviser
from knowledge.replies import Effect, Reply
from knowledge.storage.inbox import Received, State
from knowledge.wording import say

log = logging.getLogger(__name__)

AT_ONCE = 8  # more only take longer each, until none of them is in time
# the engine gets less than the person's patience, so that the apology is in time as well
ENGINE_SHARE = 0.85
TIME_TO_STORE = timedelta(seconds=5)


@dataclass(frozen=True)
class Begun:
    """A message as it was stored, and the turn that was taken for it, unless somebody else has it."""

    received: Received
    work: Work | None


class Silence(Exception):
    """The engine answered with nothing to say, which a person cannot tell from a dead line."""


@dataclass(frozen=True)
class Turns:
    """Works through what waits in a conversation."""

    ledger: Ledger
    engine: Engine
    steps: Steps
    bell: Bell
    metrics: Metrics
    clock: Callable[[], datetime]
    turn_seconds: float
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def receive(self, take_in: Callable[[Session], Received]) -> Begun:
        """Store what came in, and take the turn for it in the same transaction when nobody else has it."""
        now = self.clock()

        return await self.ledger.write(lambda s: self.begin(s, take_in(s), now))

    def begin(self, session: Session, received: Received, now: datetime) -> Begun:
        """Take the turn for a message that was just stored, when nobody else has it."""
        waits = received.state is State.WAITING
        return Begun(received, self.steps.take(session, received.conversation_id, now) if waits else None)

    async def work(self, conversation_id: str, begun: Work | None = None) -> None:
        """Answer everything that waits, unless somebody else is at it; a failed message is put off.

        `begun` is a turn that was taken already. Never raises: what cannot be stored now is taken up again
        when the lease is over.
        """
        try:
            now = self.clock()
            work = begun or await self.ledger.write(lambda s: self.steps.take(s, conversation_id, now))
            while work is not None:
                work = await self._one(work)
        except DatabaseDown:
            log.warning("conversation %s waits for the database", conversation_id)
        except Exception as error:  # noqa: BLE001 - the edge of a turn: beyond it is only silence
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            log.error("conversation %s could not be worked on: %s", conversation_id, where(error))  # noqa: TRY400

    async def _one(self, work: Work) -> Work | None:
        self.bell.begin_typing(work.conversation.id)
        began = monotonic()
        try:
            if work.for_desk is not None:
                return await self._hand_to_desk(work, work.for_desk)
            turn = await self._answer(work)
            return await self._finish(work, turn)
        except EngineUnavailable as error:
            await self._put_off(work, Failure(error.code[:40], unavailable=True))
        except EngineRefused as error:
            await self._put_off(work, Failure(error.code[:40], unavailable=False))
        except TimeoutError:
            await self._put_off(work, Failure("timeout", unavailable=True))
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001 - one message that breaks its turn must not stop the others
            its = work.message.id, work.conversation.id
            log.error("message %s of conversation %s failed: %s", *its, where(error))  # noqa: TRY400 - as above
            await self._put_off(work, Failure(type(error).__name__[:40], unavailable=False))
        finally:
            self.metrics.turn_took(monotonic() - began)
            self.bell.end_typing(work.conversation.id)
        return None

    async def _answer(self, work: Work) -> Turn:
        noted = work.conversation.noted
        if work.conversation.ended is not None:
            return Turn((), noted, {})
        if not bot_may_speak(work.conversation):
            return await self._known(work)
        if work.message.text is not None and not readable(work.message.text):
            return Turn((Reply(say("utter_gateway_nothing_to_read")),), noted, {})
        # who waits at the gate for too long costs the engine nothing, and is answered later
        async with asyncio.timeout(self.turn_seconds * ENGINE_SHARE), self.gate:
            turn = await self.engine.turn(spoken(work))
        if not turn.replies:
            raise Silence
        return turn

    async def _known(self, work: Work) -> Turn:
        """What the engine had answered before a broker came: it may know of a case that is to be opened."""
        async with asyncio.timeout(self.turn_seconds * ENGINE_SHARE):
            return await self.engine.turn(replace(spoken(work), known_only=True))

    async def _finish(self, work: Work, turn: Turn) -> Work | None:
        now = self.clock()
        following = await self.ledger.write(lambda s: self.steps.finish(s, work, turn, now))
        self.metrics.count("turns", outcome="answered")
        return following

    async def _hand_to_desk(self, work: Work, asked: Effect) -> Work | None:
        now = self.clock()
        return await self.ledger.write(lambda s: self.steps.hand_to_desk(s, work, asked, now))

    async def _put_off(self, work: Work, failure: Failure) -> None:
        now, message = self.clock(), work.message
        log.warning("message %d of conversation %s waits: %s", message.id, work.conversation.id, failure.code)
        self.metrics.count("turns", outcome="put_off")
        await self.ledger.write(lambda s: self.steps.put_off(s, work, failure, now))


def spoken(work: Work) -> Spoken:
    """Return what the engine is told: typed text, or what the choice means, or the greeting."""
    conversation, message = work.conversation, work.message
    if message.message_id == START and message.text is None:
        return _spoken(work, say("utter_gateway_label_start"), "greet")
    if work.choice is not None:
        return _spoken(work, work.choice.label, work.choice.intent, work.choice.entities)
    if is_for_own_adviser(message.text or ""):
        return _spoken(work, message.text or "", "request_human", {"answer": ADVISER})
    return Spoken(conversation.id, message.message_id, conversation.channel, message.text or "")


def _spoken(work: Work, text: str, intent: str, entities: dict[str, object] | None = None) -> Spoken:
    conversation, message = work.conversation, work.message
    return Spoken(conversation.id, message.message_id, conversation.channel, text, intent, entities or {})
