"""Looks again and again at what the clock may have brought about, and changes the cases that it concerns."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from functools import partial

from sqlalchemy.orm import Session

from desk.cases import Case
from desk.rounds import again_and_again, each_alone
from knowledge.storage.database import Database

log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0


async def look_again_and_again(look: Callable[[], object], stop: asyncio.Event) -> None:
    """Look at an interval, beside the event loop, until told to stop; a look that fails is not the last."""

    async def once() -> bool:
        await asyncio.to_thread(look)
        return False

    await again_and_again(once, "look", LOOK_EVERY_S, stop)


type ToChange = tuple[str, Callable[[Session], Case | None]]


def change_each(database: Database, several: Iterable[ToChange]) -> int:
    """Change cases, each in a transaction of its own, and return how many changed; None is nothing to do.

    One that fails is logged and left for the next look; the others are seen to.
    """
    return sum(each_alone(database, f"case {case_id}", partial(_changed, work)) for case_id, work in several)


def _changed(work: Callable[[Session], Case | None], session: Session) -> bool:
    if (changed := work(session)) is None:
        return False
    log.info("case %s is %s with %s, by the clock", changed.id, changed.state.value, changed.team)
    return True
