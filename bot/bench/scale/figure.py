"""The growth as a figure that any browser shows: time and memory over the number of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).with_name("templates")
WIDTH, HEIGHT = 360.0, 240.0  # of a panel, in pixels
PANELS = (
    ("match_p50_ms", "One match, median, in ms"),
    ("match_p95_ms", "One match, 95 in 100 are quicker, in ms"),
    ("load_s", "Reading a release, in seconds"),
    ("records_mb", "Memory for the records, in MB"),
)
Figures = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Axis:
    """Powers of ten from one end to the other, spread over a length."""

    low: int
    high: int
    length: float

    @classmethod
    def over(cls, values: Sequence[float], length: float) -> "Axis":
        """Return the axis that has room for these values."""
        positive = [value for value in values if value > 0] or [1.0]
        low = floor(log10(min(positive)))
        return cls(low, max(low + 1, ceil(log10(max(positive)))), length)

    def at(self, value: float) -> float:
        """Return how far along the axis a value lies; what is too small lies at its beginning."""
        share = (log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return round(share * self.length, 1)

    def marks(self) -> list[tuple[float, str]]:
        """Return where to write which numbers."""
        return [(self.at(10.0**power), f"{10.0**power:,g}") for power in range(self.low, self.high + 1)]


def figure(figures: Figures) -> str:
    """Return the figure as SVG."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    across = Axis.over([row["records"] for row in figures], WIDTH)
    panels = [_panel(figures, name, title, across) for name, title in PANELS]
    return environment.get_template("growth.svg.j2").render(
        panels=panels, across=across.marks(), width=WIDTH, height=HEIGHT
    )


def _panel(figures: Figures, name: str, title: str, across: Axis) -> dict[str, Any]:
    up = Axis.over([row[name] for row in figures], HEIGHT)
    lines: dict[str, list[tuple[float, float, str]]] = {}
    for row in figures:
        point = (across.at(row["records"]), round(HEIGHT - up.at(row[name]), 1), f"{row[name]:,g}")
        lines.setdefault(row["database"], []).append(point)
    return {"title": title, "up": [(round(HEIGHT - at, 1), mark) for at, mark in up.marks()], "lines": lines}
