"""Ages of a firm that are told without a figure: a decade, half a century, its fifth birthday."""

import re

from bot.nlu import contexts
from bot.nlu.found import Found

_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "half a": 0.5, "a couple of": 2}
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LONG = re.compile(
    rf"\b(?P<count>{'|'.join(sorted(_COUNTS, key=len, reverse=True))}) (?P<unit>decade|century|centurie)s?"
    r"(?P<half> and a half)?\b",
    re.IGNORECASE,
)
_ABOUT = r"(?:(?:about|around|nearly|over|almost|just|more than|well over|getting on for|the best part of) )*"
_TRADED = re.compile(
    r"\b(?:(?:trading|traded|in business|going|goin|running|been here|been at (?:it|this)|open|operating|"
    r"doing (?:this|it))\s|(?:had|run|ran|owned|kept|made|making|built|building) (?:[\w'-]+ ){1,5}?)"
    rf"(?:for )?{_ABOUT}$",
    re.IGNORECASE,
)
_OF_TRADE = re.compile(
    r"^ (?:old\b|(?:of )?trading\b|in (?:business|the trade|the game)\b|ago (?:we|i|my|dad) )", re.IGNORECASE
)
_THINGS = re.compile(
    r"\b(?:machine|lathe|press|roof|software|system|building|loan|lease|debt|experience)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    rf"\b(?:our|its|their|the firm's|the business's) (?P<nth>{'|'.join(_NTH)}|\d{{1,3}}(?:st|nd|rd|th)) "
    r"(?:birthday|anniversary|year(?= (?:in business|of trading|in the trade)|(?<=\d\d(?:st|nd|rd|"
    r"th) year)))\b",
    re.IGNORECASE,
)
_MONTHS = {"decade": 120, "century": 1200, "centurie": 1200}


def find_ages_in_words(text: str) -> list[Found]:
    """Return the first age told so, in months."""
    for match in _LONG.finditer(text):
        before, after = contexts.before(text, match.start()), contexts.after(text, match.end())
        if (_TRADED.search(before) or _OF_TRADE.match(after)) and not _THINGS.search(before):
            count = _COUNTS[match["count"].lower()] + (0.5 if match["half"] else 0)
            months = round(count * _MONTHS[match["unit"].lower()])
            return [Found("trading_age", match.start(), match.end(), months)]
    birthday = _BIRTHDAY.search(text)
    if birthday is not None:
        nth = birthday["nth"].lower()
        years = _NTH.index(nth) + 1 if nth in _NTH else int(re.sub(r"\D", "", nth))
        return [Found("trading_age", birthday.start("nth"), birthday.end(), 12 * years)]
    return []
