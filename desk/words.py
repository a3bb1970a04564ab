"""Labels in words, as brokers read them; a label without a wording is shown as it is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from desk.hours import UK
from knowledge.wording import known, say


def label(kind: str, name: str) -> str:
    """Return the wording for a label of some kind, or the label itself with spaces."""
    wording = f"utter_label_{kind}_{name}"
    return say(wording) if known(wording) else name.replace("_", " ")


def firm_label(field: str) -> str:
    """Return the heading of a fact about a firm."""
    return label("firm", field)


def plain(value: Any) -> str:
    """Return a packed fact as text: a list with commas, a range with a dash."""
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        return f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value)
    return str(value).replace("_", " ")


def moment(at: datetime) -> str:
    """Return a moment as text, always UTC."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def uk_moment(at: datetime) -> str:
    """Return a moment as brokers read it on their own clocks."""
    there = at.astimezone(UK)
    return f"{there.day} {there:%B %Y, %H:%M}"


def flat(text: str) -> str:
    """Return what a person wrote as one line that can neither draw headings nor steer a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def aligned(rows: list[list[str]]) -> Iterator[str]:
    """Yield rows of cells as lines, each column as wide as its widest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
