"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.numbers import find_numbers


def values(text: str) -> list[object]:
    return [number.value for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 people", 12),
        ("1,200", 1200),
        ("£1.4m", 1_400_000),
        ("80k", 80_000),
        ("fifty grand", 50_000),
        ("half a million", 500_000),
        ("half a mil", 500_000),
        ("quarter of a million", 250_000),
        ("three quarters of a million", 750_000),
        ("a million and a half", 1_500_000),
        ("one and a half million", 1_500_000),
        ("two hundred and fifty thousand", 250_000),
        ("Two hundred and ten.", 210),
        ("Thirty-four full time", 34),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("couple of grand", 2_000),
        ("six hundred quid", 600),
        ("10-20 staff", {"min": 10, "max": 20}),
        ("between 10 and 20", {"min": 10, "max": 20}),
        ("five or six people", {"min": 5, "max": 6}),
        ("1-2m", {"min": 1_000_000, "max": 2_000_000}),
        ("£20 to 30k", {"min": 20_000, "max": 30_000}),
        ("under 10", {"min": None, "max": 10}),
        ("more than 50", {"min": 50, "max": None}),
        ("50+ lads", {"min": 50, "max": None}),
        ("fifty or more", {"min": 50, "max": None}),
        ("sub-£500k", {"min": None, "max": 500_000}),
        ("a couple of hundred grand", 200_000),
        ("c.5m", 5_000_000),
        ("five k", 5_000),
        ("up to £5k", {"min": None, "max": 5_000}),
        ("he turns over 60k", 60_000),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, value: object) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["WV10", "20%", "20 per cent", "the 1970s", "no number", "ISO 9001"])
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert values(text) == []


def test_under_ten_people_are_at_most_nine() -> None:
    assert find_numbers("under 10")[0].counted().value == {"min": None, "max": 9}


@given(st.integers(min_value=0, max_value=10**9))
def test_every_whole_number_is_read_with_or_without_commas(number: int) -> None:
    assert values(f"{number}") == [number]
    assert values(f"about £{number:,} or so") == [number]


@given(st.text())
def test_no_text_breaks_the_reading_and_every_number_lies_in_the_text(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
