"""The reader on texts that nobody should send, and its speed on those that people do."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlu.found import Found
from bot.nlu.plain_facts import LEGAL_FORMS, STAGES
from bot.nlu.reading import shared_reader
from bot.nlu.rows import SURE
from knowledge.vocabulary import vocabulary

LONGEST_MESSAGE = 2000
WORDS = (
    *("we", "make", "steel", "in", "Stone", "WV10", "12", "staff", "£40k", "not", "Rugby", "since", "1999"),
    *("turnover", "KTP", "AI", "two", "and", "a", "half", "years", "old", ",", ".", "under", "for", "me"),
    *("cov", "pub", "ltd", "SME"),
)
NUMBERS = {"employees", "turnover", "amount", "trading_age"}
FIXED = {
    "legal_form": set(LEGAL_FORMS), "stage": set(STAGES), "sector": set(vocabulary().sectors),
    "place": set(vocabulary().places),
}  # fmt: skip
ODD = [
    "\u200bwe are\u200b in Dud\u200dley\ufeff with 12\u200b staff",
    "\u202eylediB ni era ew\u202c 12 staff",
    "نحن شركة صغيرة في دادلي ولدينا ١٢ موظفا",
    "\x00\x01\x02\xff\xfe PNG\r\n\x1a\n\x00\x00 12 staff",
    "staff " * 500,
    "£" * 500,
    "9" * 1999,
    "not " * 500,
    "1,000,000,000 " * 140,
    "in Stone, " * 200,
    "a" * 2000,
    "two hundred and " * 120,
    "me and my wife and " * 100,
    "we do a lot of work for " * 80,
    "12 34 56 78 90 years and a half " * 60,
    "(" * 1000 + ")" * 1000,
    "👩\u200d🔧🏴 12 👷 in Tipton",
    "\ud83d lone surrogate in Walsall",
    "①② ½ ¾ ² 12² staff",
    "Ⅻ staff, ４２ staff, 4２k",
]


def is_legal(one: Found) -> bool:
    if one.entity in NUMBERS:
        return is_number_or_range(one.value)
    values = one.value if isinstance(one.value, list) else [one.value]
    return bool(values) and all(
        isinstance(value, str) and value in FIXED.get(one.entity, {value}) for value in values
    )


def is_number_or_range(value: object) -> bool:
    bounds = list(value.values()) if isinstance(value, dict) else [value]
    numbers = [bound for bound in bounds if bound is not None]
    named = not isinstance(value, dict) or set(value) == {"min", "max"}
    return named and bool(numbers) and all(isinstance(n, int | float) and n >= 0 for n in numbers)


def check(text: str) -> None:
    for one in shared_reader().read(text):
        assert 0 <= one.start < one.end <= len(text)
        assert is_legal(one)
        assert one.confidence >= SURE
        assert one.pack(text)["text"] == text[one.start : one.end]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_the_words_of_the_trade_is_read(words: list[str]) -> None:
    check(" ".join(words))


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_read(text: str) -> None:
    check(text)


def seconds(text: str, times: int = 5) -> float:
    """Return the shortest of several readings: what the machine does besides is not measured."""
    reader, fastest = shared_reader(), float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        reader.read(text)
        fastest = min(fastest, time.perf_counter() - begun)
    return fastest


ORDINARY = "we r a 12 man roofin firm in dudley since 2009 and need 30k for a new van"
MANY_TIMES = 100  # an ordinary message's time, for 27 times its length: what grows with the square takes 700


@pytest.mark.parametrize("text", [*ODD, "we make brackets for cars in Tipton, " * 54])
def test_the_longest_message_takes_about_as_much_longer_as_it_is_long(text: str) -> None:
    assert seconds(text[:LONGEST_MESSAGE]) < MANY_TIMES * seconds(ORDINARY, 20)
