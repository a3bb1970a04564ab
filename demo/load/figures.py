"""The figures of a load, out of what became of each message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from demo.load.verdict import Verdict

MS = 1000


@dataclass(frozen=True)
class Memory:
    """The megabytes of all parts of Signpost: once everybody had joined, at most, at the end."""

    start: float
    most: float
    end: float


def counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return the counts and times of some people; a time is None where there is none."""
    fates = [fate for one in verdicts for fate in one.fates]
    known = [fate.message.acknowledged for fate in fates if fate.message.acknowledged is not None]
    took = [fate.reply_s for fate in fates if fate.reply_s is not None]
    twice = sum(fate.times > 1 for fate in fates) + sum(max(0, one.surplus) for one in verdicts)
    missing = sum(max(0, -one.surplus) for one in verdicts)
    return {
        "messages": len(fates),
        "acknowledged": len(known),
        "answered": len(took),
        "lost": len(fates) - len(took) + missing,
        "answered_twice": twice,
        "apologised": sum(fate.is_apologised for fate in fates),
        "ack_p50_ms": _rounded(percentile(known, 50), MS, 1),
        "ack_p99_ms": _rounded(percentile(known, 99), MS, 1),
        "reply_p50_s": _rounded(percentile(took, 50), 1, 3),
        "reply_p95_s": _rounded(percentile(took, 95), 1, 3),
    }


def percentile(values: Sequence[float], of_100: int) -> float | None:
    """Return the value that so many in 100 stay under; None without values."""
    if not values:
        return None
    return values[0] if len(values) == 1 else quantiles(values, n=100, method="inclusive")[of_100 - 1]


def memory(samples: Sequence[tuple[float, float]], joined: float) -> Memory:
    """Return the memory out of samples of seconds and megabytes; `joined` is when everybody was there."""
    after = [used for at, used in samples if at >= joined] or [used for _, used in samples]
    return Memory(after[0], max(used for _, used in samples), after[-1])


def line(channel: str, found: Mapping[str, Any]) -> str:
    """Return the figures of one channel, to be read."""
    told = " ".join(f"{name}={'-' if value is None else value}" for name, value in found.items())
    return f"{channel:<9} {told}"


def _rounded(value: float | None, times: int, digits: int) -> float | None:
    return None if value is None else round(value * times, digits)
