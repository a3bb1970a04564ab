"""Bringing something again until it is taken, as Meta, the Bot Connector and a browser do."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp

MOST_TRIES, PAUSE_S = 8, 0.5  # the real ones go on for longer


class NotAcknowledged(Exception):
    """The gateway did not take a call however often it was brought: look at its log."""


class Retries:
    """Tries again what was not taken; `count` is how often that was needed."""

    def __init__(self) -> None:
        self.count = 0

    async def until_taken[T](self, attempt: Callable[[], Awaitable[T | None]]) -> T:
        """Return the first answer that is one, or raise NotAcknowledged; what `attempt` raises is raised."""
        for _ in range(MOST_TRIES):
            with suppress(aiohttp.ClientError, TimeoutError):
                if (taken := await attempt()) is not None:
                    return taken
            self.count += 1
            await asyncio.sleep(PAUSE_S)
        raise NotAcknowledged
