"""What the gateway is made of, put together once for each process and handed to every request."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.outgoing import PushedChannel
from bot.channels.web.sites import Sites
from bot.gateway.bell import Bell, Watch
from bot.gateway.cursors import Cursors
from bot.gateway.effects import ApplyEffect
from bot.gateway.engine import Engine
from bot.gateway.floods import Floods
from bot.gateway.front_doors import FrontDoors
from bot.gateway.identity import Tokens
from bot.gateway.jobs import Jobs
from bot.gateway.ledger import Ledger
from bot.gateway.metrics import Metrics
from bot.gateway.rates import Rate
from bot.gateway.searching import Wanted
from bot.gateway.sending import Sending
from bot.gateway.steps import Steps
from bot.gateway.turns import TIME_TO_STORE, Turns
from bot.settings import BotSettings
from knowledge.directory import Page
from knowledge.plans import Asked, KeptPlan
from knowledge.records import Hub

ReadHubs = Callable[[Session], Sequence[Hub]]
Search = Callable[[Session, Wanted, datetime], Page]
LayOut = Callable[[Asked], Awaitable[KeptPlan | None]]
Alive = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Outside:
    """What the gateway is given: everything that a test replaces by a fake, or that another part owns.

    `lay_out` returns None when there are no steps, and raises PlannerAway.
    """

    engine: Engine
    apply: ApplyEffect
    read_hubs: ReadHubs
    shipped_hubs: Callable[[], Sequence[Hub]]
    search: Search
    actions_alive: Alive
    clock: Callable[[], datetime]
    lay_out: LayOut
    channels: Mapping[str, PushedChannel] = field(default_factory=dict)
    sites: Sites = field(default_factory=Sites)


@dataclass(frozen=True)
class Parts:
    """One gateway."""

    settings: BotSettings
    origins: frozenset[str]
    outside: Outside
    ledger: Ledger
    tokens: Tokens
    cursors: Cursors
    doors: FrontDoors
    bell: Bell
    watch: Watch
    metrics: Metrics
    turns: Turns
    sending: Sending
    messages: Rate
    floods: Floods
    chats: Rate
    plans: Rate
    jobs: Jobs


PARTS = web.AppKey("parts", Parts)


def assemble(settings: BotSettings, ledger: Ledger, key: str, outside: Outside) -> Parts:
    """Put a gateway together."""
    bell, metrics, doors = Bell(), Metrics(), FrontDoors()
    lease = timedelta(seconds=settings.turn_seconds) + TIME_TO_STORE
    steps = Steps(outside.apply, doors, lease, settings.retry_seconds)
    turns = Turns(ledger, outside.engine, steps, bell, metrics, outside.clock, settings.turn_seconds)
    return Parts(
        settings=settings,
        origins=settings.origins() | outside.sites.origins(),
        outside=outside,
        ledger=ledger,
        tokens=Tokens(key, settings.session_hours),
        cursors=Cursors(key),
        doors=doors,
        bell=bell,
        watch=Watch(ledger, bell),
        metrics=metrics,
        turns=turns,
        sending=Sending(ledger, outside.channels, outside.clock),
        messages=Rate(settings.messages_per_minute),
        floods=Floods(settings.messages_per_minute),
        chats=Rate(settings.chats_per_minute),
        plans=Rate(settings.plans_per_minute),
        jobs=Jobs(),
    )
