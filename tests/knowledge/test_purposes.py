"""What is for one thing alone: told by whether the person spoke of it, and said so either way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.matching import Need, match_of
from knowledge.needs import render
from knowledge.purposes import is_told
from knowledge.records import Purpose
from tests.knowledge.factories import TODAY, make_programme

CHARGING = Purpose("charging electric vehicles", frozenset({"charger", "electric van", "ev", "fleet's"}))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("somewhere for CHARGERS in the yard", True),
        ("two electric vans", True),
        ("is there owt for EVs? an EV, I mean", True),
        ("our fleets", True),
        ("an electric kiln and a van", False),  # both words, but not the phrase
        ("we cannot find every welder", False),  # "ev" is no part of a word
        ("", None),
        (None, None),
    ],
)
def test_a_purpose_is_told_by_its_words_whatever_their_endings(words, told):
    assert is_told(CHARGING, words) is told


def test_what_is_for_many_has_no_purpose_to_be_told():
    assert is_told(None, "chargers") is None


@given(st.sampled_from(sorted(CHARGING.words)), st.text(), st.text())
def test_each_of_its_words_tells_it_whatever_stands_around(word, before, after):
    assert is_told(CHARGING, f"{before}, {word} - {after}") is True


def reasons(words):
    match = match_of(make_programme(purpose=CHARGING), Firm(), Need(frozenset({"grant"}), words=words), TODAY)
    return [*map(render, match.reasons)], [*map(render, match.to_check)]


def test_who_spoke_of_it_is_told_that_it_is_for_that():
    why, check = reasons("a grant for chargers")

    assert "It is for charging electric vehicles." in why
    assert not any("charging" in line for line in check)


@pytest.mark.parametrize("words", ["a grant for a press", None])
def test_who_did_not_is_told_first_what_it_is_only_for(words):
    why, check = reasons(words)

    assert check[0] == "It is only for charging electric vehicles."
    assert not any("charging" in line for line in why)
