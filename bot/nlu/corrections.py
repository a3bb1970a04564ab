"""Numbers told only to say that they are wrong: "nineteen staff, not ninety", "you've written £12m"."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.found import Found
from bot.nlu.number import Number

_NOT = re.compile(r"\b(?:not|rather than|instead of) (?:about |the )?£?$", re.IGNORECASE)
_FARTHEST = 24  # characters from the right number to the wrong one
_YOU_WROTE = re.compile(
    r"\byou(?:'ve| have|ve)? (?:written|wrote|put|noted|got|said|typed|have)(?: down| as| us as|"
    r" me as)? $",
    re.IGNORECASE,
)
_OF_ITS_OWN = re.compile(
    r"^\s?(?:years?|yrs?|months?|mths?|%|per ?cent|weeks?|days?|"
    r"hours?)\b",
    re.IGNORECASE,
)


def corrected(text: str, found: list[Found], numbers: list[Number]) -> list[Found]:
    """Return the quantities with those that the text calls wrong, marked as denied."""
    wrong = [one for number in numbers if (one := _wrong(text, number, found))]
    right = [one for one in found if not any(one.overlaps(other) for other in wrong)]
    return sorted([*right, *wrong], key=lambda one: one.start)


def _wrong(text: str, number: Number, found: list[Found]) -> Found | None:
    before = contexts.before(text, number.start)
    if _NOT.search(before) and not _OF_ITS_OWN.match(contexts.after(text, number.end)):
        meant = [one for one in found if 0 < number.start - one.end <= _FARTHEST]
        return _denied(meant[-1], number) if meant else None
    if _YOU_WROTE.search(before):
        meant = [one for one in found if one.start > number.end]
        return _denied(meant[0], number) if meant else None
    return None


def _denied(right: Found, number: Number) -> Found | None:
    if right.entity not in {"employees", "turnover", "amount"}:
        return None
    return replace(right, start=number.start, end=number.end, value=number.value, negated=True)
