"""What a drill tells: the points and what happened there, the faults, what is wrong, and the counts."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.drill.findings import Count
from bot.drill.result import TALLIES, Hit, Result
from bot.drill.steps import How, Point

MOST_SHOWN = 20


def report(seed: int, points: Sequence[Point], results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines, the counts last; the seed repeats the drill."""
    hit: Counter[Hit] = sum((result.hit for result in results), Counter())
    yield f"seed {seed}, {len(results)} runs"
    yield from _coverage(points, hit)
    for tally in TALLIES:
        counted: Counter[str] = sum((getattr(result, tally) for result in results), Counter())
        yield f"{tally}: " + ", ".join(f"{name} {many}" for name, many in sorted(counted.items()))
    yield from _findings(results)
    yield json.dumps({"runs": len(results), **counts(results)})


def counts(results: Sequence[Result]) -> dict[str, int]:
    """Return how much was lost and doubled, and how often the bot spoke while a broker had somebody."""
    found = Counter(finding.count for result in results for finding in result.findings)
    return {count.value: found[count] for count in Count}


def _coverage(points: Sequence[Point], hit: Counter[Hit]) -> Iterator[str]:
    known = sorted({*points, *(Point(doing, name) for doing, name, _ in hit)})
    width = max(len(f"{one.doing}: {one.name}") for one in known)
    yield f"{'where':{width}}  {'  '.join(f'{how:>5}' for how in How)}"
    for one in known:
        times = "  ".join(f"{hit[one.doing, one.name, how]:5}" for how in How)
        yield f"{f'{one.doing}: {one.name}':{width}}  {times}"
    killed = sum(hit[one.doing, one.name, How.KILL] > 0 for one in known)
    yield f"killed at {killed} of {len(known)} points"


def _findings(results: Sequence[Result]) -> Iterator[str]:
    found = [(result.number, finding) for result in results for finding in result.findings]
    for number, finding in found[:MOST_SHOWN]:
        yield f"run {number}: {finding.count}: {finding.what}: {finding.where}"
    if len(found) > MOST_SHOWN:
        yield f"and {len(found) - MOST_SHOWN} more"
