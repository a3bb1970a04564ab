"""A console on a real server, with accounts of every role."""

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port

from desk.brokers import Broker, Role, add_broker
from desk.console.app import make_console
from desk.console.entrance import Entrance
from desk.console.parts import Parts
from desk.settings import DeskSettings
from desk.sign_in import hashed
from desk.sign_in_settings import SignInSettings
from desk.suggesting import nothing
from tests.desk.making import CHAIN, NOON, given_case, given_conversation, given_hubs
from tests.desk.open_id.provider import Provider, providing

PASSWORD = "correct horse battery"
HUB = "combined-authority-hub"
OTHER_HUB = "warwickshire-hub"
BROKERS = (
    Broker("b1", "Jo Bloggs", "jo@hub.example", Role.BROKER, frozenset({HUB})),
    Broker("b2", "Sam Bloggs", "sam@hub.example", Role.LEAD, frozenset({HUB})),
    Broker("b3", "Pat Bloggs", "pat@hub.example", Role.BROKER, frozenset({OTHER_HUB})),
    Broker("b4", "Al Bloggs", "al@hub.example", Role.CURATOR),
    Broker("b5", "Di Bloggs", "di@hub.example", Role.ADMINISTRATOR),
)
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
MESSAGE = re.compile(r'name="message_id" value="([^"]+)"')


@dataclass
class Clock:
    """A clock that tests set."""

    now: object = NOON

    def __call__(self):
        return self.now


@dataclass
class Desk:
    """One browser at the console."""

    client: TestClient
    csrf: str = ""
    pages: list[str] = field(default_factory=list)

    async def sign_in(self, email="jo@hub.example", password=PASSWORD):
        """Sign in, and return the answer."""
        answer = await self.client.post("/desk/sign-in", data={"email": email, "password": password})
        await self._read(answer)
        return answer

    async def see(self, path):
        """Look at a page, and return its status and its text."""
        return await self._read(await self.client.get(path))

    async def do(self, path, **fields):
        """Send a form of the last page."""
        return await self._read(await self.client.post(path, data={"csrf": self.csrf, **fields}))

    async def _read(self, answer):
        text = await answer.text()
        if found := CSRF.search(text):
            self.csrf = found[1]
        self.pages.append(text)
        return answer.status, text


@pytest.fixture(scope="session")
def password_hash():
    return hashed(PASSWORD)


@pytest.fixture
def accounts(database, password_hash):
    given_hubs(database)
    with database.open() as session:
        for broker in BROKERS:
            add_broker(session, broker, password_hash, NOON)


@pytest.fixture
def clock():
    return Clock()


@asynccontextmanager
async def serving(database, clock, sign_in, port=None, *, suggest=nothing, in_teams=True):
    """A console with these ways to sign in, and what suggests something to who has a case in hand."""
    entrance = Entrance.of(sign_in)
    parts = Parts(
        database, DeskSettings(), clock, CHAIN, entrance=entrance, suggest=suggest, in_teams=in_teams
    )
    server = TestServer(make_console(parts), port=port)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
def sign_in_settings():
    """Replaced where a test is about the ways to sign in."""
    return SignInSettings()


@pytest.fixture
async def console(database, accounts, clock, sign_in_settings):
    async with serving(database, clock, sign_in_settings) as server:
        yield server


@pytest.fixture
async def browser(console):
    """Return what makes browsers, each with cookies of its own."""
    clients = []

    def make():
        clients.append(TestClient(console))
        return Desk(clients[-1])

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
async def desk(browser):
    made = browser()
    await made.sign_in()
    return made


@pytest.fixture
def case(database, accounts):
    given_conversation(database, "c1", "we need a new press")
    return given_case(database, answer_by=NOON + timedelta(hours=4))


@pytest.fixture
def settings():
    """What a test says of the settings of the console."""
    return {}


@pytest.fixture
async def world(database, clock, settings):
    from tests.desk.console.signing_on import World  # it has browsers as they are here

    given_hubs(database)
    jo = Broker("b1", "Jo Bloggs", "jo@hub.example", Role.BROKER, frozenset({HUB}))
    with database.open() as session:
        add_broker(session, jo, None, NOON)
    async with providing(Provider(clock)) as provider:
        made, port = World(database, clock, provider), unused_port()
        given = provider.settings(f"http://127.0.0.1:{port}", **settings)
        async with serving(database, clock, given, port) as made.server:
            yield made
            for client in made.clients:
                await client.session.close()
