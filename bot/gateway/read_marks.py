"""Says on WhatsApp that a message was read when the broker who has the conversation has read it."""

import asyncio
import logging
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.protocol import Incoming
from bot.gateway.ledger import DatabaseDown
from bot.gateway.parts import Parts
from knowledge.storage.conversations import ConversationNotFound, Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender

log = logging.getLogger(__name__)

MOST = 1_000


@dataclass(frozen=True)
class ReadMarks:
    """The marks that are still to be given, of each conversation the one of its newest message.

    Kept in this process and in memory only, for Meta's names of messages hold telephone numbers. Beyond MOST,
    and after a restart, a mark is given with that of a later message: a mark counts for all before it.
    """

    parts: Parts
    channel: WhatsApp
    waiting: dict[str, tuple[int, asyncio.Task[None]]] = field(default_factory=dict)

    def give_once_read(self, message: Incoming, conversation_id: str, seq: int) -> None:
        """Give the mark when the broker has the line of this number on their screen, or has answered it."""
        at, earlier = self.waiting.get(conversation_id, (0, None))
        is_full = earlier is None and len(self.waiting) >= MOST
        if at > message.at or is_full or self.parts.bell.closing:
            return
        if earlier is not None:
            earlier.cancel()
        task = asyncio.create_task(self._give(message, conversation_id, seq))
        self.waiting[conversation_id] = message.at, task
        task.add_done_callback(lambda done: self._let_go(conversation_id, done))

    async def _give(self, message: Incoming, conversation_id: str, seq: int) -> None:
        with self.parts.bell.listening(conversation_id) as rung:
            while not self.parts.bell.closing:
                rung.clear()
                try:
                    is_read = await self.parts.ledger.read(lambda s: _is_read(s, conversation_id, seq))
                except DatabaseDown:
                    log.info("a message could not be marked as read: the database is away")
                    return
                if is_read is None:
                    return
                if is_read:
                    await self.channel.seen(message.wamid, message.number, is_typing=False)
                    return
                await rung.wait()

    def _let_go(self, conversation_id: str, done: asyncio.Task[None]) -> None:
        if self.waiting.get(conversation_id, (0, None))[1] is done:
            del self.waiting[conversation_id]


def _is_read(session: Session, conversation_id: str, seq: int) -> bool | None:
    """Has the broker read it? None when none has the conversation any more: the next mark counts for this."""
    try:
        conversation = Conversations(session).get(conversation_id)
    except ConversationNotFound:
        return None
    if conversation.broker_read >= seq:
        return True
    if any(entry.sender is Sender.BROKER for entry in Outbox(session).after(conversation_id, seq)):
        return True  # one who writes from Teams or elsewhere has read it there
    return False if conversation.owner is Owner.BROKER and conversation.ended is None else None
