"""The words that make a number a bound: under 10, at least 50, up to £5k, 120+."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.number import Number

_LESS = re.compile(r"(?:\b(?:under|below|less than|fewer than|sub-)[\s-]?|<)\s?$", re.IGNORECASE)
_AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|not more than|a max(?:imum)? of|max(?:imum)?)\s$", re.IGNORECASE
)
_MORE_THAN = re.compile(
    r"(?:(?<!turn )(?<!turns )(?<!turned )(?<!turning )(?<!turnin )"
    r"\b(?:over|above|more than|upwards of|north of|in excess of)|>)\s?$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\+(?!\s?\d)|\s(?:or more|or over|and over|"
    r"plus(?=\W*$|[,.;]| (?:staff|people|ppl|employees|heads)\b))\b",
    re.IGNORECASE,
)
_JUST = re.compile(r"\bjust (?:under|below|less than)\s$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:at least|no less than|a min(?:imum)? of|minimum)\s$", re.IGNORECASE)


def bounded(text: str, number: Number) -> Number:
    """Return the number with the bounds that the words beside it give it; a range keeps its own."""
    if number.low != number.high:
        return number
    if more := _OR_MORE.match(text, number.end):
        return replace(number, high=None, end=more.end())
    before = contexts.before(text, number.start)
    is_below = _is_below(before, number)
    if is_below or _AT_MOST.search(before):
        return replace(number, low=None, exclusive=is_below and _JUST.search(before) is None)
    if _MORE_THAN.search(before):
        return replace(number, high=None, exclusive=True)
    return replace(number, high=None) if _AT_LEAST.search(before) else number


def _is_below(before: str, number: Number) -> bool:
    # "sub 40 staff" may be a subsidiary, "sub £40k" is less
    pounds = number.money and re.search(r"\bsub $", before, re.IGNORECASE) is not None
    return pounds or _LESS.search(before) is not None
