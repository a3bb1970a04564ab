"""Somebody on the web who has a telephone: what they do to go on with their chat on it."""

import urllib.parse
from dataclasses import dataclass

from desk.cases import Outcome
from desk.relay import Relay
from knowledge.storage.conversations import Conversations

NUMBERS = {"": "+44 1632 960009"}


@dataclass
class Mover:
    """A person at a browser, and the same person's telephone."""

    phone: object
    count: int = 0

    @property
    def web(self):
        return self.phone.gateway

    async def say(self, text):
        """Write on the web and return what is answered."""
        self.count += 1
        return await self.web.say(text, f"w{self.count}")

    async def press(self, choice):
        self.count += 1
        answer = await self.web.send(f"w{self.count}", choice=choice["choice"])
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def ask(self):
        """Ask to go on on WhatsApp, and return what that is said to mean."""
        answer = await self.say("Can I continue this on WhatsApp please?")
        return answer["replies"][-1]

    async def agree(self):
        """Ask and agree, and return the card with the code."""
        asked = await self.ask()
        given = await self.press(asked["choices"][0])
        (card,) = given["replies"][-1]["cards"]
        return card

    async def code(self):
        """Return the message with a new code, as WhatsApp fills it in."""
        card = await self.agree()
        link = urllib.parse.urlsplit(card["url"])
        return urllib.parse.parse_qs(link.query)["text"][0]

    async def status(self):
        """Return the status with which the web chat is answered."""
        answer = await self.web.client.get(f"/api/conversations/{self.web.id}", headers=self.web.bearer)
        return answer.status

    async def reads(self):
        """Have all that was said on the screen."""
        seen = {"seq": self.kept().last_seq}
        address = f"/api/conversations/{self.web.id}/read"
        assert (await self.web.client.post(address, json=seen, headers=self.web.bearer)).status == 200

    def claimed(self, case):
        with self.phone.world.database.open() as session:
            Relay(session, "bea", self.phone.world.clock()).claim(case.id)

    def closed(self, case):
        with self.phone.world.database.open() as session:
            Relay(session, "bea", self.phone.world.clock()).close(case.id, Outcome.HELPED)

    def broker_writes(self, case, words, message_id):
        with self.phone.world.database.open() as session:
            Relay(session, "bea", self.phone.world.clock()).write(case.id, words, message_id)

    def kept(self, conversation_id=None):
        with self.phone.world.database.reading() as session:
            return Conversations(session).get(conversation_id or self.web.id)
