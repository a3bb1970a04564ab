"""Who has no buttons chooses by a mark, and a number that means something else is never taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.marked import marks, meant
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Shown
from knowledge.wording import say

YES_NO = (Button("Yes", "y"), Button("No", "n"), Button("I'd rather not say", "r"))
SIZES = tuple(Button(label, label) for label in ("Just me", "2 to 9", "10 to 49", "50 to 249", "250 or more"))


WHICH = Shown("Which?")


def chosen(said, buttons=YES_NO, shown=WHICH):
    found = meant(said, shown, buttons)
    return None if found is None else found.choice


@pytest.mark.parametrize(
    "said",
    ["2", " 2 ", "2.", "2)", "(2)", "2!", "*2*", "“2”", "#2", "No 2", "no. 2", "number 2", "Option 2", "02",
     "2 please", "2\ufe0f\u20e3", "2.\n"],
)  # fmt: skip
def test_a_number_is_the_choice_that_it_stands_before(said):
    assert chosen(said) == "n"


@pytest.mark.parametrize(
    "said",
    ["", "0", "4", "22", "-", "two of us", "2 and 3", "2 to 9", "1.5", "£2", "2%", "2 people", "no", "B",
     "2k", "07700 900001", "²", "٢"],
)  # fmt: skip
def test_whatever_else_is_said_is_no_choice(said):
    assert chosen(said) is None


def test_where_a_number_may_be_the_answer_the_choices_have_letters():
    assert marks(Shown(say("utter_ask_employees")), SIZES) == ["A", "B", "C", "D", "E"]
    assert chosen("5", SIZES) is None
    assert [chosen(said, SIZES) for said in ("b", "B.", "(b)", "option B")] == ["2 to 9"] * 4


@pytest.mark.parametrize(
    "shown",
    [
        Shown("Which?", cards=(Card("p1", "programme", "One"), Card("p2", "programme", "Two"))),
        Shown("This is what would go:\n1. your name\n2. your need"),
        Shown("Which?", cards=(Card("p", "plan", "Plan", "", (("", "1. First"),)),)),
        Shown("Which?", notices=("2) of it",)),
    ],
)
def test_where_numbers_stand_already_the_choices_have_letters(shown):
    assert marks(shown, YES_NO) == ["A", "B", "C"]
    assert chosen("2", shown=shown) is None
    assert chosen("b", shown=shown) == "n"


BUTTONS = st.lists(st.builds(Button, st.text(max_size=20), st.uuids().map(str)), max_size=60)
SHOWN = st.builds(Shown, st.text(max_size=60))


@given(SHOWN, BUTTONS)
def test_every_choice_has_a_mark_of_its_own_and_is_chosen_by_it(shown, buttons):
    made = marks(shown, buttons)

    assert len(set(made)) == len(made) == len(buttons)
    assert [meant(mark, shown, buttons) for mark in made] == buttons
    assert [meant(f"{mark.lower()})", shown, buttons) for mark in made] == buttons


@given(st.text(max_size=40), SHOWN, BUTTONS)
def test_whatever_is_said_is_judged_without_an_error(said, shown, buttons):
    assert meant(said, shown, buttons) in [None, *buttons]
