"""Starts what is measured, waits for its first true answer, and weighs it."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

LOOK_EVERY_S = 0.05
LONGEST_START_S = 300.0


class DidNotStart(Exception):
    """The program ended, or took too long, before it answered: read its log, named here."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"it did not start; see {log}")


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> float:
    """Return how many seconds a command takes; raise CalledProcessError when it fails."""
    started = time.perf_counter()
    with log.open("ab") as output:
        subprocess.run(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output, check=True
        )
    return time.perf_counter() - started


@contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    answers: Callable[[], bool],
    log: Path,
) -> Iterator[tuple[psutil.Process, float]]:
    """Give the process and the seconds from its start to its first answer; stop it at the end."""
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            while not answers():
                if process.poll() is not None or time.perf_counter() - started > LONGEST_START_S:
                    raise DidNotStart(log)
                time.sleep(LOOK_EVERY_S)
            yield psutil.Process(process.pid), time.perf_counter() - started
        finally:
            _stop(process)


def memory_mb(process: psutil.Process) -> float:
    """Return the resident memory of a process and all its children, in megabytes."""
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family) / 1e6


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
