"""Telephone numbers that are written as they are spoken: "oh one two one, double four"."""

import re
from collections.abc import Iterator

DIGITS = {
    "oh": "0", "zero": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "hundred": "00",
}  # fmt: skip
TIMES = {"double": 2, "triple": 3}
_PART = "|".join([r"\d", *DIGITS, *TIMES])
_RUN = re.compile(rf"(?<![^\W\d_])(?:(?:{_PART})[\s,.-]*){{5,}}(?![^\W\d_])", re.IGNORECASE)


def spoken_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of words and digits that could be a number, in order."""
    yield from _RUN.finditer(text)


def digits_of(spoken: str) -> str:
    """Return the digits that such a run stands for.

    >>> digits_of("oh one two one, double four")
    '012144'
    """
    digits, times = "", 1
    for part in re.findall(_PART, spoken.lower()):
        if part in TIMES:
            times = TIMES[part]
            continue
        digits += DIGITS.get(part, part) * times
        times = 1
    return digits
