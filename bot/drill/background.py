"""What goes on by itself: the gateway's sweeper, the desk's delivery, and its looks at the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from bot.drill.desk import PATIENCE, TEAMS
from bot.drill.faults import Clock, Trouble
from bot.drill.stage import Line, Stage
from bot.drill.steps import Receiver
from bot.gateway.fates import Fates
from bot.gateway.ledger import DatabaseDown
from bot.gateway.parts import Parts
from bot.gateway.sweeper import sweep
from desk import chasing, lapses
from desk.afterwards import asking
from desk.escalation import look
from desk.silence import watch


async def sweeps(parts: Parts, clock: Clock) -> None:
    """Try again what waits, as the gateway does every few seconds."""
    with suppress(DatabaseDown):  # as `again_and_again`
        await sweep(parts.turns, parts.ledger, clock())
        await Fates(parts.ledger, clock).catch_up_late()


async def brings(parts: Parts) -> None:
    """Bring to telephones what waits, as the gateway does every second."""
    with suppress(DatabaseDown):  # as `again_and_again`
        await parts.sending.send_due()
    for line in parts.sending.channels.values():
        if isinstance(line, Line):
            await line.channel.close()


async def delivers(stage: Stage, clock: Clock, trouble: Trouble) -> None:
    """Sort what has no way yet, then bring out what is due by every way at once, as the desk does."""
    out = stage.ways_out(clock, trouble)
    await _all_of_it(out.sorting().sort_next)
    await asyncio.gather(*(_all_of_it(worker.deliver_next) for worker in out.workers()))


async def _all_of_it(look: Callable[[], Awaitable[bool]]) -> None:
    with suppress(DBAPIError):  # as `again_and_again`
        while await look():
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
        chasing.look(stage.desk.database, TEAMS, clock())


def owns_up(stage: Stage, clock: Clock) -> None:
    """Look once for promises of an answer that were not kept."""
    with suppress(DBAPIError):  # as `desk.watching`
        lapses.look(stage.desk.database, clock())


def asks_how(stage: Stage, clock: Clock) -> None:
    """Ask once what is due of how it went; no mails go to people."""
    with suppress(DBAPIError):  # as `again_and_again`
        asking.ask_due(stage.desk.database, clock(), by_mail=False)
