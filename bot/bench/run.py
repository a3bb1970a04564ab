"""One run: train both, serve both, talk to both in turn."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bot.bench.assistants import Assistant
from bot.bench.figures import Measured
from bot.bench.processes import memory_mb, running, timed


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
        return [
            Measured(train, ready, memory_mb(process), tuple(taken))
            for train, (process, ready), taken in zip(trained, served, times, strict=True)
        ]


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
