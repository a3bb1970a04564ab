"""A firm is heard by what stands around its name, and what Signpost knows is no firm of theirs."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import firms_mentioned as module
from desk.firms_mentioned import firms_mentioned
from desk.known_people import known_people


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("priya patel, patel gears, walsall", "patel gears"),
        ("hiya someone from acme castings here", "acme castings"),
        ("Dave Jones, MD of Jones Gears", "Jones Gears"),
        ("mick's motors in dudley", "mick's motors"),
        ("sandhu pressings need a press", "sandhu pressings"),
        ("Simran / QZX Textiles / Smethwick", "QZX Textiles"),
        ("Re Zorblatt Composites: 40 emp, wants AS9100", "Zorblatt Composites"),
        ("Zorblatt Vale Cider, 6 FTE, export", "Zorblatt Vale Cider"),
        ("a university partner for Zorblatt Sensors", "Zorblatt Sensors"),
        ("we have been running The Gilded Zorb for years", "Gilded Zorb"),
        ("Kasia - zorbly cleaning - coventry", "zorbly cleaning"),
    ],
)
def test_a_firm_is_heard_by_what_stands_around_it(text, firm):
    assert firm in set(firms_mentioned(text, list(known_people(text))))


@pytest.mark.parametrize(
    "text",
    [
        "Redditch, 12 ppl, plastics. Precision Engineering, 40 staff",
        "Does Made Smarter pay? Can Innovate UK help? Is Help to Grow open?",
        "We are ISO 9001 and ISO 14001 certified",
        "for Aston University, from Walsall Council, at Companies House",
        "pete will pick up, dave handles the books, me and lorraine set it up",
        "Leeds HQ, 112 emp. West Midlands AI Academy",
        "Sheet Metal and Welding in the Black Country",
        "the Peter Jones Foundation, James Watt would like it",
        "WE NEED A NEW LATHE IN WALSALL",
        "",
    ],
)
def test_other_words_are_no_firm(text):
    assert list(firms_mentioned(text, list(known_people(text)))) == []


@pytest.mark.parametrize(
    "said",
    ["Patel Gears ", "patel gears ", "priya patel, ", "Re Kestrel ", "from a b c ", "A & ", "firm is "],
)
def test_no_text_takes_long_to_look_through(said):
    text = (said * 2000)[:2000]
    list(firms_mentioned(text))
    started = time.process_time()
    list(firms_mentioned(text, ["Priya Patel"]))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(name.strip() for name in firms_mentioned(text, ["Priya Patel"]))


def test_the_examples_hold():
    assert doctest.testmod(module).failed == 0
