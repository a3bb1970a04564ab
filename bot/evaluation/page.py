"""The figures as a page that opens in any browser, without scripts and without a network."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation import labels
from bot.evaluation.calibration import Bin
from bot.evaluation.report import Measured

TEMPLATES = Path(__file__).with_name("templates")
SIDE = 320.0  # of the reliability plot, in pixels
DARKEST = 0.85


@dataclass(frozen=True)
class Cell:
    """One field of the heat map: what was meant, what was understood, how often, how dark (0 to 1)."""

    meant: str
    understood: str
    times: int
    shade: float


def page(figures: Mapping[str, Any], measured: Measured) -> str:
    """Return the whole page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    names, rows = heat_map(measured)
    return environment.get_template("evaluation.html.j2").render(
        figures=figures, names=names, rows=rows, side=SIDE, dots=dots(measured.reliability())
    )


def heat_map(measured: Measured) -> tuple[list[str], list[list[Cell]]]:
    """Return the intents and, row by row, how often each was understood as each."""
    times = labels.matrix(measured.understanding)
    names = sorted({name for pair in times for name in pair})
    meant = {name: sum(n for (row, _), n in times.items() if row == name) for name in names}
    return names, [
        [Cell(row, column, n := times.get((row, column), 0), _shade(n, meant[row])) for column in names]
        for row in names
    ]


def dots(groups: list[Bin]) -> list[tuple[float, float, float, float]]:
    """Return a line from each group to the next, from x, y to x, y in pixels."""
    points = [(SIDE * group.confidence, SIDE * (1 - group.right)) for group in groups]
    return [(*a, *b) for a, b in pairwise(points)]


def _shade(times: int, of: int) -> float:
    return round(DARKEST * times / of, 3) if of else 0.0
