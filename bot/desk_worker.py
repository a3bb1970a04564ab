"""The desk as a process: it brings what is due to brokers."""

import asyncio
import signal

from desk.delivery import run
from desk.settings import DeskSettings
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


def run_desk(kept: KnowledgeSettings) -> None:
    """Deliver until the process is told to stop."""
    asyncio.run(_deliver(kept))


async def _deliver(kept: KnowledgeSettings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    database = Database(kept.database_address())
    try:
        await run(database, DeskSettings(), kept.home / "outgoing", stop)
    finally:
        database.close()
