"""What the console's pages work with: the database, the settings, the clock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Broker
from desk.chatwoot.settings import ChatwootSettings
from desk.console.entrance import Entrance
from desk.settings import DeskSettings
from desk.sign_in_settings import SignInSettings
from desk.suggesting import Suggest, nothing
from desk.teams import NO_TEAMS, Teams
from knowledge.storage.database import Database

MOST_CHECKS = 2  # of passwords at once


@dataclass(frozen=True)
class Parts:
    """Given once, when the console is made; `chatwoot` is None when nothing comes from there.

    `suggest` returns what may help somebody, and raises SuggestionsAway. `in_teams` is whether the desk can
    be worked in Teams.
    """

    database: Database
    settings: DeskSettings
    clock: Callable[[], datetime]
    teams: Teams = NO_TEAMS
    chatwoot: ChatwootSettings | None = None
    entrance: Entrance = field(default_factory=lambda: Entrance.of(SignInSettings()))
    suggest: Suggest = nothing
    in_teams: bool = False
    # one takes 64 MB and a fifth of a second of a core: who guesses must not take all of either
    checking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_CHECKS))

    async def read[Result](self, work: Callable[[Session], Result]) -> Result:
        """Look something up, beside the event loop."""

        def looked_up() -> Result:
            with self.database.reading() as session:
                return work(session)

        return await asyncio.to_thread(looked_up)

    async def write[Result](self, work: Callable[[Session], Result]) -> Result:
        """Change something in one transaction, beside the event loop."""

        def changed() -> Result:
            with self.database.open() as session:
                return work(session)

        return await asyncio.to_thread(changed)


@dataclass(frozen=True)
class Visit:
    """Who is signed in, and the word that a form of theirs must carry."""

    broker: Broker
    csrf: str


PARTS = web.AppKey("parts", Parts)
VISIT = web.RequestKey("visit", Visit)
