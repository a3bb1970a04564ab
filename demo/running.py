"""A Signpost of its own on this machine: the real parts as processes, which end with the block."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from bot.bench.processes import free_port, memory_mb
from bot.parts import PARTS
from bot.supervisor import Part, command_for
from demo.home import lend
from demo.loopback import HOST
from demo.settings_given import environment

CLI = (sys.executable, "-m", "bot.cli")
PROJECT = Path(__file__).resolve().parents[1]
LOOK_EVERY_S, LONGEST_START_S, LOOK_S = 0.2, 300.0, 2.0
LAST_LINES = 2000
LOG = "signpost.log"

Tell = Callable[[str], None]


class DidNotStart(Exception):
    """A part of Signpost did not start; the message ends with what it said last."""

    def __init__(self, said: str) -> None:
        super().__init__(f"Signpost did not start:\n{said}")


@dataclass(frozen=True)
class Signpost:
    """What runs: where people and brokers find it, its home, its parts."""

    address: str
    console: str
    home: Path
    given: Mapping[str, str]
    parts: tuple[Part, ...]

    async def command(self, *words: str, piped: str = "") -> str:
        """Return what a `signpost` command says on this home, or raise DidNotStart."""
        return await run(words, self.given, piped)

    def memory_mb(self) -> float:
        """Return the resident memory of all parts, in megabytes."""
        there = [part.process for part in self.parts if part.process is not None]
        return sum(memory_mb(psutil.Process(one.pid)) for one in there if one.returncode is None)

    def processor_s(self) -> dict[str, float]:
        """Return how many seconds of a processor each part has used."""
        there = {part.name: part.process for part in self.parts if part.process is not None}
        times = {name: psutil.Process(one.pid).cpu_times() for name, one in there.items()}
        return {name: used.user + used.system for name, used in times.items()}


@asynccontextmanager
async def signpost_running(
    lender: Path, settings: Mapping[str, Any], tell: Tell, files: Mapping[str, str] | None = None
) -> AsyncIterator[Signpost]:
    """Serve everything with these settings on free ports, ready when it is given; raises DidNotStart.

    What is kept is deleted at the end. The model is that of `lender`, the home that is usual here; `files`
    stand in the home beside it.
    """
    with tempfile.TemporaryDirectory(prefix="signpost-demo-") as name:
        home = Path(name)
        lend(home, lender)
        for file, content in (files or {}).items():
            (home / file).write_text(content, encoding="utf-8")
        ports = {f"{part}port": free_port() for part in ("", "engine_", "actions_", "desk_")}
        given = environment({"home": name, **ports, **settings})
        tell("setting up a database of its own; a model is trained if there is none, which takes minutes")
        await run(("serve", "--prepare"), given, tell=tell)
        tell("starting Signpost")
        with (home / LOG).open("ab") as output:
            parts = tuple(Part(part, command_for(part), given, output) for part in PARTS)
            found = f"http://{HOST}:{ports['port']}", f"http://{HOST}:{ports['desk_port']}/desk/"
            running = [asyncio.create_task(part.keep_running(), name=part.name) for part in parts]
            try:
                await _ready(found[0], home / LOG)
                yield Signpost(*found, home, given, parts)
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)


async def run(
    words: tuple[str, ...], given: Mapping[str, str], piped: str = "", tell: Tell = lambda _line: None
) -> str:
    """Return what a `signpost` command says, and tell each line at once; raise DidNotStart when it fails.

    It ends when nobody waits for it any more.
    """
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *CLI, *words, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.STDOUT, env=given, cwd=PROJECT
    )
    try:
        said = await _said(process, piped, tell)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode != 0:
        raise DidNotStart(said[-LAST_LINES:])
    return said


async def _said(process: asyncio.subprocess.Process, piped: str, tell: Tell) -> str:
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(piped.encode())
    process.stdin.close()
    said = []
    async for line in process.stdout:
        said.append(line.decode(errors="replace"))
        tell(said[-1].rstrip())
    await process.wait()
    return "".join(said)


async def _ready(address: str, log: Path) -> None:
    try:
        async with asyncio.timeout(LONGEST_START_S), aiohttp.ClientSession() as session:
            while not await _answers(session, f"{address}/readyz"):
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError:
        said = await asyncio.to_thread(log.read_text, "utf-8", "replace")
        raise DidNotStart(said[-LAST_LINES:]) from None


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=LOOK_S)) as answer:
            return answer.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        return False
