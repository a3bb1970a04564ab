"""A barrier that is said to be none is taken back; one that is told of is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.taken_back import taken_back
from knowledge.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("money isn't the problem, it's finding welders", ["finance"]),
        ("staffing is no longer an issue", ["skills"]),
        ("the funding's sorted now", ["finance"]),
        ("we've sorted the recruitment, thanks", ["skills"]),
        ("we're fine for space", ["facilities"]),
        ("it's not about the money", ["finance"]),
        ("its not really about customers", ["market"]),
        ("no problem with energy bills", ["energy_and_carbon"]),
        ("forget the patent", ["intellectual_property"]),
        ("the trouble isn't the paperwork", ["application_burden"]),
        ("cash flow isnt a problem any more and the software is fine", ["finance", "digital"]),
        ("Staff aren’t the issue", ["skills"]),
    ],
)
def test_what_is_said_to_be_no_trouble_is_taken_back(text, names):
    assert [one.name for one in taken_back(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "money is the problem",
        "we can't find staff",
        "it's about the money",
        "the software is not fit for purpose",
        "we have no customers",
        "the staff are a problem",
        "no money, no customers, no time",
        "we need to sort the energy bills",
        "the bank is not lending",
    ],
)
def test_what_is_told_as_a_trouble_is_not_taken_back(text):
    assert taken_back(text) == []


def test_the_words_that_take_it_back_are_the_persons_own():
    (one,) = taken_back("Well, our Cash Flow isn’t a problem.")

    assert one.words == "our Cash Flow isn’t a problem"


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_exception(text):
    assert {one.name for one in taken_back(text)} <= set(vocabulary().barriers)
