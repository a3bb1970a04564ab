"""Texts that say nothing to understand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.empty_talk import has_no_known_word, is_only_contacts, share_known, without_contacts

KNOWN = {"help", "we", "need", "grants", "call"}


@pytest.mark.parametrize(
    "text",
    ["me@example.org", " 01632 960123 ", "+44 1632 960123", "(01632) 960-123", "www.example.org/about",
     "https://example.org", "example.co.uk", "me@example.org, 01632 960123"],
)  # fmt: skip
def test_an_address_or_a_number_to_be_reached_at_says_nothing(text: str) -> None:
    assert is_only_contacts(text)


@pytest.mark.parametrize(
    "text", ["12", "250000", "WV10 9AA", "£40,000", "call 01632 960123", "help", "", "2019", "10-49"]
)
def test_facts_and_words_say_something(text: str) -> None:
    assert not is_only_contacts(text)


@pytest.mark.parametrize("text", ["asdfgh jkl", "Sam Oakes", "Helps Neede", "Sam me@example.org"])
def test_names_and_gibberish_have_no_known_word(text: str) -> None:
    assert has_no_known_word(text, KNOWN)


@pytest.mark.parametrize("text", ["Help!", "hlep", "zzz we", "12", "£40", "…"])
def test_known_words_also_with_one_slip_and_bare_figures_are_left_to_the_model(text: str) -> None:
    assert not has_no_known_word(text, KNOWN)


@given(st.text(max_size=200))
def test_no_text_breaks_the_rules(text: str) -> None:
    assert len(without_contacts(text)) <= max(len(text), 1)
    assert not (is_only_contacts(text) and has_no_known_word(text, KNOWN))


def test_an_endless_word_is_read_in_no_time():
    words = "x" * 200_000

    assert without_contacts(words) == words


def test_the_share_of_known_words_tells_english_from_other_languages():
    known = {"we", "need", "a", "grant", "do", "for", "the", "press"}

    assert share_known("We need a grant for the Presswerk", known) > 0.6
    assert share_known("Szukamy dotacji na nową maszynę do firmy", known) < 0.3
    assert share_known("?!", known) == 0
