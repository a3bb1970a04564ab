"""Personal data out of what was said: a broker gets the contact that was agreed to, and no other."""

import re

from knowledge.wording import say

LONGEST_SUM = 8
# every run is bounded: a long row of letters and spaces must not take seconds to look through
_LOCAL_PART = r"[^\s@＠<>(),;:]{1,64}"
_EMAIL = re.compile(rf"{_LOCAL_PART}\s{{0,3}}[@＠]\s{{0,3}}[^\s@＠<>(),;:\"]{{0,250}}[^\s@＠<>(),;:\".!?]")
_OPEN, _CLOSED = r"\s{0,3}[\[(]?\s{0,3}\b", r"\b\s{0,3}[\])]?\s{0,3}"
_EMAIL_IN_WORDS = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}{_OPEN}at{_CLOSED}[\w-]{{1,63}}(?:{_OPEN}dot{_CLOSED}\w{{1,63}}){{1,8}}",
    re.IGNORECASE,
)
_GAP = r"[\s().\-/\u2010-\u2015\u2212]{0,3}"
_DIGITS = re.compile(
    rf"(?P<money>[£$€]\s?\d(?:[\s.,]?\d)*)|(?<!\d)(?:[+＋]{_GAP}|\({_GAP})?\d(?:{_GAP}\d){{6,}}"
)
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}")
_YEARS = re.compile(r"(19|20)\d\d\W{1,3}(19|20)\d\d")
_LOCAL = re.compile(r"\d{3,4}[\s-]\d{4}")


def without_contacts(text: str, names: tuple[str, ...] = ()) -> str:
    """Return the text without e-mail addresses, telephone numbers and these names.

    Where it is not certain that digits are a number to dial, they go: a broker can ask, a leak cannot be
    undone. Sums of money, dates and numbers that are too short stay, for they are what the firm told.
    """
    removed = say("utter_label_desk_removed")
    for pattern in (_EMAIL, _EMAIL_IN_WORDS):
        text = pattern.sub(removed, text)
    text = _DIGITS.sub(lambda found: removed if _is_dialled(found) else found[0], text)
    for name in names:
        if name.strip():
            text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", removed, text, flags=re.IGNORECASE)
    return text


def _is_dialled(found: re.Match[str]) -> bool:
    text = found[0]
    if found["money"] or _DATE.fullmatch(text) or _YEARS.fullmatch(text):
        return False
    digits = re.sub(r"\D", "", text)
    if text[0] in "+＋(" or digits[0] == "0" or len(digits) > LONGEST_SUM:
        return True
    return _LOCAL.fullmatch(text) is not None
