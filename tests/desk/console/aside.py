"""A console beside a browser's driver, for tests that look with a real browser."""

import asyncio
import threading
from contextlib import contextmanager


@contextmanager
def aside():
    """An event loop in a thread of its own, for the browser's driver has the one here."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
