"""Pieces of Adaptive Cards 1.5 that show text as it is: nothing in it is ever taken for markup."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.channels.cutting import one_line, pieces
from bot.channels.incoming import cleaned

LONGEST_RUN = 900
# cards put a date or a time in its place wherever text stands, even where they read no Markdown
_FUNCTION = re.compile(r"\{\{(?=\s*(?:DATE|TIME)\()", re.IGNORECASE)

Element = dict[str, Any]


def size(content: object) -> int:
    """Return how large something is for Teams, counted strictly: as JSON, two bytes for each character."""
    return len(json.dumps(content, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def paragraph(*runs: Element, spacing: str = "None") -> Element:
    """Return one line of text made of runs; a `RichTextBlock`, for it knows no Markdown."""
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": list(runs)}


def run(text: str, **look: Any) -> Element:
    """Return a piece of text in one look; a function of cards that stands in it is taken apart, unseen."""
    return {"type": "TextRun", "text": _FUNCTION.sub("{\u2060{", text), **look}


def lines(text: str, **look: Any) -> Iterator[Element]:
    """Yield a text line by line; an empty line becomes space before the next, a long line several."""
    spacing = "Medium"
    for line in cleaned(text).split("\n"):
        for piece in pieces(line, LONGEST_RUN):
            yield paragraph(run(piece, **look), spacing=spacing)
            spacing = "None"
        if not line.strip():
            spacing = "Small"


def labelled(label: str, text: str) -> Iterator[Element]:
    """Yield a short statement under its label, in as few lines as it takes."""
    named = one_line(label)
    if not named:
        yield from lines(text)
        return
    first, *rest = [*pieces(one_line(text), LONGEST_RUN)] or [""]
    for piece in list(pieces(named, LONGEST_RUN))[:-1]:
        yield paragraph(run(piece, weight="Bolder"))
    last = list(pieces(named, LONGEST_RUN))[-1]
    yield paragraph(run(f"{last}: ", weight="Bolder"), *([run(first)] if first else []), spacing="Small")
    yield from (paragraph(run(piece)) for piece in rest)


def container(items: list[Element]) -> Element:
    """Return elements that belong together, set off from what is around them."""
    return {"type": "Container", "style": "emphasis", "spacing": "Medium", "items": items}


def execute(title: str, verb: str, data: dict[str, Any], *, takes_inputs: bool = False) -> Element:
    """Return a button that is answered at once, and for old clients a message that means the same.

    What is filled in on the card goes with it only where it says so.
    """
    said = {"type": "messageBack", "displayText": title, "text": title}
    inputs = {} if takes_inputs else {"associatedInputs": "none"}
    submitted = {"verb": verb, **data, "msteams": said}
    submit = {"type": "Action.Submit", "title": title, "data": submitted, **inputs}
    return {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": data,
        "fallback": submit,
        **inputs,
    }


def words_of(element: Element) -> Iterator[str]:
    """Yield the lines of text in an element."""
    if element["type"] == "RichTextBlock":
        yield "".join(one["text"] for one in element["inlines"])
    for name in ("items", "rows", "cells"):
        for inner in element.get(name, ()):
            yield from words_of(inner)
