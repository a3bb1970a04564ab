"""Sets up everything that a demo shows, and takes it down again."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from demo.activities import Caller
from demo.board import Board
from demo.bot_connector import BotConnector
from demo.graph import Graph
from demo.loopback import HOST, Loopback
from demo.meta import NUMBER, Meta
from demo.office import Office, code_in
from demo.page import Page, only_from_here
from demo.phone import Phone
from demo.running import Signpost, signpost_running
from knowledge.loading import FACTS, read_facts

EMAIL, NAME = "bea@hub.example", "Bea Example"
HUB = "business-growth-west-midlands"
SITE = "demo-hub"
SITE_NAME = "The Demo Growth Hub"
OURS = "+44 7700 900456"  # of those that Ofcom keeps for plays
TWICE = 0.3  # of the calls of Meta, which come in any order as well

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Shown:
    """Where to look, and how the adviser signs in to the console."""

    address: str
    console: str
    email: str
    password: str


@dataclass(frozen=True)
class Pretended:
    """Microsoft and Meta as they are pretended, and what they show."""

    graph: Graph
    connector: BotConnector
    board: Board

    async def start(self) -> None:
        """Listen."""
        await self.graph.server.start()
        await self.connector.server.start()

    async def close(self) -> None:
        """Listen no more."""
        self.graph.stopping.set()
        self.connector.stopping.set()
        await self.graph.server.close()
        await self.connector.server.close()


@asynccontextmanager
async def staged(lender: Path, port: int, tell: Tell) -> AsyncIterator[Shown]:
    """Give where to look; until the block ends a phone, Teams and a site talk to one Signpost.

    Raises DidNotStart, NoAnswer, and OSError for a port that is taken.
    """
    pretended = Pretended(Graph(), BotConnector(), Board())
    files = {"sites.yml": _sites(f"http://{HOST}:{port}")}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(pretended.close)
        await pretended.start()
        running = signpost_running(lender, _settings(pretended), tell, files)
        signpost = await stack.enter_async_context(running)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        page = _page(signpost, pretended, session)
        stack.push_async_callback(page.phone.close)
        server = Loopback(page.routes(), port, [only_from_here])
        stack.push_async_callback(server.close)
        tell("introducing the adviser to the desk")
        password = await _introduce(signpost, page.office)
        await server.start()
        yield Shown(server.origin, signpost.console, EMAIL, password)


def _page(signpost: Signpost, pretended: Pretended, session: aiohttp.ClientSession) -> Page:
    connector, board = pretended.connector, pretended.board
    phone = Phone(Meta(session, signpost.address, TWICE), board)
    office = Office(Caller(session, signpost.address, connector), connector, board)
    pretended.graph.on_taken, connector.on_shown = phone.taken, office.shown
    told = {"gateway": signpost.address, "console": signpost.console, "site": SITE, "site_name": SITE_NAME}
    return Page(phone, office, board, {**told, "adviser": NAME, "email": EMAIL})


async def _introduce(signpost: Signpost, office: Office) -> str:
    """Return the password of an account that is known in Teams, with a channel for all front doors."""
    password = secrets.token_urlsafe(12)
    account = ("broker", "add", EMAIL, "--name", NAME, "--role", "administrator", "--password-stdin")
    await signpost.command(*account, piped=f"{password}\n")
    code = code_in(await signpost.command("broker", "teams-code", EMAIL))
    hubs = [hub.id for hub in await asyncio.to_thread(lambda: read_facts(FACTS).hubs)]
    await office.settle_in(code, hubs)
    return password


def _sites(origin: str) -> str:
    colours = {"accent": "#7a1f4b", "text": "#ffffff"}
    site = {"id": SITE, "name": SITE_NAME, "origins": [origin], "hub": HUB, "colours": colours}
    return yaml.safe_dump({"sites": [site]})


def _settings(pretended: Pretended) -> dict[str, Any]:
    return {
        **pretended.graph.settings_given(),
        **pretended.connector.settings_given(),
        "whatsapp_numbers": {NUMBER: HUB},
        "whatsapp_display_numbers": {"": OURS},
        "desk_ways": ["folder", "teams"],
        "desk_poll_seconds": 0.5,
        "desk_hours": "Mon-Fri 09:00-17:00",
        "desk_reply_hours": 4,
    }
