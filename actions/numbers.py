"""Numbers as people type them when they are asked for one."""

import re

MOST_WORDS = 5
TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mil": 1_000_000, "million": 1_000_000}
NUMBER = re.compile(
    r"(?<![\w.])£?\s?(\d[\d,]*(?:\.\d+)?)\s?(k|m|mil|thousand|million)?(?![\w@])", re.IGNORECASE
)
MONEY = re.compile(
    r"(?:£\s?(?=\d)|(?<![\w.£])(?=[\d,.]+\s?(?:k|grand|thousand|million)\b))(\d[\d,]*(?:\.\d+)?)"
    r"\s?(k|m|mil|thousand|million)?(?![\w@])",
    re.IGNORECASE,
)


def number_in(text: str) -> float | None:
    """Return the one number of a short answer, or None when there is none, or more than one.

    >>> number_in("about 12"), number_in("£1.5m"), number_in("12 or 14"), number_in("a dozen")
    (12, 1500000.0, None, None)
    """
    found = NUMBER.findall(text)
    if len(found) != 1 or len(text.split()) > MOST_WORDS:
        return None
    return value_of(*found[0])


def value_of(digits: str, unit: str) -> float:
    """Return the number that digits with a unit stand for."""
    plain = digits.replace(",", "")
    value = float(plain) if "." in plain else int(plain)
    return value * TIMES[unit.lower()] if unit else value
