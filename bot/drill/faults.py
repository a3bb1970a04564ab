"""What goes wrong inside one process: it is killed, stopped or told of a failure at a point of its work."""

import os
import random
import secrets
import signal
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot.drill.steps import How, Refusal, Step
from knowledge.storage.database import Database

PATIENCE_MS = 20  # for a writer who holds the file: such a one has been stopped and will not let go


@dataclass
class Clock:
    """What a process takes for the time; `passed` are the seconds that its event loop has been through."""

    at: datetime
    passed: Callable[[], float] = float

    def __call__(self) -> datetime:
        """Return the time."""
        return self.at + timedelta(seconds=self.passed())


@dataclass
class Trouble:
    """The points that one piece of work comes by, and what happens to it there.

    `tell` takes each point as it is reached, `sleep` stops the process until the others have gone on.
    """

    step: Step
    tell: Callable[..., None]
    sleep: Callable[[str], None]
    counted: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    held_up: bool = False

    def at(self, name: str, moment: str = "") -> bool:
        """Come by a point; True when the work must be told that it failed."""
        if moment != "after":
            self.counted[name] += 1
        point = " ".join(filter(None, (name, str(self.counted[name]), moment)))
        self.tell(point=point)
        stop = self.step.stop
        if stop is None or stop.point != point:
            return False
        if stop.how is How.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if stop.how is How.PAUSE:
            self.sleep(point)
            self.held_up = True
        return stop.how is How.FAIL

    def refuses(self) -> bool:
        """Is the database away for the transaction that begins now?"""
        self.begun += 1
        refusal: Refusal | None = self.step.refusal
        refused = refusal is not None and refusal.first <= self.begun < refusal.first + refusal.many
        if refused:
            self.tell(refused_by_database=self.begun)
        return refused


class Watched:
    """A database whose commits are points of whoever works with it."""

    def __init__(self, database: Database, name: str) -> None:
        """Hook into the engine; without trouble it works as ever."""
        self.database = database
        self.trouble: Trouble | None = None
        dialect = database.engine.dialect
        commit = dialect.do_commit

        def watched(connection: Any) -> None:
            self._point(name, "before")
            commit(connection)
            self._point(name, "after")

        vars(dialect)["do_commit"] = watched
        event.listen(database.engine, "begin", self._refuse, insert=True)
        event.listen(database.engine, "connect", _hurry)

    def _point(self, name: str, moment: str) -> None:
        if self.trouble is not None and self.trouble.at(name, moment):
            raise sqlite3.OperationalError("disk I/O error")

    def _refuse(self, _connection: Connection) -> None:
        if self.trouble is not None and self.trouble.refuses():
            away = sqlite3.OperationalError("unable to open database file")
            raise OperationalError("BEGIN", {}, away)


def _hurry(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")


def foresee(chance: int) -> None:
    """Make everything random in this process follow from one number; only in a process of the drill."""
    random.seed(chance)
    rng = random.Random(chance)  # noqa: S311 - no secret
    vars(uuid).update(uuid4=lambda: uuid.UUID(int=rng.getrandbits(128), version=4))
    vars(secrets).update(token_bytes=lambda many=None: rng.randbytes(many or 32))
