"""Somebody in Teams, with the Bot Connector in between, which calls a real gateway."""

import asyncio
import json

from sqlalchemy import text as sql

from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.tables import metadata
from tests.bot.channels.teams.adaptive import buttons
from tests.bot.channels.teams.bot_connector import activity

WHERE = "/api/messages"


class Colleague:
    """Ada Example, who has the app."""

    def __init__(self, world, gateway, connector):
        self.world, self.gateway, self.connector = world, gateway, connector
        self.count = 0

    @property
    def now(self):
        return self.world.clock().timestamp()

    async def call(self, content, headers=None):
        """Let the Bot Connector call, and let all that follows from it end; return status and answer."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = self.connector.bearer(self.now) if headers is None else headers
        answer = await self.gateway.client.post(
            WHERE, data=body, headers={"Content-Type": "application/json", **given}
        )
        told = await answer.read()
        await self.settle()
        return answer.status, json.loads(told) if told else None

    async def tell(self, kind="message", **more):
        """Bring one activity, which is acknowledged with nothing said."""
        self.count += 1
        self.world.clock.forward(seconds=1)
        made = activity(self.connector, kind, **{"id": f"m{self.count}", **more})
        assert await self.call(made) == (200, None)

    async def write(self, said, **more):
        await self.tell(text=said, textFormat="plain", **more)

    async def press(self, button, **more):
        """Press a button as a client of today does; return the answer to the invoke."""
        self.count += 1
        self.world.clock.forward(seconds=1)
        value = {
            "action": {name: button[name] for name in ("type", "title", "verb", "data")},
            "trigger": "manual",
        }
        made = {"name": "adaptiveCard/action", "value": value, "id": f"i{self.count}", **more}
        status, answer = await self.call(activity(self.connector, "invoke", **made))
        assert status == 200
        return answer

    @property
    def offered(self):
        """The buttons of the newest message."""
        return buttons(self.connector.sent[-1])

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

    def nothing_is_stored(self):
        tables = ("conversations", "inbox", "outbox", "channel_people", "channel_arrivals", "people")
        with self.world.database.reading() as session:
            return not any(session.query(metadata.tables[table]).count() for table in tables)
