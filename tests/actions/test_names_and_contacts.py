"""Names, addresses and numbers are told from everything else that people answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.contacts import is_an_attempt, reach_in
from actions.names import name_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Priya Patel", "Priya Patel"),
        ("it's Priya", "Priya"),
        ("My name is O'Brien-Smith", "O'Brien-Smith"),
        ("Jan-Åke Öberg", "Jan-Åke Öberg"),
        ("Will Grant", "Will Grant"),
        ("can I get a grant", None),
        ("what for?", None),
        ("yes", None),
        ("no", None),
        ("12", None),
        ("<script>", None),
        ("/restart", None),
        ("grants", None),
        ("Tom Hall, I'm out on jobs so leave a message", "Tom Hall"),
        ("my names Mo, best on", "Mo"),
        ("evenings", None),
        ("leave a message", None),
        ("whatsapp", None),
        ("hmm", None),
        ("Jin Um", "Jin Um"),
    ],
)
def test_names_are_told_from_other_answers(text, name):
    assert name_in(text) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sam@example.org", "email"),
        ("it is sam@example.org, thanks", "email"),
        ("call 01632 960123", "phone"),
        ("+44 1632 960123", "phone"),
        ("sam@", None),
        ("12345", None),
        ("no", None),
    ],
)
def test_contacts_are_told_from_other_answers(text, kind):
    reach = reach_in(text)

    assert (reach.kind if reach else None) == kind


@given(st.text())
def test_no_text_breaks_the_reading_of_names_and_contacts(text):
    name = name_in(text) or ""
    assert not any(letter.isdigit() or letter == "@" for letter in name)
    reach_in(text)
    is_an_attempt(text)
