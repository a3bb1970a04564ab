"""One way to reach somebody, out of what they typed."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from desk.spoken_numbers import digits_of, spoken_in

COUNTRY = "GB"
MAYBE_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
SPELT_OUT = re.compile(r"\bat\b.*\bdot\b", re.IGNORECASE)
SPELT_ADDRESS = re.compile(
    r"\b([\w.+-]+(?:\s+dot\s+[\w.+-]+)*)\s+at\s+([\w-]+(?:\s+dot\s+[\w-]+)+)\b", re.IGNORECASE
)
FEWEST_DIGITS = 5
UK_DIGITS = 10  # after the 0, of nearly all numbers
WHOLE = phonenumbers.ValidationResult.IS_POSSIBLE  # not the end of a number without its area


@dataclass(frozen=True)
class Reach:
    """An e-mail address or a telephone number that can work; `said` is what it was read from."""

    kind: str
    value: str
    said: str


def reach_in(text: str) -> Reach | None:
    """Return the first e-mail address, else the first telephone number of a text that can work."""
    return email_in(text) or _phone_in(text) or _spoken_phone(text)


def email_in(text: str) -> Reach | None:
    """Return the first e-mail address that can work; nobody is asked over the network.

    >>> email_in("it is Sam@Example.org.").value
    'Sam@example.org'
    """
    attempts = (found[0].strip(".,;:'\"") for found in MAYBE_EMAIL.finditer(text))
    return next((reach for said in attempts if (reach := _email(said))), None) or _spelt_out(text)


def is_an_attempt(text: str) -> bool:
    """Does the text look as if it were meant to be an address or a number, right or wrong?"""
    spoken = bool(SPELT_OUT.search(text)) or _spoken_phone(text) is not None
    return "@" in text or spoken or len(re.findall(r"\d", text)) >= FEWEST_DIGITS


def _spelt_out(text: str) -> Reach | None:
    for found in SPELT_ADDRESS.finditer(text):
        reach = _email(re.sub(r"\s+dot\s+", ".", f"{found[1]}@{found[2]}", flags=re.IGNORECASE))
        if reach is not None:
            return Reach("email", reach.value, found[0])
    return None


def _spoken_phone(text: str) -> Reach | None:
    for found in spoken_in(text):
        reach = _phone_in(digits_of(found[0]))
        if reach is not None:
            return Reach("phone", reach.value, found[0].strip())
    return None


def _email(said: str) -> Reach | None:
    try:
        checked = validate_email(said, check_deliverability=False)
    except EmailNotValidError:
        return None
    return Reach("email", checked.normalized, said)


def _is_whole(number: phonenumbers.PhoneNumber, *, national: bool) -> bool:
    """Is it all of a number? A digit short is possible in the UK, for a few areas, and hardly ever meant."""
    if phonenumbers.is_possible_number_with_reason(number) != WHOLE:
        return False
    whole = len(str(number.national_number)) == UK_DIGITS
    return not national or whole or phonenumbers.is_valid_number(number)


def _phone_in(text: str) -> Reach | None:
    # POSSIBLE: new ranges are in use before the library knows them
    possible = phonenumbers.Leniency.POSSIBLE
    for found in phonenumbers.PhoneNumberMatcher(text, COUNTRY, leniency=possible):
        national = found.number.country_code == phonenumbers.country_code_for_region(COUNTRY)
        if not _is_whole(found.number, national=national):
            continue
        form = phonenumbers.PhoneNumberFormat
        style = form.NATIONAL if national else form.INTERNATIONAL
        return Reach("phone", phonenumbers.format_number(found.number, style), found.raw_string)
    return None
