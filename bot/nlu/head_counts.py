"""Head counts told in parts: "15 lads and 4 in the office", "me an 3 lads", "7 scientists + CEO"."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.found import Found
from bot.nlu.number import Number

_AND_MORE = re.compile(r"^,? ?(?:and|an|plus|&|n|\+|,) ?$", re.IGNORECASE)
# "9 FT 20 PT"
_BY_HOURS = re.compile(r"^ (?:[fp]/?t(?:e|s)?|(?:full|part)[- ]?time(?:rs)?)\b", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"^ (?:\w+ )?(?:(?:in|on) the (?:office|shop floor|road|yard|workshop|warehouse|vans?|factory|"
    r"tools|till|kitchen)|part[- ]?time(?:rs)?|[pf]/t|full[- ]?time(?:rs)?|office staff|in admin|"
    r"support|admin|"
    r"perm|permanent|"
    r"seasonal|apprentices?|office|shop ?floor|yard|warehouse)\b",
    re.IGNORECASE,
)
_ME_TOO = re.compile(
    r"^,? ?(?:and|an|n|plus|&|\+) ?(?:me|myself|the (?:boss|owner)|ceo|md|founder)\b", re.IGNORECASE
)
_KIN = re.compile(
    r"\b(?:wife|husband|partner|missus|brother|sister|son|daughter|dad|mum|father|mother|mate|cousin|"
    r"nephew|niece)\b",
    re.IGNORECASE,
)
# "1 person + p/t helper": one more, without a figure
_ONE_MORE = re.compile(
    r"^,? ?(?:and|an|n|plus|&|\+) ?(?:an? |one )?(?:p/?t |part[- ]time |f/?t |full[- ]time )?"
    r"(?:helper|apprentice|assistant|trainee|saturday (?:girl|lad|boy)|part[- ]timer|van driver|"
    r"bookkeeper)\b(?! s)",
    re.IGNORECASE,
)
# "half a dozen on days half a dozen on nights"
_ON_DAYS, _ON_NIGHTS = re.compile(r"\bon days$", re.IGNORECASE), re.compile(r"^ on nights\b", re.IGNORECASE)
_NEXT_SHIFT = re.compile(r",?(?: and| n)? ", re.IGNORECASE)
# "me and two lads", "me, me dad and two apprentices", "my dad, me and one lad"
ME_FIRST = re.compile(
    rf"(?:\b(?:my |me |our )?{_KIN.pattern}(?:,|,? and|,? an|,? n) )?\b(?:me|myself)"
    rf"(?:,? (?:(?:and|an|n|&) )?(?:my |me |the |our )?{_KIN.pattern}){{0,3}}"
    r",? ?(?:and|an|n|plus|&|\+) ?(?:my |our )?$",
    re.IGNORECASE,
)
# "7 of us, 2 part time": the second are among the first
_ALL = re.compile(r"\b(?:of us|people|ppl|staff|employees|heads|total|fte)$", re.IGNORECASE)
_HOURS = re.compile(r"^ (?:\w+ )?(?:part|full)[- ]?time", re.IGNORECASE)
_OWNERS = re.compile(r"\b(?:partners|directors|owners|founders)$", re.IGNORECASE)
_STAFF = re.compile(r"^ (?:\w+ )?(?:staff|employees|others|workers)\b", re.IGNORECASE)


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
    if number.money or number.start < first.end:
        return None
    if not isinstance(first.value, int) or not isinstance(number.value, int):
        return None
    between, after = text[first.end : number.start], contexts.after(text, number.end)
    if between == " " and _BY_HOURS.search(f" {text[first.start : first.end].partition(' ')[2]}"):
        return _BY_HOURS.match(after)
    is_shift = _ON_DAYS.search(text[first.start : first.end]) and _NEXT_SHIFT.fullmatch(between)
    if is_shift or not _AND_MORE.match(between):
        return _ON_NIGHTS.match(after) if is_shift else None
    is_listed = between.strip() == ","
    if is_listed and _ALL.search(text[first.start : first.end]) and _HOURS.match(after):
        return None
    staff = _STAFF.match(after) if _OWNERS.search(text[first.start : first.end]) else None
    return staff or _SOMEWHERE.match(after)


def _with_the_speaker(text: str, first: Found) -> Found:
    if not isinstance(first.value, int):
        return first
    rest = contexts.after(text, first.end)
    if after := _ME_TOO.match(rest) or _ONE_MORE.match(rest):
        return replace(first, end=first.end + after.end(), value=first.value + 1)
    before = contexts.before(text, first.start)
    if me := ME_FIRST.search(before):
        start = first.start - len(before) + me.start()
        return replace(first, start=start, value=first.value + 1 + len(_KIN.findall(me[0])))
    return first
