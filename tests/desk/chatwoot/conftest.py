"""A desk in Chatwoot: the fake of it, a case, the courier, the mirror, and where webhooks arrive."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from desk.casebook import Casebook
from desk.chatwoot.courier import ChatwootDesk
from desk.chatwoot.mirror import Mirror
from desk.console.app import make_console
from desk.console.parts import Parts
from desk.relay import Relay
from desk.settings import DeskSettings
from knowledge.storage.chatwoot import ChatwootConversations
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.chatwoot.fake import FakeChatwoot, running, signed
from tests.desk.delivering import OneWay
from tests.desk.making import NOON, given_case, given_conversation, given_hubs

BEFORE = NOON - timedelta(minutes=1)


@dataclass
class Clock:
    """A clock that tests set."""

    now: object = NOON

    def __call__(self):
        return self.now

    def later(self, **much):
        self.now += timedelta(**much)


@dataclass
class Outside:
    """Signpost and Chatwoot with the way between them."""

    database: object
    chatwoot: FakeChatwoot
    clock: Clock = field(default_factory=Clock)
    client: object = None

    @property
    def settings(self):
        return self.chatwoot.settings()

    def mirror(self, kind=Mirror):
        return kind(self.database, self.settings, self.clock, lambda: 1.0)

    async def deliver(self, kind=ChatwootDesk):
        """Attempt the delivery that is due."""
        courier = kind(self.database, self.settings)
        return await OneWay(
            self.database, DeskSettings(), courier, self.clock, lambda: 1.0, longest_seconds=15
        ).deliver_next()

    async def tell(self):
        """Tell everything that there is."""
        while await self.mirror().tell_next():
            pass

    async def hear(self, event, delivery="d1", **how):
        """Let Chatwoot's webhook arrive, and return the status."""
        body, headers = signed(event, how.pop("at", self.clock.now), delivery=delivery, **how)
        return await self.post(body, headers)

    async def post(self, body, headers):
        answer = await self.client.post("/desk/chatwoot/events", data=body, headers=headers)
        await answer.read()
        return answer.status

    def says(self, *texts, sender=Sender.PERSON):
        """Let the person say something now."""
        with self.database.open() as session:
            for text in texts:
                Outbox(session).add("c1", sender, Shown(text), self.clock.now)

    def read(self, sender=Sender.BROKER):
        """Return what the person reads of them."""
        with self.database.reading() as session:
            return [one.shown.text for one in Outbox(session).after("c1") if one.sender is sender]

    def case(self, case):
        with self.database.reading() as session:
            return Casebook(session).get(case.id)

    def link(self, case):
        with self.database.reading() as session:
            return ChatwootConversations(session, self.settings.inbox_name).find(case.id)

    def delivery(self, case):
        with self.database.reading() as session:
            return Deliveries(session).of_cases([case.id])[-1]

    def relay(self, act, broker="b1"):
        """Let a broker do something in the console."""
        with self.database.open() as session:
            return act(Relay(session, broker, self.clock.now))


@pytest.fixture
async def chatwoot():
    async with running(FakeChatwoot()) as fake:
        yield fake


@pytest.fixture
async def outside(database, chatwoot):
    given_hubs(database)
    made = Outside(database, chatwoot)
    server = TestServer(make_console(Parts(database, DeskSettings(), made.clock, chatwoot=made.settings)))
    made.client = TestClient(server)
    await made.client.start_server()
    yield made
    await made.client.close()


@pytest.fixture
def case(database, outside):
    given_conversation(database, "c1")
    return given_case(database, opened=BEFORE, changed=BEFORE)


@pytest.fixture
async def linked(outside, case):
    """A case that has arrived in Chatwoot."""
    await outside.deliver()
    return case
