"""A real gateway on loopback, over a real database file; the engine is a fake of the same shape."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.outgoing import PushedChannel
from bot.channels.teams.client import Teams
from bot.channels.twilio.client import Twilio
from bot.channels.web.sites import Site, Sites
from bot.channels.whatsapp.client import WhatsApp
from bot.engine.client import EngineUnavailable
from bot.engine.messages import Spoken, Turn
from bot.gateway import teams, twilio, whatsapp
from bot.gateway.app import make_app
from bot.gateway.arrivals import Arrivals
from bot.gateway.ledger import Ledger
from bot.gateway.parts import Outside, Parts, assemble
from bot.gateway.planner import PlannerAway
from bot.gateway.searching import search
from bot.settings import BotSettings
from demo.bot_connector import BotConnector
from demo.graph import Graph
from desk.effects import EffectContext
from knowledge.plans import Asked, KeptPlan
from knowledge.records import Contact, Hub
from knowledge.replies import Card, Choice, Effect, Reply
from knowledge.storage.database import Database
from knowledge.storage.erasure import erase_conversation
from tests.bot.channels.twilio.exchange import PUBLIC, Exchange
from tests.bot.gateway.colleague import Colleague
from tests.bot.gateway.switchboard import Switchboard
from tests.bot.gateway.teams_office import BEA, CAL, Office
from tests.bot.gateway.telephone import Telephone
from tests.databases import filled, shipped_facts, with_tables

KEY = "a key for the tests of the gateway, long enough"
COVENTRY = Hub(
    "h1",
    "Coventry Hub",
    "p1",
    frozenset({"coventry"}),
    Contact("https://cov.example.org", None, "01632 960001"),
)
REGION = Hub(
    "h0", "Regional Hub", "p0", frozenset({"west_midlands_region"}), Contact("https://wm.example.org")
)
CARD = Card(
    "p1",
    "programme",
    "A programme",
    "What it does",
    (("Why", "you are in <Coventry>"),),
    "https://example.org",
)


class FakeEngine:
    """Answers with the text it was given; knows the messages that it has answered, as the real one does."""

    def __init__(self) -> None:
        self.down = False
        self.model: str | None = "model-1"
        self.asked: list[Spoken] = []
        self.effects: tuple[Effect, ...] = ()
        self.gate: asyncio.Event | None = None
        self.noted: dict[str, Any] = {
            "firm": {"places": ["coventry"]},
            "barriers": [{"name": "finance", "words": "money"}],
        }
        self.answers: dict[str, Callable[[Spoken], Turn]] = {}
        self.busy: set[str] = set()
        self.overlaps = 0
        self._known: dict[tuple[str, str], Turn] = {}

    async def turn(self, spoken: Spoken) -> Turn:
        """Answer one message, and check that no other turn of the conversation is going on."""
        assert Spoken.unpack(spoken.pack()) == spoken
        if self.down:
            raise EngineUnavailable("down")
        key = spoken.conversation, spoken.message_id
        self.overlaps += spoken.conversation in self.busy
        self.busy.add(spoken.conversation)
        try:
            if self.gate is not None:
                await self.gate.wait()
            if key not in self._known and spoken.known_only:
                return Turn((), {}, {})
            if key not in self._known:
                self.asked.append(spoken)
                self._known[key] = self.answers.get(spoken.text, self._answer)(spoken)
            return self._known[key]
        finally:
            self.busy.discard(spoken.conversation)

    async def health(self) -> str:
        """Return the model, or raise as the client does."""
        if self.down or self.model is None:
            raise EngineUnavailable("down")
        return self.model

    def texts(self) -> list[str]:
        """What was asked, the greetings left out."""
        return [spoken.text for spoken in self.asked if spoken.message_id != "start"]

    def _answer(self, spoken: Spoken) -> Turn:
        more = Choice("Tell me more", "ask_details", (("programme", "p1"),))
        reply = Reply(f"You said: {spoken.text}", (CARD,), (more,), self.effects)
        return Turn(
            (reply,), self.noted, {"intent": {"name": spoken.intent or "find_support", "confidence": 1.0}}
        )


@dataclass
class Ledgered:
    """Remembers the effects that were applied; erases as the real desk does."""

    applied: list[tuple[str, EffectContext]] = field(default_factory=list)
    break_next: bool = False

    def __call__(self, session: Any, effect: Effect, context: EffectContext, now: datetime) -> None:
        """Store one effect; `break_next` stands for a process that dies before the commit."""
        if self.break_next:
            self.break_next = False
            raise SystemError("the process died")
        if effect.kind == "erase":
            erase_conversation(session, context.conversation_id, now, context.message_id)
        self.applied.append((effect.kind, context))


@dataclass
class FakePlanner:
    """Lays out the plan that it was given; None is a need for which there are no steps."""

    plan: KeptPlan | None = None
    away: bool = False
    asked: list[Asked] = field(default_factory=list)

    async def lay_out(self, asked: Asked) -> KeptPlan | None:
        """Return the plan, or raise as the client does."""
        self.asked.append(asked)
        if self.away:
            raise PlannerAway("TimeoutError")
        return self.plan


@dataclass
class Clock:
    """Time that moves when a test says so."""

    now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass
class Gateway:
    """One gateway process, and a browser's way to it."""

    parts: Parts
    client: TestClient[web.Request, web.Application]
    id: str = ""
    token: str = ""

    async def begin(self, site: object = None, **headers: str) -> dict[str, Any]:
        """Open a conversation, on a page that names its site or on one that does not."""
        content = {} if site is None else {"site": site}
        answer = await self.client.post("/api/conversations", json=content, headers=headers)
        assert answer.status == 201, await answer.text()
        made: dict[str, Any] = await answer.json()
        self.id, self.token = made["id"], made["token"]
        return made

    @property
    def bearer(self) -> dict[str, str]:
        """The header that proves who speaks."""
        return {"Authorization": f"Bearer {self.token}"}

    async def send(self, message_id: str = "m1", **content: Any) -> ClientResponse:
        """Post a message."""
        body = {"message_id": message_id, **content}
        return await self.client.post(
            f"/api/conversations/{self.id}/messages", json=body, headers=self.bearer
        )

    async def say(self, text: str, message_id: str = "m1") -> dict[str, Any]:
        """Post a text and return the answer."""
        answer = await self.send(message_id, text=text)
        assert answer.status == 200, await answer.text()
        content: dict[str, Any] = await answer.json()
        return content

    async def history(self) -> dict[str, Any]:
        """Return what was said and noted."""
        answer = await self.client.get(f"/api/conversations/{self.id}", headers=self.bearer)
        assert answer.status == 200, await answer.text()
        content: dict[str, Any] = await answer.json()
        return content

    async def said(self) -> list[str]:
        """Return the transcript as who and what."""
        return [f"{row['from']}: {row['text']}" for row in (await self.history())["messages"]]


