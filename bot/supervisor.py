"""Runs the parts of Signpost as processes of one machine, and starts again what fell over."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

from bot.lifeline import VARIABLE as LIFELINE

log = logging.getLogger(__name__)

SHORTEST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 30.0
TIME_TO_STOP_S = 10.0
# threads of one product of matrices wait for each other, and for the other parts, on a busy machine
CORES = {"OPENBLAS_NUM_THREADS": "1"}


class Part:
    """One process that is started again, after a growing pause, whenever it ends by itself."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        output: IO[bytes] | None = None,
    ) -> None:
        """Name the part and the command that runs it; environment and output are our own unless given."""
        self.name = name
        self.process: asyncio.subprocess.Process | None = None
        self._command, self._environment, self._output = command, environment, output

    async def keep_running(self) -> None:
        """Run until cancelled; then stop the process, gently first."""
        pause = SHORTEST_PAUSE_S
        try:
            while True:
                started = time.monotonic()
                status = await self._run_or_fail()
                pause = next_pause(pause, time.monotonic() - started)
                log.warning("%s ended with status %s; starting it again in %.1f s", self.name, status, pause)
                await asyncio.sleep(pause)
        finally:
            await self._stop()

    async def _run_or_fail(self) -> int | str:
        try:
            return await self._run_once()
        except OSError as error:  # no memory or no files left just now: that passes
            return f"{type(error).__name__} at its start"

    async def _run_once(self) -> int:
        self.process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=self._output,
            stderr=self._output,
            env={
                **CORES,
                **(os.environ if self._environment is None else self._environment),
                LIFELINE: "stdin",
            },
        )
        return await self.process.wait()

    async def _stop(self) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), TIME_TO_STOP_S)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


def next_pause(pause: float, ran_for: float) -> float:
    """Return how long to wait before the next start: doubling, but short again after a steady run."""
    return SHORTEST_PAUSE_S if ran_for > STEADY_AFTER_S else min(LONGEST_PAUSE_S, pause * 2)


def command_for(part: str) -> list[str]:
    """Return the command that runs one part."""
    return [sys.executable, "-m", "bot.cli", "serve", "--only", part]


async def supervise(parts: Sequence[Part]) -> None:
    """Keep every part running until this process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    tasks = [asyncio.create_task(part.keep_running(), name=part.name) for part in parts]
    try:
        await stop.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
