"""Looks again and again at what the clock may have brought about."""

import asyncio
from collections.abc import Callable

from desk.rounds import again_and_again

LOOK_EVERY_S = 10.0


async def look_again_and_again(look: Callable[[], object], stop: asyncio.Event) -> None:
    """Look at an interval, beside the event loop, until told to stop; a look that fails is not the last."""

    async def once() -> bool:
        await asyncio.to_thread(look)
        return False

    await again_and_again(once, "look", LOOK_EVERY_S, stop)
