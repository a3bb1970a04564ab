"""The steps of a plan as bars along weeks: where each begins and ends, in parts of the width."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.plans import KeptStep

LEFT, RIGHT = 8.0, 97.0  # per cent of the width: the numbers of the steps stand to the left
MOST_TICKS = 6
TICKS = (1, 2, 4, 8, 13, 26, 52)
LEAST_WEEKS = 0.5  # a bar that can be seen


@dataclass(frozen=True)
class Bar:
    """One step: from where, and how far it reaches in the shortest time and if it takes longer."""

    number: int
    left: float
    shortest: float
    longest: float


@dataclass(frozen=True)
class Tick:
    """A week on the scale."""

    week: int
    left: float


@dataclass(frozen=True)
class Timeline:
    """The whole drawing; widths and places are per cent of its width."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def timeline(steps: Sequence[KeptStep]) -> Timeline:
    """Return the drawing of the steps, in their order."""
    last = max((_latest_end(step) for step in steps), default=0) or 1
    scale = (RIGHT - LEFT) / last
    every = next((weeks for weeks in TICKS if last / weeks <= MOST_TICKS), round(last / MOST_TICKS))
    ticks = [Tick(week, _rounded(LEFT + week * scale)) for week in range(0, int(last) + 1, every)]
    return Timeline(tuple(_bar(number, step, scale) for number, step in enumerate(steps, 1)), tuple(ticks))


def _bar(number: int, step: KeptStep, scale: float) -> Bar:
    begins = step.starts.min or 0
    shortest = max(step.weeks.min or 0, LEAST_WEEKS)
    longest = max(_latest_end(step) - begins, shortest)
    left = _rounded(LEFT + begins * scale)
    return Bar(number, left, _rounded(shortest * scale), _rounded(longest * scale))


def _latest_end(step: KeptStep) -> float:
    takes = step.weeks.max or step.weeks.min or 0
    return max(step.starts.max or 0, step.starts.min or 0) + max(takes, LEAST_WEEKS)


def _rounded(number: float) -> float:
    return round(number, 2)
