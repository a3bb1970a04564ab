"""Does again in the background: messages that wait, reports that came too early, news, the hubs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from bot.gateway.bell import LOOK_EVERY_S
from bot.gateway.fates import Fates
from bot.gateway.front_doors import FrontDoors
from bot.gateway.ledger import DatabaseDown, Ledger
from bot.gateway.parts import Outside, Parts
from bot.gateway.turns import Turns
from desk.error_places import where
from knowledge.storage.inbox import Inbox

log = logging.getLogger(__name__)

AT_ONCE = 4
IN_ONE_GO = 40
HUBS_EVERY_S = 300.0


async def sweep(turns: Turns, ledger: Ledger, now: datetime) -> None:
    """Try again every message that is due and that nobody works on."""
    due = await ledger.read(lambda session: Inbox(session).due(now, IN_ONE_GO))
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(conversation_id: str) -> None:
        async with gate:
            await turns.work(conversation_id)

    await asyncio.gather(*(one(conversation_id) for conversation_id in due))


async def refresh(doors: FrontDoors, ledger: Ledger, outside: Outside) -> None:
    """Read the hubs again; without any, or without a database, what was known or shipped stays."""
    try:
        doors.hubs = tuple(await ledger.read(outside.read_hubs)) or doors.hubs
    finally:
        await know_hubs(doors, outside)


async def know_hubs(doors: FrontDoors, outside: Outside) -> None:
    """Take the hubs that are shipped where none are known yet, so that an apology names the right one."""
    if not doors.hubs:
        doors.hubs = tuple(await asyncio.to_thread(outside.shipped_hubs))


async def prepare_later(ledger: Ledger, every_s: float) -> None:
    """Bring the tables up to date once the database is there, which it was not at the start."""
    while True:
        await asyncio.sleep(every_s)
        with suppress(DatabaseDown):
            await ledger.prepare()
            return


async def again_and_again(every_s: float, job: Callable[[], Awaitable[None]]) -> None:
    """Do a job at an interval until cancelled; a failure is logged and does not end it."""
    while True:
        try:
            await job()
        except DatabaseDown:
            log.warning("the database is away; trying again in %.1f s", every_s)
        except Exception as error:  # noqa: BLE001 - a background job that ends is never noticed
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            log.error("a background job failed (%s); trying again in %.1f s", where(error), every_s)  # noqa: TRY400
        await asyncio.sleep(every_s)


def background(parts: Parts) -> list[asyncio.Task[None]]:
    """Start the jobs of one gateway process."""
    fates = Fates(parts.ledger, parts.outside.clock)

    async def sweep_now() -> None:
        await sweep(parts.turns, parts.ledger, parts.outside.clock())
        if parts.sending.channels:
            await fates.catch_up_late()

    async def send_now() -> None:
        await parts.sending.send_due()

    async def refresh_now() -> None:
        await refresh(parts.doors, parts.ledger, parts.outside)

    return [
        asyncio.create_task(again_and_again(parts.settings.retry_seconds, sweep_now), name="sweep"),
        asyncio.create_task(again_and_again(LOOK_EVERY_S, parts.watch.look), name="watch"),
        asyncio.create_task(again_and_again(LOOK_EVERY_S, send_now), name="sending"),
        asyncio.create_task(again_and_again(HUBS_EVERY_S, refresh_now), name="hubs"),
    ]
