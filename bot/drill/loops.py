"""Event loops in which nothing is left to chance: no threads, and where wanted no waiting either."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any


class OneThread(asyncio.SelectorEventLoop):
    """Does at once, in its own thread, what is meant for others, so that the order is always the same."""

    def run_in_executor[*Ts, T](
        self, _executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Return a future that is done."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except StopIteration as error:
            done.set_exception(RuntimeError(str(error)))
        except Exception as error:  # noqa: BLE001 - whatever it is goes to who waits for it
            done.set_exception(error)
        return done


class _Skips(selectors.SelectSelector):
    """Adds up the time for which it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Return what is ready now."""
        self.skipped += max(timeout or 0.0, 0.0)
        return super().select(0)


class NoWaiting(OneThread):
    """Goes on to the next timer when there is nothing else to do; `time` says how late that makes it."""

    def __init__(self) -> None:
        self._skips = _Skips()
        super().__init__(self._skips)

    def time(self) -> float:
        """Return the seconds that would have passed."""
        return self._skips.skipped

    def late(self, seconds: float) -> None:
        """Let time pass, as for a process that was stopped."""
        self._skips.skipped += max(seconds, 0.0)


def run[T](loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """Return what the work returns, and close the loop."""
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(work)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
