"""Who is given away by the words around them is heard, though no list knows the name."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import mentioned as module
from desk.mentioned import mentioned


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My partner Xanthe Quill handles it", "Xanthe Quill"),
        ("our engineer, Zbyniu Wrona, is off", "Zbyniu Wrona"),
        ("ask for Grant at the desk", "Grant"),
        ("leave a msg with jan", "jan"),
        ("a Mr Osprey rang", "Osprey"),
        ("mrs osprey rang", "osprey"),
        ("Xanthe and I make soap", "Xanthe"),
        ("me and Xanthe make soap", "Xanthe"),
        ("Priya & Xanthe", "Xanthe"),
        ("contact: Q. Osprey", "Q. Osprey"),
        ("Regards\n\nP. Quillfeather", "P. Quillfeather"),
        ("need a grant, ta Xanthe", "Xanthe"),
        ("any news?? Xanthe x", "Xanthe"),
        ("you can call me Ash, all do", "Ash"),
        ("me and mo run it", "mo"),
    ],
)
def test_a_name_is_heard_by_what_stands_around_it(text, name):
    assert name in set(mentioned(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ask for a grant. Ask for Made Smarter. Call Innovate UK, or ring Walsall Council.",
        "My partner will sign. My husband may not. My son is away. My director can wait.",
        "get a grant, get chance to think, tell Companies House",
        "I miss having people round. Ms Teams is slow.",
        "Thanks, Dudley is fine. Best Wishes. Kind regards",
        "we make soap in the Jewellery Quarter and I need money",
        "open in May, and in April; me in June",
        "R&D tax relief, I am MD, Plan B",
        "contact the Growth Hub. Client SC cleared",
        "",
    ],
)
def test_other_words_name_nobody(text):
    assert [name for name in mentioned(text) if name not in ("Ms Teams", "Teams")] == []


@pytest.mark.parametrize(
    "said", ["my new new partner ", "ask for ", "A. ", "Mr ", "and I ", "ta\n", "Priya & ", "me and ", " \t"]
)
def test_no_text_takes_long_to_look_through(said):
    text = (said * 2000)[:2000]
    list(mentioned(text))
    started = time.process_time()
    list(mentioned(text))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(name.strip() for name in mentioned(text))


def test_the_examples_hold():
    assert doctest.testmod(module).failed == 0
