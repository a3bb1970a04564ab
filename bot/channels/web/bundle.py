"""Joins the modules of the widget into one script, so that a page waits for one answer and not for thirty."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")
ENTRY = "widget.js"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function\*?|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class CannotBeJoined(ValueError):
    """A module says `import` or `export` in another form than `import { a } from "./b.js";`: write it so."""


@cache
def widget() -> str:
    """Return the whole widget as one module without imports."""
    return joined(STATIC / ENTRY)


def joined(entry: Path) -> str:
    """Return a module and all that it imports, each in a scope of its own; raises CannotBeJoined."""
    order: list[Path] = []
    _collect(entry.resolve(), order, ())
    return "".join(_scope(path, order) for path in order)


def _collect(path: Path, order: list[Path], above: tuple[Path, ...]) -> None:
    if path in above:
        raise CannotBeJoined(f"{path.name} imports itself, by way of others")
    for _, where in _IMPORT.findall(path.read_text(encoding="utf-8")):
        _collect((path.parent / where).resolve(), order, (*above, path))
    if path not in order:
        order.append(path)


def _scope(path: Path, order: list[Path]) -> str:
    text = path.read_text(encoding="utf-8")
    names = _EXPORT.findall(text)

    def taken(found: re.Match[str]) -> str:
        return f"const {found[1]} = m{order.index((path.parent / found[2]).resolve())};"

    body = _EXPORT.sub("", _IMPORT.sub(taken, text))
    if left := _LEFT.search(body):
        raise CannotBeJoined(f"{path.name}: {left[0]}")
    return f"const m{order.index(path)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"
