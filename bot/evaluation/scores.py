"""Figures with their uncertainty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

Z_95 = 1.959964
SAMPLES = 1000


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    def share(self) -> float:
        """Return the part that they are; 0 of nothing."""
        return self.hits / max(1, self.of)

    def pack(self) -> dict[str, float]:
        """Return the share with its 95 % interval (Wilson 1927)."""
        low, high = wilson(self.hits, self.of)
        return {"share": round(self.share(), 4), "low": low, "high": high, "of": self.of}


@dataclass(frozen=True)
class Count:
    """What was found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Return both together."""
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def f1(self) -> float:
        """Return twice what is right by all that was found or to be found; 1 when there was nothing."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 1.0

    def precision(self) -> float:
        """Return the part of what was found that is right."""
        return self.right / max(1, self.right + self.wrong)

    def recall(self) -> float:
        """Return the part of what was to be found that was found."""
        return self.right / max(1, self.right + self.missed)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share; everything when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, z = hits / of, Z_95
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return round(max(0.0, (middle - half) / scale), 4), round(min(1.0, (middle + half) / scale), 4)


def total(counts: Sequence[Count]) -> Count:
    """Return all counts together."""
    return sum(counts, Count())


def packed(counts: Sequence[Count]) -> dict[str, float]:
    """Return precision, recall and F1 over all sentences, F1 with its 95 % bootstrap interval."""
    whole = total(counts)
    low, high = bootstrap(counts, lambda sample: total(sample).f1())
    return {
        "precision": round(whole.precision(), 4),
        "recall": round(whole.recall(), 4),
        "f1": round(whole.f1(), 4),
        "low": low,
        "high": high,
        "of": whole.right + whole.missed,
    }


def bootstrap[T](counts: Sequence[T], figure: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """Return the middle 95 % of a figure over sentences drawn again (Efron 1979), always the same draws."""
    if not counts:
        return 0.0, 0.0
    draw = np.random.default_rng(20261124)
    values = [figure([counts[i] for i in draw.integers(0, len(counts), len(counts))]) for _ in range(SAMPLES)]
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)
