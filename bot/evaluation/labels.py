"""Figures for each label, and which labels are taken for which."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bot.evaluation.cases import Case
from bot.evaluation.scores import Count

Judged = tuple[Case, Mapping[str, Any]]


@dataclass(frozen=True)
class Confusion:
    """So many sentences of one label that were taken for another; `example` is the id of the first."""

    label: str
    taken_for: str
    times: int
    example: str


def intents(judged: Sequence[Judged]) -> dict[str, Count]:
    """Return the count of each intent; an accepted alternative counts as the intent itself."""
    counts: dict[str, Count] = defaultdict(Count)
    for case, parsed in judged:
        label, found = case.intent or "", parsed["intent"]["name"]
        if found in case.accepted:
            counts[label] += Count(right=1)
            continue
        counts[label] += Count(missed=1)
        counts[found] += Count(wrong=1)
    return dict(sorted(counts.items()))


def barriers(judged: Sequence[Judged]) -> dict[str, Count]:
    """Return the count of each barrier; an optional one counts neither way."""

    def of(one: Judged) -> tuple[set[str], frozenset[str], frozenset[str]]:
        case, parsed = one
        return {barrier["name"] for barrier in parsed["barriers"]}, case.required, case.optional

    return _each(judged, of)


def macro_f1(counts: Mapping[str, Count]) -> float:
    """Return the mean F1 of the labels that the sentences have; one never wanted has no F1 of its own."""
    wanted = [count.f1() for count in counts.values() if count.right + count.missed]
    return fmean(wanted) if wanted else 0.0


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """Return which intents are taken for which, the most frequent first."""
    wrong = [(c.intent or "", p["intent"]["name"], c.id) for c, p in judged if not _is_right(c, p)]
    times = Counter((label, found) for label, found, _ in wrong)
    first = {(label, found): example for label, found, example in reversed(wrong)}
    return [
        Confusion(*pair, n, first[pair])
        for pair, n in sorted(times.items(), key=lambda one: (-one[1], one[0]))
    ]


def matrix(judged: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """Return how often each intent was understood as each; an accepted alternative counts as the intent."""
    pairs = (
        (c.intent or "", (c.intent or "") if _is_right(c, p) else p["intent"]["name"]) for c, p in judged
    )
    return dict(Counter(pairs))


def _is_right(case: Case, parsed: Mapping[str, Any]) -> bool:
    return parsed["intent"]["name"] in case.accepted


def _each(
    judged: Sequence[Judged], of: Callable[[Judged], tuple[set[str], frozenset[str], frozenset[str]]]
) -> dict[str, Count]:
    counts: dict[str, Count] = defaultdict(Count)
    for one in judged:
        found, required, optional = of(one)
        for name in found | required:
            right = name in found and name in required
            wrong = name in found and name not in required | optional
            counts[name] += Count(int(right), int(wrong), int(name in required - found))
    return dict(sorted(counts.items()))
