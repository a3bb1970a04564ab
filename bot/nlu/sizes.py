"""How big a firm is, told in words: just me, a small firm, an SME."""

import re

from bot.nlu.found import Found
from bot.nlu.negation import is_negated

_FIRM = r"(?:business|bizness|biz|firm|company|co\b|enterprise|outfit|employer|manufacturer|organisation)"
_ALONE = re.compile(
    r"\b(?:just|only) me\b(?! (?:and|n|an|plus|&|\+))|\bme alone\b|\bnobody but me\b|\bno one but me\b|"
    r"\b(?:on|all on) (?:my|me) own\b|\bby (?:myself|meself)\b|\b(?:one|1)[- ](?:wo)?man[- ](?:band|show|"
    r"operation)\b|"
    r"\bi work (?:all )?alone\b|\bonly employee is me\b|\bi(?:'m| am|m) the only (?:employee|one)\b|"
    r"\bsolo (?:founder|business|"
    r"trader|operator)\b|"
    r"\bme,? myself and i\b|\b(?:owner(?:/manager|[- ]manager)?|director|founder) only\b|\b(?:just|"
    r"only) myself\b(?! (?:and|n|an|plus|&|\+))|\bjust the owner\b|"
    r"\b(?:sole|lone|single) (?:inventor|founder|director|employee|owner|person)\b|(?<=, )alone(?=[,.])|"
    r"(?:(?<=, )|(?<=\. )|(?<=; )|(?<=^))just (?:her|him|the founder)(?=\s*(?:[,.;)]|$))",
    re.IGNORECASE,
)
_KIN = (
    r"(?:wife|husband|partner|missus|brother|sister|son|daughter|dad|mum|father|mother|mate|kid|cousin|"
    r"nephew|niece|"
    r"business partner|co-founder|other half)"
)
_ONE_HAND = (
    r"(?:(?:an?|one) (?:part[- ]?timer|full[- ]?timer|apprentice|helper|lad|trainee|assistant|employee))"
)
_TWO = re.compile(
    rf"(?<!partnership is )(?<!partnership )(?<!partnership, )\b(?:just |only )?(?:me|myself) (?:and|n|"
    rf"an|&|plus) "
    rf"(?:my |the |me |our )?{_KIN}\b(?! (?:and|n|plus|&)\b)|\b(?:the )?(?:two|pair) of us\b|\bboth of us\b|"
    rf"\b(?:me|myself) (?:and|n|an|&|plus|\+) {_ONE_HAND}\b(?! (?:and|n|plus|&)\b)|"
    rf"(?<!by )\bmy {_KIN} and (?:i|me|myself)\b(?! (?:went|were born|live)\b)|\btwo (?:brothers|sisters|"
    rf"partners|founders)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\bno (?:staff|employees|emps|emp|workers)\b(?! (?:want|know|trained|who|left|to|with|time|"
    r"issues?|problems?|shortage|training|turnover))",
    re.IGNORECASE,
)
_MICRO = re.compile(
    rf"\bmicro(?:[- ]?{_FIRM}|[- ]?sme|[- ]?entity|(?=\s*(?:[,.;:)]|$)))(?! (?:grants?|"
    rf"loans?)\b)",
    re.IGNORECASE,
)
# one firm, the speaker's own: "small businesses" and "the Small Business Commissioner" are others
_SMALL = re.compile(
    rf"(?:(?<=\ba )|(?<=\bour )|(?<=\bmy )|"
    rf"(?<=\bfor ))(?<!show me a )small (?:\w+ )?{_FIRM}(?!\w)(?! (?:commissioner|britain|loan|rates?|"
    rf"support|grant|"
    r"advis\w+|bank|hub|saturday|owner)\b)|\bsmall (?:\w+ )?(?:business|bizness|biz|firm|"
    r"company)(?= like (?:us|ours|mine)\b)|"
    r"\bwe(?:'re| are|re) (?:only |very |too |a )?small\b(?! (?:\w+ )?(?:charity|team|part|fry|help|enough))|"
    r"(?:(?<=^)|(?<=, )|(?<=\. ))small(?=,)",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    rf"\b(?:medium|mid)[- ]sized?\b(?! (?:loan|grant|enterprises|businesses|firms|companies|customers?))|"
    rf"\bmedium {_FIRM}|(?:(?<=^)|(?<=, )|(?<=\. ))medium(?=,)",
    re.IGNORECASE,
)
_SME = re.compile(
    r"(?<![\"'“(])(?<!does )(?<!is an )\bsme\b(?![\"'”])(?![- ](?:friendly|means?)|[- ](?:group|team|"
    r"grants?|fund\w*|programme|support|lending|hubs?|"
    r"network|"
    r"finance|loans?|bank|rate|centre|scheme|definition|status|size|owners?|sector|engagement|"
    r"procurement|customers?))",
    re.IGNORECASE,
)
_SIZES: tuple[tuple[re.Pattern[str], object], ...] = (
    (_ALONE, 1),
    (_TWO, 2),
    (_NONE, 0),
    (_MICRO, {"min": None, "max": 9}),
    (_MEDIUM, {"min": 50, "max": 249}),
    (_SMALL, {"min": 10, "max": 49}),
    (_SME, {"min": None, "max": 249}),
)


def find_sizes(text: str) -> list[Found]:
    """Return what the first of the words for a size says; "no staff, owner only" is one person."""
    for pattern, value in _SIZES:
        if match := pattern.search(text):
            denied = is_negated(text, match.start(), match.end())
            return [Found("employees", match.start(), match.end(), value, denied, 0.9)]
    return []
