"""What a run consists of: steps, and what goes wrong in each."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Doing(StrEnum):
    """A piece of work, each done by a process of its own."""

    OPENS = "opens"
    SAYS = "says"
    ASKS = "asks"
    AGREES = "agrees"
    ASKS_AGAIN = "asks_again"
    RESENDS = "resends"
    WITHDRAWS = "withdraws"
    ERASES = "erases"
    CLAIMS = "claims"
    WRITES = "writes"
    TAKES_OVER = "takes_over"
    GIVES_BACK = "gives_back"
    RELEASES = "releases"
    CLOSES = "closes"
    SWEEPS = "sweeps"
    DELIVERS = "delivers"
    WATCHES = "watches"


class Mood(StrEnum):
    """How the engine does: late and died are after it has stored its answer."""

    FINE = "fine"
    DOWN = "down"
    LATE = "late"
    DIED = "died"
    REFUSES = "refuses"
    SILENT = "silent"
    BROKEN = "broken"


class Network(StrEnum):
    """What becomes of a request and its answer on the way."""

    FINE = "fine"
    LOST = "lost"
    ANSWER_LOST = "answer_lost"
    TWICE = "twice"


class Receiver(StrEnum):
    """How the recipient of deliveries does: what is forgotten or late has been taken."""

    FINE = "fine"
    REFUSES = "refuses"
    FORGETS = "forgets"
    LATE = "late"


class How(StrEnum):
    """What a process does at a point: it dies, stops for a while, or is told that its commit failed."""

    KILL = "kill"
    PAUSE = "pause"
    FAIL = "fail"


@dataclass(frozen=True, order=True)
class Point:
    """A moment in a piece of work, such as before its second commit."""

    doing: str
    name: str


@dataclass(frozen=True)
class Stop:
    """What happens at a point; a pause lasts for `steps` steps of the others."""

    how: How
    point: str
    steps: int = 0


@dataclass(frozen=True)
class Refusal:
    """The database takes no transaction, from the one with this number, for so many."""

    first: int
    many: int


@dataclass(frozen=True)
class Step:
    """One piece of work; `chance` decides what is random in it, `at` is what the clocks say."""

    doing: Doing
    who: str
    key: str
    at: datetime
    chance: int
    stop: Stop | None = None
    refusal: Refusal | None = None
    mood: Mood = Mood.FINE
    network: Network = Network.FINE
    receiver: Receiver = Receiver.FINE

    def faults(self) -> list[str]:
        """Return what goes wrong in it, by name."""
        found = [f"{kind}:{one}" for kind, one in self._moods() if one != "fine"]
        found += [f"database:{self.stop.how}"] if self.stop else []
        return found + (["database:refused"] if self.refusal else [])

    def _moods(self) -> list[tuple[str, str]]:
        return [("engine", self.mood), ("network", self.network), ("receiver", self.receiver)]


@dataclass(frozen=True)
class Plan:
    """One run, after which all comes to rest from the last step on.

    `jumps` counts the clock's; `webhook` says that requests go out that way, else to files.
    """

    number: int
    steps: tuple[Step, ...]
    webhook: bool
    jumps: int
    rest: Step

    def faults(self) -> Counter[str]:
        """Return how often each kind of fault is meant to happen."""
        return Counter({"clock:jumps": self.jumps}) + Counter(
            fault for step in self.steps for fault in step.faults()
        )


SPEAKING = frozenset(
    {Doing.OPENS, Doing.SAYS, Doing.ASKS, Doing.AGREES, Doing.ASKS_AGAIN, Doing.RESENDS, Doing.WITHDRAWS}
)
BY_REQUEST = SPEAKING | {
    Doing.ERASES,
    Doing.CLAIMS,
    Doing.WRITES,
    Doing.TAKES_OVER,
    Doing.GIVES_BACK,
    Doing.RELEASES,
    Doing.CLOSES,
}
