"""What became of each message: what Signpost kept, held against what arrived at people, in order."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice


@dataclass
class Message:
    """One message under the name that Signpost keeps it by; times are seconds of one clock.

    `due` is when it was due, `acknowledged` in how many seconds it was; None where the answer is that.
    """

    name: str
    due: float
    acknowledged: float | None = None


@dataclass(frozen=True)
class Row:
    """One thing that Signpost said: in answer to what, and in how many parts it was taken by the channel."""

    answers: str | None
    text: str
    parts: int = 1
    is_answer: bool = True
    is_apology: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of one message: None is never answered; `times` is how often the same was said to it."""

    message: Message
    reply_s: float | None
    times: int
    is_apologised: bool


@dataclass(frozen=True)
class Verdict:
    """The fates of one person's messages; `surplus` parts arrived that were not to be, or are missing."""

    fates: tuple[Fate, ...]
    surplus: int


def judge(messages: Sequence[Message], rows: Sequence[Row], arrivals: Sequence[float]) -> Verdict:
    """Return what became of the messages; `arrivals` are the times of all parts, in order as the rows are.

    A row that never arrived answers nothing.
    """
    times = iter(arrivals)
    first: dict[str | None, float] = {}
    said: Mapping[str | None, Counter[str]] = defaultdict(Counter)
    for row in rows:
        its = list(islice(times, row.parts))
        if its and row.is_answer:
            said[row.answers][row.text] += 1
            first.setdefault(row.answers, its[0])
    sorry = {row.answers for row in rows if row.is_apology}
    fates = (_fate(one, first.get(one.name), said[one.name], one.name in sorry) for one in messages)
    return Verdict(tuple(fates), len(arrivals) - sum(row.parts for row in rows))


def _fate(message: Message, at: float | None, said: Counter[str], is_apologised: bool) -> Fate:
    reply_s = None if at is None else at - message.due
    return Fate(message, reply_s, max(said.values(), default=0), is_apologised)
