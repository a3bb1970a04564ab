"""Names, addresses and numbers are told from everything else that people answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.contacts import is_an_attempt, reach_in
from actions.slips import slip_in
from desk.people_names import name_in
from knowledge.wording import say


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
        ("Sam Example", "Sam Example"),
        ("Ada Place", "Ada Place"),
        ("it's Priya Share", "Priya Share"),
        ("Jo Ann Business", "Jo Ann Business"),
        ("No Thanks", None),
        ("Call Me", None),
        ("Need Grant", None),
        ("Sam Please", None),
        ("we need a Grant", None),
        ("sam example", None),
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01632 96012", "phone_one_short"),
        ("my number is 07700 90045", "phone_one_short"),
        ("07700 9004567", "phone_one_long"),
        ("960123", "phone_short"),
        ("12345", "phone_short"),
        ("0770090045612345", "phone_long"),
        ("+33 1 23", "phone"),
        ("sam@gmail", "email_no_ending"),
        ("sam@", "email_half"),
        ("@example.org", "email_half"),
        ("sam@@example.org", "email_two_ats"),
        ("s am@-example-.org", "email"),
        ("hm", "unknown"),
        ("12", "unknown"),
    ],
)
def test_it_is_said_what_looks_wrong(text, code):
    assert reach_in(text) is None
    assert slip_in(text) == code
    assert say(f"utter_label_contact_{code}")


@given(st.text())
def test_no_text_breaks_the_reading_of_names_and_contacts(text):
    name = name_in(text) or ""
    assert not any(letter.isdigit() or letter == "@" for letter in name)
    reach_in(text)
    assert say(f"utter_label_contact_{slip_in(text)}")
    is_an_attempt(text)
