"""The real gateway with a fake engine, in a thread, for a browser to talk to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.channels.web.sites import Site, Sites
from bot.gateway.app import make_app
from bot.gateway.ledger import Ledger
from bot.gateway.parts import Outside, Parts, assemble
from bot.settings import BotSettings
from knowledge.storage.database import Database
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.bot.channels.web import sites
from tests.bot.gateway.conftest import KEY, REGION, FakeEngine, FakePlanner, Ledgered, search
from tests.databases import with_tables


@dataclass
class RunningGateway:
    """Where it is, and what its engine heard."""

    database: Database
    engine: FakeEngine = field(default_factory=FakeEngine)
    effects: Ledgered = field(default_factory=Ledgered)
    url: str = ""
    site: str = ""
    allowed: bool = True
    named: tuple[Site, ...] = ()

    def say_as_broker(self, text: str) -> None:
        """Add to the newest conversation what a broker writes."""
        with self.database.open() as session:
            conversation = self.engine.asked[-1].conversation
            Outbox(session).add(conversation, Sender.BROKER, Shown(text), datetime.now(UTC))

    def parts(self) -> Parts:
        """Put the gateway together; the other site is one of those that may embed the chat."""

        async def alive() -> bool:
            return True

        outside = Outside(
            engine=self.engine,
            apply=self.effects,
            read_hubs=lambda _: [REGION],
            shipped_hubs=lambda: [REGION],
            search=search,
            actions_alive=alive,
            clock=lambda: datetime.now(UTC),
            lay_out=FakePlanner().lay_out,
            sites=Sites(replace(one, origins=frozenset({self.site})) for one in self.named),
        )
        allowed = self.site if self.allowed else ""
        settings = BotSettings(allowed_origins=allowed, turn_seconds=3, retry_seconds=0.2)
        return assemble(settings, Ledger(self.database), KEY, outside)


@contextmanager
def running(home: Path, *named: Site, allowed: bool = True) -> Iterator[RunningGateway]:
    """Serve the gateway and a site that embeds its chat until the block ends; `named` are at that site."""
    database = with_tables(f"sqlite:///{home / 'signpost.db'}")
    gateway = RunningGateway(database, allowed=allowed, named=named)
    ready, over = threading.Event(), threading.Event()

    async def serve() -> None:
        site = await _start(web.AppRunner(sites.other(lambda: gateway.url)))
        gateway.site = _address(site)
        api = await _start(web.AppRunner(make_app(gateway.parts()), shutdown_timeout=1))
        gateway.url = _address(api)
        ready.set()
        await asyncio.to_thread(over.wait)
        await api.cleanup()
        await site.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield gateway
    finally:
        over.set()
        thread.join(10)
        database.close()


async def _start(runner: web.AppRunner) -> web.AppRunner:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def _address(runner: web.AppRunner) -> str:
    return f"http://127.0.0.1:{runner.addresses[0][1]}"
