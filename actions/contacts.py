"""One way to reach somebody, out of what they typed."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

COUNTRY = "GB"
MAYBE_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
SPELT_OUT = re.compile(r"\bat\b.*\bdot\b", re.IGNORECASE)
FEWEST_DIGITS = 5
WHOLE = phonenumbers.ValidationResult.IS_POSSIBLE  # not the end of a number without its area


@dataclass(frozen=True)
class Reach:
    """An e-mail address or a telephone number that can work; `said` is what it was read from."""

    kind: str
    value: str
    said: str


def reach_in(text: str) -> Reach | None:
    """Return the first e-mail address, else the first telephone number of a text that can work."""
    return email_in(text) or _phone_in(text)


def email_in(text: str) -> Reach | None:
    """Return the first e-mail address that can work; nobody is asked over the network.

    >>> email_in("it is Sam@Example.org.").value
    'Sam@example.org'
    """
    attempts = (found[0].strip(".,;:'\"") for found in MAYBE_EMAIL.finditer(text))
    return next((reach for said in attempts if (reach := _email(said))), None)


def is_an_attempt(text: str) -> bool:
    """Does the text look as if it were meant to be an address or a number, right or wrong?"""
    return "@" in text or bool(SPELT_OUT.search(text)) or len(re.findall(r"\d", text)) >= FEWEST_DIGITS


def _email(said: str) -> Reach | None:
    try:
        checked = validate_email(said, check_deliverability=False)
    except EmailNotValidError:
        return None
    return Reach("email", checked.normalized, said)


def _phone_in(text: str) -> Reach | None:
    # POSSIBLE: new ranges are in use before the library knows them
    possible = phonenumbers.Leniency.POSSIBLE
    for found in phonenumbers.PhoneNumberMatcher(text, COUNTRY, leniency=possible):
        if phonenumbers.is_possible_number_with_reason(found.number) != WHOLE:
            continue
        national = found.number.country_code == phonenumbers.country_code_for_region(COUNTRY)
        form = phonenumbers.PhoneNumberFormat
        style = form.NATIONAL if national else form.INTERNATIONAL
        return Reach("phone", phonenumbers.format_number(found.number, style), found.raw_string)
    return None
