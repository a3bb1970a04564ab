"""The action endpoint as a process, on loopback."""

from datetime import UTC, datetime

import uvloop
from aiohttp import web

from actions.endpoint import make_app
from bot.secrets import ACTIONS, secret
from bot.settings import BotSettings
from desk.teams_file import teams_in_use
from knowledge.encoder import Encoder
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


def run_actions(settings: BotSettings, kept: KnowledgeSettings) -> None:
    """Serve until the process is told to stop."""
    app = make_app(
        secret=secret(kept.home, ACTIONS),
        database=Database.of(kept),
        encoder=Encoder(kept.home / "encoder"),
        folder=kept.home / "encoder",
        clock=lambda: datetime.now(UTC),
        teams=teams_in_use(kept.home),
    )
    loop = uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=settings.actions_port, access_log=None, print=None, loop=loop)
