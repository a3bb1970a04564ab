"""A person on WhatsApp, with Meta in between, who calls a real gateway."""

from demo.meta import call, message, signed, text
from tests.bot.gateway.reached import Reached

WHERE = "/channels/whatsapp"
PHONE = "441632960001"


class Telephone(Reached):
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
