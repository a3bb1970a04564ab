"""Of a pasted e-mail only what was said is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.essence import essence

NEED = "we need a grant for a robot"


@pytest.mark.parametrize(
    "text",
    [
        f"Hi there,\n\n{NEED}\n\nKind regards,\nSam\nThe Works\nTel: 01632 960123",
        f"Dear Sir or Madam\n{NEED}\nYours faithfully\nS. Lee",
        f"{NEED}\n\nSent from my phone",
        f"From: Sam\nTo: Signpost\nSubject: money\n\n{NEED}",
        f"{NEED}\n\nOn Tuesday 3 June Jo wrote:\n> have you tried the bank",
        f"{NEED}\n\nThis e-mail is confidential and intended for one person.",
        f"{NEED} {NEED}",
        f"{NEED}.\n{NEED.upper()}.",
    ],
)
def test_what_surrounds_the_need_is_left_out(text):
    left = essence(text)

    assert " ".join(left.split()).rstrip(".") == NEED
    assert len(left) == len(text)


@pytest.mark.parametrize(
    "text", ["thanks", "hi\nthere", "Thanks,\nSam", "no no", "yes yes yes yes", NEED, f"hi {NEED}\nquick"]
)
def test_a_text_that_would_be_left_empty_or_has_no_such_parts_is_read_whole(text):
    assert essence(text) == text


@pytest.mark.parametrize("text", ["grant " * 300 + "gr", f"{NEED} " * 40, f"{NEED} " * 40 + "we need a gra"])
def test_what_is_said_again_and_again_is_read_once(text):
    words = essence(text).split()

    assert words in (["grant"] * 3, NEED.split())


def test_a_second_sentence_that_ends_otherwise_is_read_too():
    text = f"{NEED} we need a grant for a van"

    assert essence(text) == text


def test_two_different_sentences_are_both_read():
    text = "we need welders and we need a press"

    assert essence(text) == text


@given(st.text())
def test_every_position_stays_what_it_was(text):
    left = essence(text)

    assert len(left) == len(text)
    assert all(a in (b, " ") for a, b in zip(left, text, strict=True))
