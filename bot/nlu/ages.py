"""How long a firm has traded, in months."""

import re
from datetime import date

from bot.nlu.found import Found
from bot.nlu.numbers import Number, find_numbers

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {short: n for n, name in enumerate(_NAMES, start=1) for short in (name, name[:3])} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_BEGAN = (
    r"(?:est(?:ablished|\.)?|founded|started(?: up| out| trading)?|set(?:ting)? up|incorporated|"
    r"inc\.?|incorp\.?|formed|began|begun|opened|launched|registered|created|trading|in business|"
    r"going|running|born|traded|been here|operating|"
    r"established by \w+|bought the (?:business|firm|company)|has been going|trading since)"
)
_YEAR = r"(?P<year>(?:18|19|20)\d\d)(?!\d)"
_SINCE = re.compile(
    rf"\bsince\s(?:about |around |early |late )?(?:(?P<month>{_MONTH})\.?\s)?{_YEAR}(?!s)"
    rf"|\b{_BEGAN}\b\.?(?:\s(?:\w+\s)?(?:back )?(?:in|on|of|during|around|about|"
    rf"by))?(?:\sthe)?\s(?:early |late |spring |summer |autumn )?(?:\d\d?(?:st|nd|rd|"
    rf"th)? )?(?:(?P<month2>{_MONTH})\.?\s)?(?P<year2>(?:18|19|20)\d\d)(?!\d|s)"
    rf"|\b{_BEGAN}\s(?:in )?(?P<month3>{_MONTH})\.?\s'?(?P<year3>\d\d)\b(?!\d)",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\b(?:roof|machine|lease|building|debt|sales|profits?|grant|kit|boiler|covid|brexit|prices|"
    r"no pay rise|turnover|margins|orders|staff|machinery)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
_UNIT = r"(?P<unit>years?|yrs?|yr|months?|mths?|mos?)"
_OLD = re.compile(
    rf"^[\s-]?{_UNIT}\b[\s-]?(?:old|of trading|trading|in business|in trade|running|going|in operation|"
    rf"in june|in the trade)\b",
    re.IGNORECASE,
)
_AGO = re.compile(rf"^[\s-]?{_UNIT}\s(?:ago|back)\b", re.IGNORECASE)
_PLAIN = re.compile(rf"^[\s-]?{_UNIT}\b", re.IGNORECASE)
_TRADING_FOR = re.compile(
    r"\b(?:trading|traded|trade|in business|going|running|been here|been there|operating|been open|"
    r"open|been at (?:it|this)|doing this|been in business|established|in operation|been going|"
    r"age of (?:the )?business|business age|company age|existed|around)"
    r"(?:\sfor)?(?:\s?[-:]\s?|\s)(?:(?:about|around|nearly|over|almost|just|only|some|roughly|"
    r"the past|the last|coming up to|getting on for|just over|just under|more than|less than|"
    r"under)\s)*$",
    re.IGNORECASE,
)
_BEGAN_BEFORE = re.compile(rf"\b{_BEGAN}\b[^.;!?]{{0,40}}$", re.IGNORECASE)
_FIRM_BEFORE = re.compile(
    r"(?:\b(?:business|firm|company|startup|start-up|we(?:'re| are|’re)?|it(?:'s| is)|we've been|"
    r"i've been|been|shop|salon|bakery|outfit|enterprise)\b[^.;!?]{0,28}|^\W*(?:about |only |just |"
    r"nearly |over )?)$",
    re.IGNORECASE,
)
_THING_BEFORE = re.compile(
    r"\b(?:machine|lathe|press|van|vans|boiler|roof|software|system|kit|building|daughter|son|"
    r"computer|laptop|oven|equipment|server|pc|lorry|tractor|website|i'm|i am|he's|she's|debt|lease|"
    r"plant|who|he|she)\b[^.;!?]{0,20}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\s?(?:experience|lease|loan|contract|plan|warranty|term|payback|apprentice|degree|course|"
    r"programme|guarantee|deal|left|of experience|running costs|accounts|waiting|in (?:the )?(?:army|"
    r"industry|prison))",
    re.IGNORECASE,
)
_LESS_THAN_A_YEAR = re.compile(
    r"\b(?:less than|under|not (?:even )?|within|in our first)\s?(?:a |one )?year\b(?! ago| left| to)",
    re.IGNORECASE,
)

LONGEST = 12 * 500
_SHORT_ANSWER = 12  # words


def find_ages(text: str, today: date, numbers: list[Number] | None = None) -> list[Found]:
    """Return the ages said of the firm; a year alone counts in whole years."""
    found = _since(text, today) or [
        one for number in (numbers or find_numbers(text)) if (one := _lasting(text, number))
    ]
    if not found and (match := _LESS_THAN_A_YEAR.search(text)) and len(text.split()) <= _SHORT_ANSWER:
        found = [Found("trading_age", match.start(), match.end(), {"min": 0, "max": 11})]
    return found


def _since(text: str, today: date) -> list[Found]:
    for match in _SINCE.finditer(text):
        if _NOT_OURS.search(text[: match.start()]):
            continue
        year = match["year"] or match["year2"]
        full = int(year) if year else 2000 + int(match["year3"])
        month = match["month"] or match["month2"] or match["month3"]
        months = 12 * (today.year - full) + (today.month - _MONTHS[month.lower()] if month else 0)
        if 0 <= months <= LONGEST:
            return [Found("trading_age", match.start(), match.end(), months)]
    return []


def _lasting(text: str, number: Number) -> Found | None:
    before, after = text[: number.start], text[number.end :]
    unit = _PLAIN.match(after)
    if number.money or unit is None or _THING_BEFORE.search(before) or _NOT_AFTER.match(after[unit.end() :]):
        return None
    old, ago, trading = _OLD.match(after), _AGO.match(after), _TRADING_FOR.search(before)
    says_so = (
        trading is not None
        or (old is not None and _FIRM_BEFORE.search(before) is not None)
        or (ago is not None and _BEGAN_BEFORE.search(before) is not None)
        or (old is not None and re.search(r"trading|in business|running", old[0]) is not None)
    )
    if not says_so:
        return None
    end = number.end + (old or ago or unit).end()
    return Found("trading_age", number.start, end, _months(number, unit["unit"]))


def _months(number: Number, unit: str) -> object:
    factor = 12 if unit.lower().startswith("y") else 1
    value = number.counted().value if factor == 1 else number.value
    if isinstance(value, dict):
        return {side: None if bound is None else round(bound * factor) for side, bound in value.items()}
    return round(value * factor)
