"""Somebody on a channel that is pushed to, whichever it is, in front of a real gateway."""

import asyncio

from sqlalchemy import text as sql

from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown


class Reached:
    """What is done and looked up the same way for all of them; they have a `world` and a `gateway`."""

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

    def transcript(self):
        with self.world.database.reading() as session:
            return [entry.shown.text for entry in Outbox(session).after(self.conversation)]

    @property
    def conversation(self):
        return self.rows("SELECT conversation_id FROM channel_people")[-1]

    def rows(self, query):
        with self.world.database.reading() as session:
            return list(session.scalars(sql(query)))
