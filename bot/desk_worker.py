"""The desk as a process: it brings what is due to brokers and to people, and serves the brokers' console."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.settings import BotSettings
from desk import silence
from desk.afterwards import asking, post, reminding, tidying
from desk.afterwards.settings import MailSettings
from desk.console.app import make_console
from desk.console.parts import Parts
from desk.delivery import run
from desk.settings import DeskSettings
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database

log = logging.getLogger(__name__)


def run_desk(kept: KnowledgeSettings) -> None:
    """Deliver and serve until the process is told to stop."""
    asyncio.run(_work(kept))


async def _work(kept: KnowledgeSettings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    settings, database = DeskSettings(), Database(kept.database_address())
    console = make_console(Parts(database, settings, _now))
    runner = web.AppRunner(console, access_log=None, handle_signals=False)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.desk_host, settings.desk_port).start()
        await asyncio.gather(*_jobs(database, settings, kept, stop))
    finally:
        await runner.cleanup()
        database.close()


def _jobs(
    database: Database, settings: DeskSettings, kept: KnowledgeSettings, stop: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    folder, links_to = kept.home / "outgoing", _links_to(settings)
    yield run(database, settings, folder, stop)
    yield silence.watch(database, settings, _now, stop)
    yield asking.watch(database, _now, stop, by_mail=links_to is not None)
    yield tidying.watch(database, _now, stop)
    if links_to is None:
        log.warning("people get no mail: set SIGNPOST_PUBLIC_URL, where the links in it lead")
        return
    yield reminding.watch(database, _now, stop)
    yield post.run(post.ToPeople(database, settings, folder, links_to), _now, stop)


def _links_to(settings: DeskSettings) -> str | None:
    here = BotSettings()
    return MailSettings().links_to(
        f"http://{here.host}:{here.port}", by_server=settings.smtp_host is not None
    )


def _now() -> datetime:
    return datetime.now(UTC)
