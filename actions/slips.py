"""What looks wrong with an e-mail address or a telephone number that cannot work."""

import re

import phonenumbers

from actions.contacts import COUNTRY, UK_DIGITS

FEWEST_DIGITS = 4
_NUMBER = re.compile(r"[+(]?\d(?:[\s().-]{0,3}\d)+")


def slip_in(text: str) -> str:
    """Return the code of what looks wrong: a wording `utter_label_contact_<code>` says it.

    >>> slip_in("sam@gmail"), slip_in("01632 96012"), slip_in("hm")
    ('email_no_ending', 'phone_one_short', 'unknown')
    """
    if "@" in text:
        return _email_slip(text)
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    longest = max(numbers, key=len, default="")
    return _phone_slip(longest) if len(re.sub(r"\D", "", longest)) >= FEWEST_DIGITS else "unknown"


def _email_slip(text: str) -> str:
    said = next(word for word in text.split() if "@" in word).strip(".,;:'\"<>()")
    before, _, after = said.partition("@")
    if "@" in after:
        return "email_two_ats"
    if not before or not after:
        return "email_half"
    return "email" if "." in after.strip(".") else "email_no_ending"


def _phone_slip(number: str) -> str:
    try:
        read = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return "phone"
    over = len(str(read.national_number)) - UK_DIGITS
    if read.country_code != phonenumbers.country_code_for_region(COUNTRY) or not over:
        return "phone"
    if abs(over) == 1:
        return "phone_one_long" if over > 0 else "phone_one_short"
    return "phone_long" if over > 0 else "phone_short"
