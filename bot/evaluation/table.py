"""The figures as a table for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 34


def table(figures: Mapping[str, Any]) -> str:
    """Return one line for each figure, with its 95 % interval and how much it is of."""
    return "\n".join(_lines(figures))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    intent = figures["intent"]
    yield from (_share(f"intents, {name}", row) for name, row in intent.items() if _is_share(row))
    yield _f1("intents, macro-F1", intent["macro_f1"])
    yield f"{'calibration error':{WIDTH}} {intent['calibration_error']:.3f}"
    yield _f1("barriers, micro-F1", figures["barriers"])
    yield _f1("barriers, macro-F1", figures["barriers"]["macro_f1"])
    yield _f1("entities, F1", figures["entities"])
    yield _f1("entities in hard cases, F1", figures["entities in hard cases"])
    yield _share("hard cases wholly right", figures["hard cases wholly right"])
    yield from (_share(f"out of scope, {name}", row) for name, row in figures["out of scope"].items())
    for name, row in figures["noise"].items():
        yield f"{name:{WIDTH}} {row['points lost']:5.1f} points lost ({row['low']} to {row['high']})"
    for one in figures["confusions"]:
        yield f"{one['label']} taken for {one['taken_for']}: {one['times']} ({one['example']})"


def _is_share(row: Any) -> bool:
    return isinstance(row, dict) and "share" in row


def _share(name: str, row: Mapping[str, float]) -> str:
    between = f"{100 * row['low']:.1f} to {100 * row['high']:.1f}"
    return f"{name:{WIDTH}} {100 * row['share']:5.1f} % ({between}) of {row['of']:.0f}"


def _f1(name: str, row: Mapping[str, Any]) -> str:
    of = f" of {row['of']}" if "of" in row else ""
    return f"{name:{WIDTH}} {row['f1']:7.3f} ({row['low']:.3f} to {row['high']:.3f}){of}"
