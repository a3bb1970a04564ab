"""Looks again and again at what the clock may have brought about."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from desk.delivery import where

log = logging.getLogger(__name__)

CLOCK = "clock"  # who changes a case when nobody does
LOOK_EVERY_S = 10.0


async def look_again_and_again(look: Callable[[], object], stop: asyncio.Event) -> None:
    """Look at an interval, beside the event loop, until told to stop; a look that fails is not the last."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(look)
        except Exception as error:  # noqa: BLE001 - the edge of the watch: a database that is away comes back
            log.error("the desk cannot look now: %s", where(error))  # noqa: TRY400 - a traceback may quote a person
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await stop.wait()
