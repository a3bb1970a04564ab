"""Numbers told only to say that they are wrong: "nineteen staff, not ninety", "you've written £12m"."""

import re
from dataclasses import replace
from itertools import pairwise

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
_IGNORED = re.compile(r"\b(?:ignore|disregard|forget|scrap) (?:the |that |my |our )?£?$", re.IGNORECASE)
_BUT = re.compile(r",? but (?:about |around |now |it's )?", re.IGNORECASE)
_OF_ITS_OWN = re.compile(
    r"^\s?(?:years?|yrs?|months?|mths?|%|per ?cent|weeks?|days?|"
    r"hours?)\b",
    re.IGNORECASE,
)


def corrected(text: str, found: list[Found], numbers: list[Number]) -> list[Found]:
    """Return the quantities with those that the text calls wrong, marked as denied."""
    instead = [one for pair in pairwise(numbers) for one in _instead(text, *pair, found)]
    wrong = [one for number in numbers if (one := _wrong(text, number, [*found, *instead]))]
    wrong += [one for one in instead if not any(one.overlaps(other) for other in wrong)]
    right = [one for one in found if not any(one.overlaps(other) for other in wrong)]
    return sorted([*right, *wrong], key=lambda one: one.start)


def _instead(text: str, wrong: Number, right: Number, found: list[Found]) -> list[Found]:
    """Return both numbers of "turnover not £400k but £4m", whichever of them was found."""
    if not _NOT.search(contexts.before(text, wrong.start)):
        return []
    if not _BUT.fullmatch(text[wrong.end : right.start]):
        return []
    meant = [one for one in found if _at(wrong, one) or _at(right, one)]
    denied = _denied(meant[0], wrong) if meant else None
    if denied is None:
        return []
    return [denied, replace(denied, start=right.start, end=right.end, value=right.value, negated=False)]


def _at(number: Number, one: Found) -> bool:
    return number.start < one.end and one.start < number.end


def _wrong(text: str, number: Number, found: list[Found]) -> Found | None:
    before = contexts.before(text, number.start)
    if _NOT.search(before) and not _OF_ITS_OWN.match(contexts.after(text, number.end)):
        meant = [one for one in found if 0 < number.start - one.end <= _FARTHEST]
        return _denied(meant[-1], number) if meant else None
    if _YOU_WROTE.search(before) or _IGNORED.search(before):
        meant = [one for one in found if one.start > number.end]
        return _denied(meant[0], number) if meant else None
    return None


def _denied(right: Found, number: Number) -> Found | None:
    if right.entity not in {"employees", "turnover", "amount"}:
        return None
    return replace(right, start=number.start, end=number.end, value=number.value, negated=True)
