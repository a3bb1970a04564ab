"""Postcodes and outward codes in a text; the M6 is a road."""

import re

from bot.nlu.found import Found
from bot.nlu.negation import is_negated
from knowledge.postcodes import normalised, places_of, postcodes

_FULL = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})(?![A-Za-z0-9])")
_OUTWARD = re.compile(r"(?<![A-Za-z0-9£.-])([A-Za-z]{1,2}\d{1,2}[A-Za-z]?)(?![A-Za-z0-9%]|\.\d|-\d)")
_ROAD = re.compile(r"\b(?:the|junction \d+ of the|j\d+ of the|off|along|up|down|on the)\s$", re.IGNORECASE)
# "Room B12", "stand B38" and "the B4 form" look like outward codes
_NUMBER_OF = re.compile(
    r"\b(?:room|rm|stand|unit|hall|bay|gate|seat|desk|table|floor|block|plot|row|rack|shelf|locker|pitch|"
    r"zone|"
    r"platform|flight|form|box|cell|column|section|drawing|part|item|order|ref|grade|class|size|type|model|"
    r"version|level|stage|page|appendix|annex|paper|bus|route)(?: (?:no\.?|number))?:? ?$",
    re.IGNORECASE,
)
_FINANCIAL_YEAR = re.compile(r"FY\d\d")  # Blackpool's codes end at FY8
# the first figure of what follows the blank in a full postcode: "HR2 6 - 18 FTE", "B98 0, Redditch"
_SECTOR = re.compile(r" \d(?=\s?[,;.)/:]|\s[-–—]\s|\s?$)")
# "b4 tooling" is before tooling; EN 71 is a standard
_AN_ITEM = re.compile(r"(?:^|[,;:.(/]\s?)$")
_STANDARD = re.compile(r"EN\d\d")
_SAYS_SO = re.compile(
    r"\b(?:postcode|post code|in|at|near|from|based|is|area|district|around)\W{1,3}$", re.IGNORECASE
)


def find_postcodes(text: str) -> list[Found]:
    """Return postcodes in upper case with one space, and outward codes that can be nothing else here."""
    found = [
        Found("postcode", m.start(), m.end(), value, is_negated(text, m.start(), m.end()))
        for m in _FULL.finditer(text)
        if (value := normalised(f"{m[1]} {m[2]}"))
    ]
    for m in _OUTWARD.finditer(text):
        code = m[1].upper()
        if any(one.start <= m.start() < one.end for one in found) or not _is_meant(text, m, code):
            continue
        sector = _SECTOR.match(text, m.end())
        end = sector.end() if sector else m.end()
        found.append(Found("postcode", m.start(), end, code, is_negated(text, m.start(), end)))
    return sorted(found, key=lambda one: one.start)


def _may_be_else(written: str, before: str) -> bool:
    """Is it a road, a standard, or "before" in short?"""
    is_before = written == "b4" and _AN_ITEM.search(before) is None
    return is_before or _STANDARD.fullmatch(written) is not None or _ROAD.search(before) is not None


def _is_meant(text: str, match: re.Match[str], code: str) -> bool:
    if not places_of(code):
        return False
    before = text[: match.start()]
    if _FINANCIAL_YEAR.fullmatch(code) or (not code[:2].isalpha() and _NUMBER_OF.search(before[-24:])):
        return False
    if _may_be_else(match[1], before) and not _SAYS_SO.search(before):
        return False
    if code in postcodes().districts:
        return True
    if code in postcodes().guarded:
        return re.search(r"\b(?:postcode|post code)\b", before, re.IGNORECASE) is not None
    two_letters = code[:2].isalpha()
    return match[1].isupper() and (two_letters or _SAYS_SO.search(before) is not None)
