"""People who name themselves without saying so are heard, and other lines are not taken for names."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import bare_lines
from desk.bare_lines import Named, named_in


@pytest.mark.parametrize(
    ("text", "name", "firms"),
    [
        ("Sam Jones, Jones Gears, Dudley", "Sam Jones", ("Jones Gears",)),
        ("Hi, Sam Jones, Jones Gears, Dudley.", "Sam Jones", ("Jones Gears",)),
        ("Sam Jones, Jones Gears", "Sam Jones", ("Jones Gears",)),
        ("Anna van Berg, Fizz Pop, Director", "Anna van Berg", ("Fizz Pop",)),
        ("Sam Jones, Dudley", "Sam Jones", ()),
        ("Hello, Priya Patel from Patel Foods here", "Priya Patel", ("Patel Foods",)),
        ("Hello Priya from Patel Foods here, we need a grant", "Priya", ("Patel Foods",)),
        ("Priya Patel from Patel Foods. We need a press", "Priya Patel", ("Patel Foods",)),
        ("Priya Patel from Dudley", "Priya Patel", ()),
        ("We need a press\n\nSam Jones\nDirector", "Sam Jones", ()),
        ("Sam Jones\nManaging Director, Jones Gears", "Sam Jones", ("Jones Gears",)),
        ("Sam Jones\nOwner\nJones Gears", "Sam Jones", ("Jones Gears",)),
        ("Sam Jones\nJones Gears\nDirector", "Sam Jones", ("Jones Gears",)),
    ],
)
def test_who_names_themselves_without_saying_so_is_heard(text, name, firms):
    assert Named(name, firms) in list(named_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Dudley, Sandwell, Walsall",
        "Walsall, West Midlands, England",
        "West Midlands, Black Country, Dudley",
        "Machines, Training, Dudley",
        "New Machine\nDirector of a small firm",
        "We need a machine\nDirector",
        "Growth Hub, Dudley",
        "Dudley Council, Dudley",
        "Hi, Grants from Dudley",
        "The press is from Birmingham",
        "Brochures from Dudley, please",
        "Made Smarter, Help to Grow, Dudley",
        "Yes, Dudley",
        "I'm from Dudley",
        "I'm Priya Patel from Patel Foods",
        "Food Manufacturing, Dudley",
        "Skills Bootcamps, Dudley",
        "Carbon Footprint, Net Zero, Dudley",
        "this is urgent from our side",
        "",
    ],
)
def test_other_lines_name_nobody(text):
    assert list(named_in(text)) == []


@pytest.mark.parametrize("said", ["Sam Jones\n", "Sam Jones, ", "Sam from ", "Director\n", "A B from C D "])
def test_no_text_takes_long_to_look_through(said):
    text = (said * 2000)[:2000]
    started = time.process_time()
    list(named_in(text))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(one.name.strip() and all(one.firms) for one in named_in(text))


def test_the_examples_hold():
    assert doctest.testmod(bare_lines).failed == 0
