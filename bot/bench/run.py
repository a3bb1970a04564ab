"""One run: train both, serve both, talk to both in turn."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil

from bot.bench.assistants import Assistant
from bot.bench.figures import Measured
from bot.bench.processes import memory_mb, running, timed

PARSES = 100
FIFTEEN_WORDS = (
    "we make brass fittings in Walsall, twenty of us, and cannot find anybody who solders",
    "the bank turned us down again last week and the new oven costs forty grand",
    "cl. wants a robot cell for welding, WS10, 35 ppl, no idea who to ask",
    "our biggest customer now asks for a carbon plan and we have never written one",
    "is there a course that would teach two of my lads to read technical drawings",
)


def compare(
    assistants: list[Assistant], turns: int, logs: Path, tell: Callable[[str], None]
) -> list[Measured]:
    """Return what was measured of each; turns are taken A, B, A, B, so that both meet the same machine."""
    trained = []
    for assistant in assistants:
        tell(f"training: {assistant.name}")
        log = logs / f"{assistant.name}.log"
        trained.append(timed(assistant.train, assistant.folder, assistant.environment, log))
    with ExitStack() as stack:
        served = []
        for assistant in assistants:
            tell(f"starting: {assistant.name}")
            log = logs / f"{assistant.name}.log"
            served.append(
                stack.enter_context(
                    running(assistant.serve, assistant.folder, assistant.environment, assistant.answers, log)
                )
            )
        tell(f"talking: {turns} turns each")
        times = _talk(assistants, turns)
        memory = [memory_mb(process) for process, _ in served]
        engines = [one.understands(process) for one, (process, _) in zip(assistants, served, strict=True)]
        tell(f"parsing: {PARSES} texts each, on one processor")
        parses = _parse(assistants, engines)
        return [
            Measured(train, ready, used, tuple(taken), tuple(parsed), engine.memory_info().rss / 1e6)
            for train, (_, ready), used, taken, parsed, engine in zip(
                trained, served, memory, times, parses, engines, strict=True
            )
        ]


def _parse(assistants: list[Assistant], engines: list[psutil.Process]) -> list[list[float]]:
    """Return the milliseconds of each parse, taken in turn; the engines are held to one processor."""
    for engine in engines:
        engine.cpu_affinity([engine.cpu_affinity()[0]])
    times: list[list[float]] = [[] for _ in assistants]
    for number in range(-len(FIFTEEN_WORDS), PARSES):  # a first round is not counted
        text = FIFTEEN_WORDS[number % len(FIFTEEN_WORDS)]
        for taken, assistant in zip(times, assistants, strict=True):
            started = time.perf_counter()
            assistant.parse(text)
            if number >= 0:
                taken.append((time.perf_counter() - started) * 1000)
    return times


def _talk(assistants: list[Assistant], turns: int) -> list[list[float]]:
    talks = [_turns(assistant) for assistant in assistants]
    for talk, assistant in zip(talks, assistants, strict=True):
        for _ in assistant.sentences:
            next(talk)  # a first conversation, not counted: caches fill
    times: list[list[float]] = [[] for _ in assistants]
    for _ in range(turns):
        for taken, talk in zip(times, talks, strict=True):
            taken.append(next(talk))
    return times


def _turns(assistant: Assistant) -> Iterator[float]:
    """Yield the milliseconds of one turn after another; used up, the sentences begin a new conversation."""
    while True:
        say = assistant.begin()
        for sentence in assistant.sentences:
            started = time.perf_counter()
            say(sentence)
            yield (time.perf_counter() - started) * 1000
