"""Does a confidence of 0.8 mean that four of five are right?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Sentences of like confidence: how sure on average, how many right, of how many."""

    confidence: float
    right: float
    sentences: int


def bins(confidences: Sequence[float], right: Sequence[bool], how_many: int = BINS) -> list[Bin]:
    """Return groups of equal size, the least sure first."""
    pairs = sorted(zip(confidences, right, strict=True))
    edges = [round(i * len(pairs) / how_many) for i in range(how_many + 1)]
    groups = [pairs[a:b] for a, b in pairwise(edges) if b > a]
    return [Bin(fmean(c for c, _ in group), fmean(r for _, r in group), len(group)) for group in groups]


def expected_error(groups: Sequence[Bin]) -> float:
    """Return the expected calibration error (Naeini et al. 2015), over groups of equal size."""
    whole = sum(group.sentences for group in groups)
    return sum(g.sentences * abs(g.confidence - g.right) for g in groups) / whole if whole else 0.0
