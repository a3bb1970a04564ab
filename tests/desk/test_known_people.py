"""People are known by their given names, and what is named after somebody is not a person."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import given_names, known_people, known_words
from desk.given_names import given_names as listed
from desk.known_people import known_people as people_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Priya", ["Priya"]),
        ("priya patel, patel gears, walsall", ["priya patel"]),
        ("ask for Dave at the front desk", ["Dave"]),
        ("Dave Jones, MD of Jones Gears", ["Dave Jones"]),
        ("tell GARY to ring", ["GARY"]),
        ("zeeshan malik here", ["zeeshan malik"]),
        ("Błażej Nowak", ["Błażej Nowak"]),
        ("Dave Baker's lathe", ["Dave Baker"]),
        ("Olga, Sunita and Leroy run it", ["Olga", "Sunita", "Leroy"]),
        ("Rose Khan does the books", ["Rose Khan"]),
    ],
)
def test_people_are_known_in_whatever_letters(text, names):
    assert list(people_in(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Will you help? May I ask? Mark my words: a grant in April, in May or in June",
        "a rose, some amber, a robin and frank advice",
        "St George's Hall, Queen Elizabeth Hospital, Ross on Wye, the Prince's Trust",
        "we are in George Street, near James Watt College",
        "a henry hoover and a Ford Transit",
        "Walsall, Dudley, Aston, Shirley, Sheldon",
        "Made Smarter, Help to Grow, Innovate UK",
        "",
    ],
)
def test_words_places_and_what_is_named_after_somebody_are_no_people(text):
    assert list(people_in(text)) == []


def test_no_name_stands_in_both_lists():
    assert listed().sure.isdisjoint(listed().also_words)


def test_hardly_any_name_is_a_word_that_signpost_knows():
    known = {name for name in listed().sure if known_words.says_only_trade(name)}

    assert known <= {"ali", "barry", "beverley", "clare", "lewis", "ross", "stafford"}


@pytest.mark.parametrize("said", ["Priya ", "Priya Patel ", "priya, ", "St Dave ", "Rose ", "O'Dave's "])
def test_no_text_takes_long_to_look_through(said):
    text = (said * 2000)[:2000]
    list(people_in(text))
    started = time.process_time()
    list(people_in(text))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(name in text for name in people_in(text))


@pytest.mark.parametrize("module", [given_names, known_people, known_words])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0
