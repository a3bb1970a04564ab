"""Head counts told in parts: "15 lads and 4 in the office", "me an 3 lads", "7 scientists + CEO"."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.found import Found
from bot.nlu.number import Number

_AND_MORE = re.compile(r"^,? ?(?:and|an|plus|&|n|\+|,) ?$", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"^ (?:\w+ )?(?:(?:in|on) the (?:office|shop floor|road|yard|workshop|warehouse|vans?|factory|"
    r"tools|till|kitchen)|part[- ]?time(?:rs)?|full[- ]?time(?:rs)?|office staff|in admin|support|admin|"
    r"perm|permanent|"
    r"seasonal|apprentices?)\b",
    re.IGNORECASE,
)
_ME_TOO = re.compile(
    r"^,? ?(?:and|an|n|plus|&|\+) ?(?:me|myself|the (?:boss|owner)|ceo|md|founder)\b", re.IGNORECASE
)
_ME_FIRST = re.compile(r"\b(?:me|myself),? ?(?:and|an|n|plus|&|\+) ?(?:my |our )?$", re.IGNORECASE)


def added_up(text: str, found: list[Found], numbers: list[Number]) -> list[Found]:
    """Return one count for what is told in parts; other counts stay as they are."""
    first = found[0]
    for number in numbers:
        more = _more(text, first, number)
        if more:
            first = replace(first, end=number.end + more.end(), value=first.value + number.value)
    first = _with_the_speaker(text, first)
    return [first, *(one for one in found[1:] if not one.overlaps(first))]


def _more(text: str, first: Found, number: Number) -> re.Match[str] | None:
    if number.money or number.start < first.end or not _AND_MORE.match(text[first.end : number.start]):
        return None
    whole = isinstance(first.value, int) and isinstance(number.value, int)
    return _SOMEWHERE.match(contexts.after(text, number.end)) if whole else None


def _with_the_speaker(text: str, first: Found) -> Found:
    if not isinstance(first.value, int):
        return first
    if after := _ME_TOO.match(contexts.after(text, first.end)):
        return replace(first, end=first.end + after.end(), value=first.value + 1)
    if before := _ME_FIRST.search(contexts.before(text, first.start)):
        return replace(first, start=before.start(), value=first.value + 1)
    return first
