"""A person on WhatsApp, with Twilio in between, who calls a real gateway."""

from tests.bot.channels.twilio.exchange import INCOMING, PUBLIC, STATUS, Exchange, said, signed, status
from tests.bot.gateway.telephone import Telephone

WHERE, NOTED = "/channels/twilio", "/channels/twilio/status"
URLS = {WHERE: INCOMING, NOTED: STATUS}


class Switchboard(Telephone):
    """A person on WhatsApp, with Twilio in between."""

    graph: Exchange

    async def twilio_calls(self, form, where=WHERE, headers=None, body=None):
        """Let Twilio call, and let all that follows from it end."""
        answer = await self.post(form, where, headers, body)
        await self.settle()
        return answer

    async def post(self, form, where=WHERE, headers=None, body=None):
        """Let Twilio call, and nothing more."""
        path, asks, query = where.partition("?")
        posted, made = signed(form, f"{URLS[path]}{asks}{query}")
        data, given = (posted if body is None else body), (made if headers is None else headers)
        return await self.gateway.client.post(where, data=data, headers=given)

    async def write(self, words, **more):
        self.count += 1
        self.world.clock.forward(seconds=1)
        sent = said(words, **{"sid": f"SM{self.count:032x}", **more})
        assert (await self.twilio_calls(sent)).status == 200

    def told_at(self):
        """Return where Twilio was asked to tell what becomes of our last message."""
        return self.graph.sent[-1]["StatusCallback"].removeprefix(PUBLIC)

    async def press(self, payload, label, wamid="wamid.pressed"):
        """Press a quick reply of a template."""
        del wamid
        await self.write(label, ButtonText=label, ButtonPayload=payload, MessageType="button")

    async def becomes(self, state, code=None, number=None):
        """Let Twilio tell what became of a message of ours, the last one unless another is named."""
        sid = self.graph.sid(len(self.graph.sent) if number is None else number)
        answer = await self.twilio_calls(status(sid, state, code), self.told_at())
        assert (answer.status, await answer.read()) == (204, b"")
