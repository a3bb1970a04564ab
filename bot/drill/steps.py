"""What a run consists of: steps, and what goes wrong in each."""

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
    ALLOWS = "allows"
    KEEPS = "keeps"
    TAKES_BACK = "takes_back"
    TELLS = "tells"
    RESENDS = "resends"
    WITHDRAWS = "withdraws"
    ERASES = "erases"
    TEXTS = "texts"
    REPORTS = "reports"
    CLAIMS = "claims"
    WRITES = "writes"
    TAKES_OVER = "takes_over"
    GIVES_BACK = "gives_back"
    RELEASES = "releases"
    CLOSES = "closes"
    TO_COLLEAGUE = "to_colleague"
    ASKS_FOR_HUB = "asks_for_hub"
    TO_HUB = "to_hub"
    SWEEPS = "sweeps"
    BRINGS = "brings"
    DELIVERS = "delivers"
    WATCHES = "watches"
    ESCALATES = "escalates"
    EXPIRES = "expires"
    OWNS_UP = "owns_up"
    ASKS_HOW = "asks_how"


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
    """One piece of work; `chance` decides what is random in it, `at` is what the clocks say.

    `saying` is what a person on WhatsApp does in it, as one on the web would.
    """

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
    saying: Doing | None = None

    def moods(self) -> list[str]:
        """Return what goes wrong around it, by name."""
        moods = (("engine", self.mood), ("network", self.network), ("receiver", self.receiver))
        return [f"{kind}:{one}" for kind, one in moods if one != "fine"]


@dataclass(frozen=True)
class Plan:
    """One run, after which all comes to rest from the last step on.

    `jumps` counts the clock's; `webhook` says that requests go out by one as well as to files.
    """

    number: int
    steps: tuple[Step, ...]
    webhook: bool
    jumps: int
    rest: Step


PRESSING = frozenset(
    {Doing.ALLOWS, Doing.KEEPS, Doing.TAKES_BACK, Doing.TELLS}
)  # buttons that the desk answers
SPEAKING = PRESSING | {
    Doing.OPENS,
    Doing.SAYS,
    Doing.ASKS,
    Doing.AGREES,
    Doing.ASKS_AGAIN,
    Doing.RESENDS,
    Doing.WITHDRAWS,
}
BROKING = frozenset(
    {
        Doing.CLAIMS,
        Doing.WRITES,
        Doing.TAKES_OVER,
        Doing.GIVES_BACK,
        Doing.RELEASES,
        Doing.CLOSES,
        Doing.TO_COLLEAGUE,
        Doing.ASKS_FOR_HUB,
        Doing.TO_HUB,
    }
)
BY_META = frozenset({Doing.TEXTS, Doing.REPORTS})
BY_REQUEST = SPEAKING | BROKING | BY_META | {Doing.ERASES}
