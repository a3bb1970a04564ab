"""Numbers as people write them: 1,200, £80k, two hundred and fifty, half a million, 10 to 20, under 10."""

import re

from bot.nlu import contexts
from bot.nlu.number import Number
from bot.nlu.number_bounds import bounded

MOST_NUMBERS = 40  # of one message: who lists more is pasting a table

_SMALL_NAMES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_NAMES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_SMALL_NAMES)}
_TENS = {word: 10 * value for value, word in enumerate(_TENS_NAMES, start=2)} | {"fourty": 40}
_WORDS = {**_SMALL, **_TENS, "couple": 2}
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25}
_SCALES = {"hundred": 100, "thousand": 1e3, "grand": 1e3, "k": 1e3, "million": 1e6, "mil": 1e6, "mill": 1e6,
           "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9}  # fmt: skip

_PLAIN = "|".join(sorted({**_SMALL, **_TENS}, key=len, reverse=True))
_SCALE = r"(?:hundred|thousand|grand|million|mil|mill|mn|billion|bn|[kmb])\b"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PART = rf"(?:half|quarter)(?:\s{_SCALE})?"
_IN_DIGITS = rf"(?:{_DIGITS})(?:\s?{_SCALE})?(?:\s?(?:and|&)\s(?:a\s)?{_PART})?"
_UNIT = rf"(?:{_PLAIN})(?:[\s-](?:{_PLAIN}))?"
_IN_WORDS = (
    rf"(?:half|(?:a\s)?quarter|three[\s-]quarters)(?:\sof)?\s(?:a\s)?{_SCALE}"
    rf"|(?:a\s)?couple\sof\s(?:hundred\s)?{_SCALE}|(?:a\s)?couple\b(?:\sof\b)?|(?:half\s)?(?:a\s)dozen|"
    rf"half[\s-]dozen|(?:two|three|four|five)\sdozen"
    rf"|(?:(?:an?|{_UNIT})\s(?:and\sa\shalf\s)?{_SCALE}(?:\s{_SCALE})?)"
    rf"(?:\s(?:and\s)?(?:a\s)?(?:{_UNIT}|half|quarter)\b(?:\s{_SCALE})?)*"
    rf"|(?:{_UNIT})(?:\sand\sa\shalf)?"
)
_NUMBER = (
    rf"(?P<pound>£\s?)?(?P<body>{_IN_DIGITS}|\b(?:{_IN_WORDS})\b)"
    r"(?P<unit>\s?(?:quid|pounds?|gbp|sterling)\b)?"
)
_PATTERN = re.compile(
    r"(?<!\biso )(?<!\bbs )(?<!\ben )(?<!\biatf )(?:(?<![\w.£])|(?<=\bc\.)|(?<=\bc)(?=£|\d))"
    rf"{_NUMBER}(?![\d]|\.\d|s\b|%|\s?(?:per\s?cent|percent)\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?(?:-|–|—|to|or|and)\s?", re.IGNORECASE)
_BETWEEN_OPENS = re.compile(r"\b(?:between|from|anywhere from)\s$", re.IGNORECASE)


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text from left to right; a range is one of them."""
    return [bounded(text, number) for number in _joined(text, _single(text)[:MOST_NUMBERS])]


def _single(text: str) -> list[Number]:
    found = []
    for match in _PATTERN.finditer(text):
        value = number_of(match["body"])
        if value is None:
            continue
        scaled = re.search(rf"{_SCALE}$", match["body"].strip(), re.IGNORECASE) is not None
        money = bool(match["pound"] or match["unit"])
        found.append(Number(match.start(), match.end(), value, value, money, scaled))
    return found


def number_of(body: str) -> float | None:
    """Return the value of one number in digits or words, or None when the words are none."""
    words = re.findall(rf"{_DIGITS}|[a-z]+", body.lower())
    total, current, seen = 0.0, 0.0, False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in {"a", "an"}:
            # "a million" is one, "half a million" is not one and a half
            current = current or float(following in _SCALES and not seen)
        elif word in _SCALES:
            total, current, seen = *_scaled(total, current, _SCALES[word]), True
        elif (current_now := _added(current, word)) is not None:
            current, seen = current_now, True
    if 0 < current < 1 and total >= _SCALES["million"]:
        current *= _SCALES["million"]  # "a million and a half"
    return total + current if seen else None


def _added(current: float, word: str) -> float | None:
    if word[0].isdigit():
        return current + float(word.replace(",", ""))
    if word == "quarters":
        return 0.25 * (current or 3)
    if word == "dozen":
        return 12 * (current or 1)
    value = _FRACTIONS.get(word, _WORDS.get(word))
    return None if value is None else current + value


def _scaled(total: float, current: float, scale: float) -> tuple[float, float]:
    if scale == _SCALES["hundred"]:
        return total, (current or 1) * scale
    return total + (current or 1) * scale, 0.0


def _joined(text: str, numbers: list[Number]) -> list[Number]:
    joined: list[Number] = []
    for number in numbers:
        if joined and _is_range(text, joined[-1], number):
            joined[-1] = _range(joined[-1], number, text)
        else:
            joined.append(number)
    return joined


def _is_range(text: str, one: Number, other: Number) -> bool:
    gap = text[one.end : other.start]
    if one.low != one.high or not _BETWEEN.fullmatch(gap) or one.low is None or other.high is None:
        return False
    if gap.strip().lower() == "and":
        return (
            _BETWEEN_OPENS.search(contexts.before(text, one.start)) is not None
            and _lifted(one, other, text) < other.high
        )
    return _lifted(one, other, text) < other.high


def _range(one: Number, other: Number, text: str) -> Number:
    return Number(
        one.start,
        other.end,
        _lifted(one, other, text),
        other.high,
        one.money or other.money,
        one.scaled or other.scaled,
    )


def _lifted(one: Number, other: Number, text: str) -> float:
    # "1-2m" and "£20 to 30k" name the scale once
    low = one.low or 0.0
    if one.scaled or not other.scaled:
        return low
    scale = re.search(rf"({_SCALE})", text[other.start : other.end], re.IGNORECASE)
    return low * _SCALES[scale[1].lower()] if scale else low
