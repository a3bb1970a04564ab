"""Personal data out of what was said: a broker gets the contact that was agreed to, and no other."""

import re

import phonenumbers

from desk.spoken_numbers import digits_of, spoken_in
from knowledge.wording import say

COUNTRY = "GB"
LONGEST_SUM = 8
FEWEST_SPOKEN = 7
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
# the letter for the figure: "o7700 9oo 123"
_WITH_LETTERS = re.compile(rf"(?<![^\W_])[oO0](?:{_GAP}[\doO]){{9,11}}(?![^\W_])")
_FEWEST_FIGURES = 5
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}")
_YEARS = re.compile(r"(19|20)\d\d\W{1,3}(19|20)\d\d")
_LOCAL = re.compile(r"\d{3,4}[\s-]\d{4}")


def without_contacts(text: str, names: tuple[str, ...] = (), written: tuple[str, ...] = ()) -> str:
    """Return the text without e-mail addresses, telephone numbers and these names.

    Those that are `written` go only in just these letters, large and small.

    Where it is not certain that digits are a number to dial, they go: a broker can ask, a leak cannot be
    undone. Sums of money, dates and numbers that are too short stay, for they are what the firm told.
    """
    removed = say("utter_label_desk_removed")
    text = _without_numbers_in_words(text, removed)  # first: half of one may be written in digits
    for pattern in (_EMAIL, _EMAIL_IN_WORDS):
        text = pattern.sub(removed, text)
    text = _WITH_LETTERS.sub(lambda found: removed if _has_figures(found[0]) else found[0], text)
    text = _DIGITS.sub(lambda found: removed if _is_dialled(found) else found[0], text)
    text = _without_valid_numbers(text, removed)
    for pattern in (*map(_any_letters, names), *map(_these_letters, written)):
        text = pattern.sub(removed, text)
    return text


def _without_valid_numbers(text: str, removed: str) -> str:
    """Take out what is a number in use, however it is set; what only could be one may be a sum."""
    valid = phonenumbers.Leniency.VALID
    for found in reversed([*phonenumbers.PhoneNumberMatcher(text, COUNTRY, leniency=valid)]):
        text = f"{text[: found.start]}{removed}{text[found.end :]}"
    return text


def _without_numbers_in_words(text: str, removed: str) -> str:
    for found in reversed([*spoken_in(text)]):
        if re.search(r"[^\W\d_]", found[0]) and len(digits_of(found[0])) >= FEWEST_SPOKEN:
            text = f"{text[: found.start()]}{removed} {text[found.end() :]}"
    return text


def _any_letters(name: str) -> re.Pattern[str]:
    return re.compile(_form(name), re.IGNORECASE)


def _these_letters(name: str) -> re.Pattern[str]:
    return re.compile(_form(name))


def _form(name: str) -> str:
    """Match a name whatever stands between its words and however its apostrophes are written."""
    words = [word for word in re.split(r"[\s._-]+", name) if word]
    if not words:
        return r"(?!)"
    marks = [re.sub(r"['’]", "['’]?", re.escape(word)) for word in words]
    return rf"(?<![^\W_]){r'[\s._-]*'.join(marks)}(?![^\W_])"


def _has_figures(text: str) -> bool:
    return "o" in text.lower() and sum(map(str.isdigit, text)) >= _FEWEST_FIGURES


def _is_dialled(found: re.Match[str]) -> bool:
    text = found[0]
    if found["money"] or _DATE.fullmatch(text) or _YEARS.fullmatch(text):
        return False
    digits = re.sub(r"\D", "", text)
    if text[0] in "+＋(" or digits[0] == "0" or len(digits) > LONGEST_SUM:
        return True
    return _LOCAL.fullmatch(text) is not None
