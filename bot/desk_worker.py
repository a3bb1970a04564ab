"""The desk as a process: it delivers, serves the console, and deletes what was kept long enough."""

import asyncio
import signal
from datetime import UTC, datetime

from aiohttp import web

from desk.console.app import make_console
from desk.console.parts import Parts
from desk.delivery import run
from desk.retention import Broom, keep_watch
from desk.retention_settings import RetentionSettings
from desk.settings import DeskSettings
from desk.silence import watch
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


def run_desk(kept: KnowledgeSettings) -> None:
    """Deliver and serve until the process is told to stop."""
    asyncio.run(_work(kept))


async def _work(kept: KnowledgeSettings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    settings, database = DeskSettings(), Database.of(kept)
    outgoing = kept.home / "outgoing"
    console = make_console(Parts(database, settings, _now))
    runner = web.AppRunner(console, access_log=None, handle_signals=False)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.desk_host, settings.desk_port).start()
        await asyncio.gather(
            run(database, settings, outgoing, stop),
            watch(database, settings, _now, stop),
            keep_watch(Broom(database, RetentionSettings(), outgoing), _now, stop),
        )
    finally:
        await runner.cleanup()
        database.close()


def _now() -> datetime:
    return datetime.now(UTC)
