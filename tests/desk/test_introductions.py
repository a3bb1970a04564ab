"""Names that people give as their own, and nothing that is no name."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import addresses, firm_names, introductions, spoken_numbers
from desk.firm_names import firms_in
from desk.introductions import answered_name, names_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm Sam Jones from Jones Gears", "Sam Jones"),
        ("I’m Sam, and we need a press", "Sam"),
        ("im sam from brook gears", "sam"),
        ("My name is O'Neill", "O'Neill"),
        ("my name's priya patel and i make soap", "priya patel"),
        ("MY NAME IS SAM", "SAM"),
        ("I'M SAM FROM ACME", "SAM"),
        ("name: Jean-Luc Picard", "Jean-Luc Picard"),
        ("this is Priya from the soap people", "Priya"),
        ("Hi, it's Priya, is anybody there", "Priya"),
        ("Sam Jones here, we need a grant", "Sam Jones"),
        ("I am Dr. Ann Lee of Lee Labs", "Ann Lee"),
        ("We need a press.\n\nKind regards\nsam jones", "sam jones"),
        ("we need a press. Thanks, Sam", "Sam"),
        ("Best wishes,\nSam Jones\nDirector", "Sam Jones"),
        ("I'm Will Grant.", "Will Grant"),
        ("they call me Mo", "Mo"),
        ("I am Anna van der Berg, hello", "Anna van der Berg"),
        ("sam jones here from jones gears", "sam jones"),
        ("hi, sam here from jones gears", "sam"),
        ("i'm priya, i run a bakery", "priya"),
        ("im ahmed khan, we make soap", "ahmed khan"),
    ],
)
def test_who_gives_their_name_is_heard(text, name):
    assert name in set(names_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "I'm from Dudley",
        "I'm Dudley, Sandwell side",
        "I'm looking for a grant",
        "this is urgent from our side",
        "it's nice from outside",
        "I'm Managing Director of a small firm",
        "I'm a baker from Walsall",
        "im also from dudley",
        "im originally from Leeds",
        "I'm good at welding",
        "I'm new from scratch",
        "I'M STUCK",
        "I'm Polish, my English is bad",
        "call me back on Monday",
        "call me tomorrow",
        "my name is on the form",
        "Thanks, will do",
        "thanks a lot",
        "cheers mate",
        "It's Made Smarter I want",
        "This is important. Please help",
        "we have nobody here",
        "somebody here from our team",
        "nobody from Dudley Council here yet",
        "i'm skint, i run a bakery",
        "i'm self-employed, i run a bakery",
        "i'm stuck, i need help",
        "i'm retired, we make soap",
        "Dudley, Sandwell, Walsall",
        "Walsall, West Midlands, England",
        "Machines, Training, Dudley",
        "New Machine\nDirector of a small firm",
        "Hi, Grants from Dudley",
        "The press is from Birmingham",
        "",
    ],
)
def test_other_words_are_no_name(text):
    assert list(names_in(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Priya Patel", "Priya Patel"),
        ("Priya on", "Priya"),
        ("it's sam", "sam"),
        ("what for?", None),
        ("rather not", None),
    ],
)
def test_an_answer_to_the_question_for_the_name_is_one(text, name):
    assert answered_name(text) == name


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("I'm Sam from Jones Gears", "Jones Gears"),
        ("we are Brook Street Bakery Ltd of Dudley", "Brook Street Bakery"),
        ("i own brook street bakery ltd", "brook street bakery"),
        ("we run gears ltd", "gears ltd"),
        ("the company is called brindley gears", "brindley gears"),
        ("trading as Fizz Pop", "Fizz Pop"),
        ("Smith & Sons Limited", "Smith"),
        ("This is Priya from ABC LLP", "ABC"),
        ("im sam from brook gears", "brook gears"),
        ("sam jones here from jones gears", "jones gears"),
        ("Jones Gears needs a grant", "Jones Gears"),
        ("Hi. Jones Gears is looking for a press", "Jones Gears"),
        ("I run Brook Street Bakery", "Brook Street Bakery"),
        ("i'm priya and i own Patel Foods in Dudley", "Patel Foods"),
        ("I am the owner of Brook Street Bakery", "Brook Street Bakery"),
        ("I work for Greggs.", "Greggs"),
    ],
)
def test_what_the_firm_is_called_is_heard(text, firm):
    assert firm in set(firms_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "I'm Sam from Dudley",
        "we are a private limited company",
        "we're a ltd company in Walsall",
        "our time is limited",
        "we are limited by cash",
        "it's called off",
        "a company limited by guarantee",
        "West Midlands needs more training",
        "Black Country needs a grant",
        "The Growth Hub needs my number",
        "Made Smarter needs a form",
        "Innovate UK wants a plan",
        "I run a bakery in Dudley",
        "I run CNC lathes",
        "we run two shifts, I own the building",
        "Dudley, Sandwell, Walsall",
        "",
    ],
)
def test_other_words_are_no_firm(text):
    assert list(firms_in(text)) == []


@pytest.mark.parametrize(
    "said", ["my name is ", "I'm ", "a b " * 500 + "ltd", "regards, " * 200, "A " * 1000]
)
def test_no_text_takes_long_to_look_through(said):
    text = (said * 200)[:2000]
    started = time.process_time()
    list(names_in(text))
    list(firms_in(text))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(name.strip() for name in (*names_in(text), *firms_in(text)))


@pytest.mark.parametrize("module", [addresses, introductions, firm_names, spoken_numbers])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0
