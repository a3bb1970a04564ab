"""What is for one thing alone: told by whether the person spoke of it, and said so either way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.matching import Need, match_of
from knowledge.needs import render
from knowledge.purposes import is_told
from knowledge.records import Purpose
from tests.databases import shipped_facts
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
        ("they charge us too much", False),
        ("", None),
        (None, None),
    ],
)
def test_a_purpose_is_told_by_its_words_whatever_their_endings(words, told):
    assert is_told(CHARGING, words) is told


def test_what_is_for_many_has_no_purpose_to_be_told():
    assert is_told(None, "chargers") is None


@pytest.mark.parametrize(
    ("words", "programme_id"),
    [
        ("we need more customers", "chamber-export-documentation"),
        ("we produce springs", "create-central"),
        ("twenty years of experience", "rd-tax-relief-eris"),
        ("a new generation of staff, and a new generator", "hartree-sme-hubs"),
        ("a feasibility study", "santander-x-uk-awards"),
        ("it is important for our animals", "createch-frontiers"),
        ("clients charge us in a separate unit", "workplace-charging-scheme"),
        ("clients charge us in a separate unit", "uk-battery-industrialisation-centre"),
    ],
)
def test_words_that_only_sound_alike_tell_no_purpose(words, programme_id):
    (programme,) = [one for one in shipped_facts().programmes if one.id == programme_id]

    assert is_told(programme.purpose, words) is False


@pytest.mark.parametrize(
    ("words", "programme_id"),
    [
        ("we are exporting to Spain", "chamber-export-documentation"),
        ("somewhere to charge EVs", "workplace-charging-scheme"),
        ("they copied our patented lock", "patent-box"),
    ],
)
def test_other_forms_of_a_word_tell_the_purpose(words, programme_id):
    (programme,) = [one for one in shipped_facts().programmes if one.id == programme_id]

    assert is_told(programme.purpose, words) is True


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
