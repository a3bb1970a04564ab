"""Servers beside a browser: its driver has the event loop of the test, so that they run in a thread."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def aside() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Give what runs a piece of work in an event loop of another thread, and returns what it returns."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
