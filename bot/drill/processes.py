"""The processes of a run: forked, listened to, and let go on when they were stopped."""

import json
import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn


class DrillBroken(Exception):
    """A piece of the drill itself failed in a way that nothing provides for: its report says where."""


@dataclass
class Wire:
    """The child's side: what it tells, and how it waits when it is stopped."""

    out: int
    back: int
    move: Callable[[datetime], None] = lambda _at: None

    def tell(self, **news: Any) -> None:
        """Send one line to the drill; what was sent before a kill arrives."""
        os.write(self.out, (json.dumps(news) + "\n").encode())

    def sleep(self, point: str) -> None:
        """Stop until told to go on, at a later time."""
        self.tell(paused=point)
        self.move(datetime.fromisoformat(os.read(self.back, 100).decode()))


@dataclass
class Heard(Wire):
    """A wire to nobody: what is told is kept, and nothing is stopped."""

    out: int = -1
    back: int = -1
    news: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, **news: Any) -> None:
        """Keep one line."""
        self.news.append(news)


class Kept(Heard):
    """A wire that passes everything on and keeps it as well."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire.out, wire.back)

    def tell(self, **news: Any) -> None:
        """Send one line, and keep it."""
        super().tell(**news)
        Wire.tell(self, **news)


@dataclass
class Child:
    """The drill's side of one process."""

    pid: int
    told: int
    back: int
    unread: bytes = b""
    gone: bool = False
    killed: bool = False
    news: list[dict[str, Any]] = field(default_factory=list)

    def listen(self) -> bool:
        """Take in what it tells until it ends or stops; True when it has ended."""
        for line in self._lines():
            if "paused" in line:
                return False  # more comes when it goes on
            if "broke" in line:
                raise DrillBroken(line["broke"])
            self.news.append(line)
        self.killed = os.WIFSIGNALED(os.waitpid(self.pid, 0)[1])
        self.gone = True
        os.close(self.told)
        os.close(self.back)
        return True

    def go_on(self, at: datetime) -> None:
        """Wake it at this time."""
        os.write(self.back, at.isoformat().encode())

    def _lines(self) -> Iterator[dict[str, Any]]:
        while True:
            while b"\n" not in self.unread:
                more = os.read(self.told, 65536)
                if not more:
                    return
                self.unread += more
            line, _, self.unread = self.unread.partition(b"\n")
            yield json.loads(line)


def spawn(work: Callable[[Wire], None]) -> Child:
    """Start a process for one piece of work; there must be no other thread."""
    told, out = os.pipe()
    back, wake = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        os.close(wake)
        _work(work, Wire(out, back))
    os.close(out)
    os.close(back)
    return Child(pid, told, wake)


def _work(work: Callable[[Wire], None], wire: Wire) -> NoReturn:
    try:
        work(wire)
    except BaseException:  # noqa: BLE001 - the edge of a process: beyond it nobody learns of it
        wire.tell(broke=traceback.format_exc())
    finally:
        os._exit(0)
