"""What can be done with a conversation, whoever asks: the JSON API or the pages without JavaScript."""

import asyncio
import secrets
import uuid
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.orm import Session

from bot.channels.incoming import Posted, too_long
from bot.channels.web.sites import Site
from bot.gateway import receiving
from bot.gateway.effects import ERASE
from bot.gateway.errors import ConversationMoved, TooManyMessages
from bot.gateway.parts import Parts
from bot.gateway.receiving import Outcome
from bot.gateway.turns import Begun
from bot.gateway.voice import Voice
from desk.effects import ERASURE, EffectContext
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversation, Conversations
from knowledge.storage.erasure import end_conversation
from knowledge.storage.inbox import Inbox, Received, State
from knowledge.storage.outbox import Entry, Kind, Outbox, Sender, Shown
from knowledge.wording import say

CHANNEL = "web"
LOOK_AT_LEAST_EVERY_S = 5.0  # the bell rings for all that is written, here or elsewhere: this is if it fails


@dataclass(frozen=True)
class Chats:
    """The conversations of one gateway."""

    parts: Parts

    async def start(self, origin: str, site: Site | None = None) -> tuple[str, Outcome]:
        """Open a conversation and return its id with the first replies."""
        conversation_id, now = secrets.token_urlsafe(16), self.parts.outside.clock()
        given = {} if site is None else {"hub_id": site.hub_id, "greeting": site.greeting}
        begun = await self.parts.turns.receive(
            lambda s: receiving.begin(s, conversation_id, CHANNEL, origin, now, **given)
        )
        return conversation_id, await self._answer_to(begun)

    async def post(self, conversation_id: str, posted: Posted) -> Outcome:
        """Take a message in and wait for its answer, or for the apology when the time is over."""
        if not self.parts.messages.allows(conversation_id, monotonic()):
            raise TooManyMessages
        if posted.text is not None and too_long(posted.text):
            conversation = await self.conversation(conversation_id)
            return refusal(conversation, posted)
        now = self.parts.outside.clock()

        def take_in(session: Session) -> Received:
            open_here(session, conversation_id, lock=True)
            return receiving.receive(session, conversation_id, posted, now)

        return await self._answer_to(await self.parts.turns.receive(take_in))

    async def conversation(self, conversation_id: str) -> Conversation:
        """Return the conversation as it stands, or raise NotFound or ConversationGone."""
        return await self.parts.ledger.read(lambda s: open_here(s, conversation_id))

    async def history(self, conversation_id: str, after: int = 0) -> tuple[Conversation, list[Entry]]:
        """Return the conversation and what was said in it after a number of the transcript."""
        return await self.parts.ledger.read(
            lambda s: (
                open_here(s, conversation_id),
                Outbox(s).after(conversation_id, after),
            )
        )

    async def read(self, conversation_id: str, seq: int) -> None:
        """Note that the person has had a line of this number on their screen."""

        def work(session: Session) -> None:
            open_here(session, conversation_id)
            Conversations(session).read_by_person(conversation_id, seq)

        await self.parts.ledger.write(work)

    async def erase(self, conversation_id: str) -> None:
        """Delete everything kept of a conversation, and take no more messages for it."""
        now = self.parts.outside.clock()

        def work(session: Session) -> None:
            open_here(session, conversation_id, lock=True)
            context = EffectContext(conversation_id, ERASURE, CHANNEL)
            self.parts.outside.apply(session, Effect(ERASE), context, now)
            end_conversation(session, conversation_id, now)

        await self.parts.ledger.write(work)
        self.parts.bell.ring(conversation_id)

    async def _answer_to(self, begun: Begun) -> Outcome:
        received = begun.received
        if received.state is not State.WAITING:
            return await self._outcome(received)
        with self.parts.bell.listening(received.conversation_id) as rung:
            self.parts.jobs.start(self.parts.turns.work(received.conversation_id, begun.work))
            found = await self._wait(received, rung)
        return found or await self._apologise(received)

    async def _wait(self, received: Received, rung: asyncio.Event) -> Outcome | None:
        deadline = monotonic() + self.parts.settings.turn_seconds
        while (left := deadline - monotonic()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK_AT_LEAST_EVERY_S)):
                    await rung.wait()
            rung.clear()
            found = await self._outcome(received)
            if found.moved_on_from(received):
                return found
        return None

    async def _outcome(self, received: Received) -> Outcome:
        return await self.parts.ledger.read(
            lambda s: receiving.outcome(s, received.conversation_id, received.message_id)
        )

    async def _apologise(self, received: Received) -> Outcome:
        now = self.parts.outside.clock()

        def work(session: Session) -> Outcome:
            conversation = receiving.open_conversation(session, received.conversation_id, lock=True)
            waiting = Inbox(session).find(received.conversation_id, received.message_id)
            if waiting is not None:
                Voice(session, conversation, now).apologise(waiting, self.parts.doors)
            return receiving.outcome(session, received.conversation_id, received.message_id)

        return await self.parts.ledger.write(work)


def open_here(session: Session, conversation_id: str, lock: bool = False) -> Conversation:
    """Return a conversation of the web, or raise NotFound, ConversationGone or ConversationMoved."""
    conversation = receiving.open_conversation(session, conversation_id, lock)
    if conversation.channel != CHANNEL:
        raise ConversationMoved
    return conversation


def refusal(conversation: Conversation, posted: Posted) -> Outcome:
    """Return the friendly answer to a text that is too long; nothing reads the text, nothing is stored."""
    entry = Entry(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{conversation.id}/{posted.message_id}").hex,
        conversation_id=conversation.id,
        seq=0,
        sender=Sender.BOT,
        kind=Kind.SAID,
        said_at=conversation.last_seen,
        shown=Shown(say("utter_gateway_too_long")),
        in_reply_to=posted.message_id,
    )
    return Outcome(State.ANSWERED, 0, False, conversation.owner, (entry,))
