"""What a run of measurements says: medians, 95th percentiles and ratios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Measured:
    """One assistant's figures: seconds, milliseconds per turn and per parse, megabytes of resident memory.

    `parses_ms` and `engine_mb` are of the process that understands, held to one processor.
    """

    train_s: float
    ready_s: float
    memory_mb: float
    turns_ms: tuple[float, ...]
    parses_ms: tuple[float, ...]
    engine_mb: float

    def pack(self) -> dict[str, float]:
        """Return the figures by name, rounded for reading."""
        return {
            "train_s": round(self.train_s, 2),
            "ready_s": round(self.ready_s, 2),
            "memory_mb": round(self.memory_mb, 1),
            "turn_p50_ms": round(median(self.turns_ms), 2),
            "turn_p95_ms": round(percentile_95(self.turns_ms), 2),
            "parse_p50_ms": round(median(self.parses_ms), 2),
            "parse_p95_ms": round(percentile_95(self.parses_ms), 2),
            "engine_mb": round(self.engine_mb, 1),
            "turns": len(self.turns_ms),
            "parses": len(self.parses_ms),
        }


def percentile_95(values: Sequence[float]) -> float:
    """Return the value that 95 in 100 stay under; a single value is its own percentile."""
    return values[0] if len(values) == 1 else quantiles(values, n=20, method="inclusive")[-1]


def ratios(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    """Return ours over theirs for each figure but the count; below 1 is quicker or smaller."""
    counts = {"turns", "parses"}
    return {name: round(ours[name] / theirs[name], 3) for name in ours if name not in counts and theirs[name]}
