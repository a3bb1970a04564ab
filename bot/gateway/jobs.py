"""Work that goes on after the request that began it."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Jobs:
    """The tasks of one process; kept here because the event loop alone would let go of them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin a piece of work and look after it until it ends."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self, patience_s: float) -> None:
        """Let running work end in time, then cancel the rest: what it did not store is done again later."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience_s)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
