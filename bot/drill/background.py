"""What goes on by itself: the gateway's sweeper, the desk's delivery, and its looks at the clock."""

import asyncio
import random
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from bot.drill.desk import PATIENCE, TEAMS
from bot.drill.faults import Clock, Trouble
from bot.drill.stage import Line, Stage
from bot.drill.steps import Receiver
from bot.gateway.ledger import DatabaseDown
from bot.gateway.parts import Parts
from bot.gateway.sweeper import sweep
from desk.delivery import Worker
from desk.escalation import look
from desk.silence import watch


async def sweeps(parts: Parts, clock: Clock) -> None:
    """Try again what waits, as the gateway does every few seconds."""
    with suppress(DatabaseDown):  # as `again_and_again`
        await sweep(parts.turns, parts.ledger, clock())


async def brings(parts: Parts) -> None:
    """Bring to telephones what waits, as the gateway does every second."""
    with suppress(DatabaseDown):  # as `again_and_again`
        await parts.sending.send_due()
    for line in parts.sending.channels.values():
        if isinstance(line, Line):
            await line.channel.close()


async def delivers(stage: Stage, clock: Clock, trouble: Trouble) -> None:
    """Bring out what is due, as the desk's worker does."""
    settings = stage.settings(Receiver.FINE)
    worker = Worker(stage.desk.database, settings, stage.courier(trouble), clock, random.random)
    with suppress(DBAPIError):  # as `desk.delivery.run`
        while await worker.deliver_next():
            pass


async def watches(stage: Stage, clock: Clock) -> None:
    """Look once for people whose broker has fallen silent."""
    stop = asyncio.Event()

    async def look_once() -> None:
        stop.set()

    await asyncio.gather(watch(stage.desk.database, stage.settings(Receiver.FINE), clock, stop), look_once())


def escalates(stage: Stage, clock: Clock) -> None:
    """Look once for requests that nobody takes up, and for those that nothing happens with any more."""
    with suppress(DBAPIError):  # as `desk.watching`
        look(stage.desk.database, TEAMS, PATIENCE, clock())
