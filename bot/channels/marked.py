"""Choices where there are no buttons: each has a mark before it, and who writes the mark has chosen."""

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice
from string import ascii_uppercase

from knowledge.storage.outbox import Button, Shown

_NUMBERED = re.compile(r"^\W*\d+[.):]", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_AROUND = " \t\n.,:;!?()[]#*_~`'\"“”‘’\ufe0f\u20e3"  # the last two make a digit a key of a telephone
_BEFORE = r"(?:(?:option|choice|answer|number|no)\.?\s+)?"
_WRITTEN = re.compile(_BEFORE + r"([0-9]{1,3}|[a-z]{1,2})(?:[.)]?\s+please)?")


def are_letters(shown: Shown, buttons: Sequence[Button]) -> bool:
    """Are the choices marked by letters, because numbers mean something else already?

    "5" may answer how many people work there, or mean the fifth of several cards or of a numbered list.
    """
    has_numbers = any(_DIGIT.search(button.label) for button in buttons)
    return has_numbers or len(shown.cards) > 1 or any(map(_NUMBERED.search, _said(shown)))


def marks(shown: Shown, buttons: Sequence[Button]) -> list[str]:
    """Return the mark of each choice, in order: 1, 2, 3 or A, B, C."""
    made = _letters() if are_letters(shown, buttons) else map(str, count(1))
    return list(islice(made, len(buttons)))


def meant(said: str, shown: Shown, buttons: Sequence[Button]) -> Button | None:
    """Return the choice whose mark this is; None for whatever says anything else.

    >>> yes, no = Button("Yes", "y"), Button("No", "n")
    >>> meant("2.", Shown("Which?"), [yes, no]).label, meant("2 of us", Shown("Which?"), [yes, no])
    ('No', None)
    """
    written = _WRITTEN.fullmatch(" ".join(said.split()).casefold().strip(_AROUND).replace("\ufe0f\u20e3", ""))
    if written is None:
        return None
    by_mark = dict(zip(marks(shown, buttons), buttons, strict=True))
    mark = written[1].upper()
    return by_mark.get(str(int(mark)) if mark.isdigit() else mark)


def _said(shown: Shown) -> Iterator[str]:
    yield from (shown.text, *shown.notices)
    for card in shown.cards:
        yield from (card.title, card.text, *(text for line in card.lines for text in line))


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (first + second for first in ascii_uppercase for second in ascii_uppercase)
