"""Somebody in Teams, with the Bot Connector in between, which calls a real gateway."""

import json

from demo.activities import activity, press
from demo.reading_cards import buttons
from knowledge.storage.tables import metadata
from tests.bot.gateway.reached import Reached

WHERE = "/api/messages"


class Colleague(Reached):
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
        made = {**press(button), "id": f"i{self.count}", **more}
        status, answer = await self.call(activity(self.connector, "invoke", **made))
        assert status == 200
        return answer

    @property
    def offered(self):
        """The buttons of the newest message."""
        return buttons(self.connector.sent[-1])

    def nothing_is_stored(self):
        tables = ("conversations", "inbox", "outbox", "channel_people", "channel_arrivals", "people")
        with self.world.database.reading() as session:
            return not any(session.query(metadata.tables[table]).count() for table in tables)
