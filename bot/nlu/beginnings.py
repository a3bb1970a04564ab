"""When a firm began, told as a year or a month: the months since then."""

import re
from datetime import date

from bot.nlu import contexts
from bot.nlu.found import Found

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {short: n for n, name in enumerate(_NAMES, start=1) for short in (name, name[:3])} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_BEGAN = (
    r"(?:est(?:ablished|\.|'?d)?|(?:business|firm|company|works|shop|it) (?:all )?(?:dates?|"
    r"goes) (?:back )?(?:from|to)|"
    r"(?:began|started) life(?: (?:in|at|on) (?:a|the|my|his) \w+)?|opened (?:the|our) doors|founded|"
    r"started(?: up| out| trading)?|set(?:ting)? up|incorporated|"
    r"inc\.?|incorp\.?|formed|began(?: trading)?|begun|opened|launched|registered|created|trading|"
    r"in business|"
    r"going|running|born|traded|been here|operating|bought (?:the|this) (?:\w+ )?(?:business|firm|"
    r"company|shop|salon)|"
    r"(?:took|taken) (?:it |(?:the|this|my|our) (?:\w+ ){1,3})?over|"
    r"(?:took|taken) over (?:the|this) [\w(), -]{1,40}?|"
    r"spun (?:up|out)|established by \w+|has been going|trading since)"
)
_FULL = r"(?:18|19|20)\d\d"
_SINCE = (
    re.compile(
        rf"\bsince\s(?:about |around |early |late |the )?(?:(?:spring|summer|autumn|winter|start|"
        rf"end) (?:of )?)?"
        rf"(?:(?P<month>{_MONTH})\.?\s)?(?P<year>{_FULL})(?:-odd|ish)?(?!\d|s)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_BEGAN}(?<!\w-)\.?(?: (?:by|with) (?:my|me|our|his|her|the) \w+(?: and \w+)?)?"
        rf"(?: as an? \w+(?: \w+)?)?"
        rf"(?:\s(?:\w+\s)?(?:back )?(?:in|on|of|during|around|about|by))?(?:\sthe)?\s"
        rf"(?:early |late |spring |summer |autumn |lockdown )?(?:\d\d?(?:st|nd|rd|th)? )?"
        rf"(?:(?P<month>{_MONTH})\.?\s)?(?P<year>{_FULL})(?:-odd|ish)?(?!\d|s)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_BEGAN}\s(?:in )?(?P<month>{_MONTH})\.?\s'?(?P<year>\d\d)\b(?!\d)", re.IGNORECASE),
    re.compile(
        rf"\b{_BEGAN}\s(?:in |last |this )?(?P<month>{_MONTH}) (?P<year>this year|"
        rf"last year)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:started(?: trading| up)?|opened|launched|set up|began(?: trading)?|incorporated|registered)"
        rf"\s(?:only )?in (?P<month>{_MONTH})(?P<year>)(?!\w|\.?\s'?\d|\s(?:this|last)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_BEGAN}(?<!running)(?<!going)(?<!trading)\s(?P<year>last year|this year)(?P<month>)"
        r"(?! (?:a|an|our|the|another|and (?:lost|had))\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_BEGAN}\ssince\s(?P<year>last)\s(?P<month>{_MONTH})\b", re.IGNORECASE),
    re.compile(
        r"(?:\bsince\s(?:'|’)?|\best\.?\s(?:'|’))(?P<year>\d\d)\b(?!\d|%|[,.]\d| ?(?:staff|people|ppl|"
        r"of us))(?P<month>)",
        re.IGNORECASE,
    ),
    # "est 09": an item of its own, for "est 20 staff" is a guess
    re.compile(
        r"\best(?:d|ab|ablished)?\.? (?P<year>\d\d)(?=\s*(?:[,;)]|\.(?!\d)|$))(?P<month>)", re.IGNORECASE
    ),
    re.compile(rf"\b{_BEGAN}\s(?:in )?fy ?(?:20)?(?P<year>\d\d)\b(?P<month>)", re.IGNORECASE),
    re.compile(
        rf"\b(?P<year>{_FULL}) (?:when|that) (?:we|i|he|she|they|dad|mum|me dad|my \w+) "
        r"(?:started|opened|began|set|founded)(?P<month>)\b",
        re.IGNORECASE,
    ),
)
_NOT_OURS = re.compile(
    r"\b(?:roof|machine|lease|building|debt|sales|profits?|grant|kit|boiler|covid|brexit|prices|"
    r"no pay rise|turnover|margins|orders|staff|machinery|dormant|closed|empty|member|client|customer|"
    r"bridgeport|lathe|press|supplier|tank|van)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
# "since 2024 clients have been moving": it is they who began
_THEY_BEGAN = re.compile(
    r"^ (?:(?:our|the|my|most|many|some) )?(?:[a-z]+ )?(?:clients?|customers?|orders?|sales|prices|costs|"
    r"demand|"
    r"bills?|margins|suppliers?|nobody|everyone)\b",
    re.IGNORECASE,
)
_DECADE = re.compile(rf"\b(?:since|{_BEGAN})\s(?:in )?(?:the )?(?P<year>(?:18|19|20)\d)0s\b", re.IGNORECASE)
LONGEST = 12 * 500
_SHORT_YEAR = 100


def since(text: str, today: date) -> list[Found]:
    """Return the age of what began in a year or a month that the text names; the first that is the firm's."""
    matches = sorted((m for pattern in _SINCE for m in pattern.finditer(text)), key=lambda m: m.start())
    for match in matches:
        if _NOT_OURS.search(contexts.before(text, match.start())):
            continue
        if _THEY_BEGAN.match(contexts.after(text, match.end())):
            continue
        months = _months_since(match["year"].lower(), match["month"], today)
        if 0 <= months <= LONGEST:
            return [Found("trading_age", match.start(), match.end(), months)]
    return _decade(text, today)


def _decade(text: str, today: date) -> list[Found]:
    match = _DECADE.search(text)
    if match is None or _NOT_OURS.search(contexts.before(text, match.start())):
        return []
    first = int(match["year"]) * 10
    value = {"min": max(0, 12 * (today.year - first - 9)), "max": 12 * (today.year - first)}
    return [Found("trading_age", match.start(), match.end(), value)]


def _months_since(told: str, month: str | None, today: date) -> int:
    number = _MONTHS[month.lower()] if month else today.month
    last = today.year - (number >= today.month)  # "last November", said in November, is a year ago
    year = {"this year": today.year, "last year": today.year - 1, "last": last, "": last}.get(told) or int(
        told
    )
    if year < _SHORT_YEAR:
        year += 2000 if 2000 + year <= today.year else 1900
    return 12 * (today.year - year) + today.month - number