@dataclass
class World:
    """Everything that two gateways share."""

    database: Database
    engine: FakeEngine
    effects: Ledgered
    clock: Clock
    stack: AsyncExitStack
    actions_alive: bool = True
    planner: FakePlanner = field(default_factory=FakePlanner)
    channels: dict[str, PushedChannel] = field(default_factory=dict)
    sites: tuple[Site, ...] = ()
    routes: Callable[[Parts], Iterable[web.RouteDef]] = lambda _: ()

    async def gateway(self, **settings: Any) -> Gateway:
        """Start one more gateway over the same database."""
        given = {
            "turn_seconds": 2.0,
            "retry_seconds": 3600,
            "allowed_origins": "https://hub.example.org",
            **settings,
        }

        async def alive() -> bool:
            return self.actions_alive

        outside = Outside(
            self.engine,
            self.effects,
            lambda _: [REGION, COVENTRY],
            lambda: [REGION],
            search,
            alive,
            self.clock,
            self.planner.lay_out,
            self.channels,
            Sites(self.sites),
        )
        parts = assemble(BotSettings(**given), Ledger(self.database), KEY, outside)
        client = TestClient(TestServer(make_app(parts, self.routes(parts))))
        await self.stack.enter_async_context(client)
        return Gateway(parts, client)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An empty database, an engine that works."""
    database = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    async with AsyncExitStack() as stack:
        yield World(database, FakeEngine(), Ledgered(), Clock(), stack)
    database.close()


@pytest.fixture
async def gateway(world: World) -> Gateway:
    """One gateway with an open conversation."""
    made = await world.gateway()
    await made.begin()
    return made


@pytest.fixture
def eventually() -> Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]:
    """Wait until something holds, or fail after some seconds."""

    async def wait(holds: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(5):
            while not await holds():
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture(scope="session")
def facts():
    """The facts that Signpost ships."""
    return shipped_facts()


@pytest.fixture
async def client(world):
    """A browser that looks at a gateway which knows them."""
    filled(world.database)
    return (await world.gateway()).client


@pytest.fixture
async def graph():
    made = Graph()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()
    assert not made.refused


async def with_channel(world, name, channel, routes, **settings):
    """Return a gateway with one channel that is pushed to; a test says when things are sent."""
    world.channels = {name: channel}
    world.routes = lambda parts: routes(Arrivals(parts, "a key that tells people apart"), channel)
    gateway = await world.gateway(**settings)
    for task in [task for task in asyncio.all_tasks() if task.get_name() == "sending"]:
        task.cancel()
    return gateway


@pytest.fixture
async def phone(world, graph):
    settings = graph.settings()
    channel = WhatsApp(settings, settings.access())
    gateway = await with_channel(world, "whatsapp", channel, whatsapp.routes)
    yield Telephone(world, gateway, graph)
    await channel.close()


@pytest.fixture
async def exchange():
    made = Exchange()
    await made.server.start_server()
    yield made
    made.stopping.set()
    await made.server.close()


@pytest.fixture
async def board(world, exchange):
    """Somebody on WhatsApp, which Twilio brings."""
    settings = exchange.settings()
    channel = Twilio(settings, settings.access(), PUBLIC)
    gateway = await with_channel(world, "whatsapp", channel, twilio.routes)
    yield Switchboard(world, gateway, exchange)
    await channel.close()


@pytest.fixture
async def connector():
    made = BotConnector()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()
    assert not made.refused


@pytest.fixture
async def ada(world, connector):
    """Somebody in Teams."""
    settings = connector.settings()
    channel = Teams(settings, settings.access(), "https://signpost.example.org")
    gateway = await with_channel(world, "teams", channel, teams.routes)
    yield Colleague(world, gateway, connector)
    await channel.close()


@pytest.fixture
async def office(ada, connector):
    made = Office(ada, connector)
    await made.know(BEA, CAL)
    return made


@pytest.fixture
async def waiting(office):
    """A case that stands in the channel."""
    case = office.given_case()
    await office.bring()
    return case
