"""Counts and times for operators, in the text form that Prometheus reads; labels are never personal."""

from collections import Counter
from collections.abc import Iterator

BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
HELP = {
    "signpost_requests_total": "Requests by route, method and status.",
    "signpost_turns_total": "Attempts to answer a message, by outcome.",
    "signpost_turn_seconds": "How long an attempt took.",
    "signpost_waiting_seconds": "Since when the oldest unanswered message waits.",
}


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._turns = 0
        self._turn_seconds = 0.0

    def count(self, noun: str, **labels: str) -> None:
        """Count one more of a kind."""
        self._counts[f"signpost_{noun}_total", tuple(sorted(labels.items()))] += 1

    def turn_took(self, seconds: float) -> None:
        """Add the time of one attempt to the histogram."""
        self._turns += 1
        self._turn_seconds += seconds
        self._buckets.update(limit for limit in BUCKETS_S if seconds <= limit)

    def exposition(self, waiting_s: float) -> str:
        """Return everything as Prometheus reads it."""
        return "\n".join((*self._counters(), *self._histogram(), *_gauge(waiting_s), ""))

    def _counters(self) -> Iterator[str]:
        for name in sorted({name for name, _ in self._counts}):
            yield from _heading(name, "counter")
            for (its_name, labels), value in sorted(self._counts.items()):
                if its_name == name:
                    yield f"{name}{{{','.join(f'{k}="{v}"' for k, v in labels)}}} {value}"

    def _histogram(self) -> Iterator[str]:
        name = "signpost_turn_seconds"
        yield from _heading(name, "histogram")
        for limit in BUCKETS_S:
            yield f'{name}_bucket{{le="{limit}"}} {self._buckets[limit]}'
        yield f'{name}_bucket{{le="+Inf"}} {self._turns}'
        yield f"{name}_sum {self._turn_seconds:.6f}"
        yield f"{name}_count {self._turns}"


def _heading(name: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {HELP[name]}"
    yield f"# TYPE {name} {kind}"


def _gauge(waiting_s: float) -> Iterator[str]:
    yield from _heading("signpost_waiting_seconds", "gauge")
    yield f"signpost_waiting_seconds {waiting_s:.3f}"
