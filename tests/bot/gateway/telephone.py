"""A person on WhatsApp, with Meta in between, who calls a real gateway."""

import asyncio

from sqlalchemy import text as sql

from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.bot.channels.whatsapp.graph import (
    call,
    message,
    signed,
    text,
)

WHERE = "/channels/whatsapp"
PHONE = "441632960001"


class Telephone:
    """A person on WhatsApp, with Meta in between."""

    def __init__(self, world, gateway, graph):
        self.world, self.gateway, self.graph = world, gateway, graph
        self.count = 0

    async def meta_calls(self, content, headers=None):
        """Let Meta call, and let all that follows from it end."""
        body, made = signed(content)
        answer = await self.gateway.client.post(
            WHERE, data=body, headers=made if headers is None else headers
        )
        await self.settle()
        return answer.status

    async def write(self, said, **more):
        self.count += 1
        self.world.clock.forward(seconds=1)
        sent = text(said, **{"wamid": f"wamid.in{self.count}", "at": self.count, **more})
        assert await self.meta_calls(call(messages=[sent])) == 200

    async def press(self, payload, label, wamid="wamid.pressed"):
        """Press a quick reply of a template."""
        await self.send("button", {"payload": payload, "text": label}, wamid=wamid)

    async def send(self, kind, content, wamid="wamid.other"):
        assert await self.meta_calls(call(messages=[message(kind, content, wamid=wamid)])) == 200

    async def settle(self):
        while running := list(self.gateway.parts.jobs._running):
            await asyncio.gather(*running)
        await self.gateway.parts.sending.send_due()

    def broker_says(self, words):
        with self.world.database.open() as session:
            Outbox(session).add(self.conversation, Sender.BROKER, Shown(words), self.world.clock())

    def hand_to(self, owner):
        with self.world.database.open() as session:
            Conversations(session).hand_to(self.conversation, owner)

    @property
    def conversation(self):
        return self.rows("SELECT conversation_id FROM channel_people")[-1]

    def rows(self, query):
        with self.world.database.reading() as session:
            return list(session.scalars(sql(query)))
