"""Noise changes how a sentence is written, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.noise import NOISES, american, typos

WORDS = ["welders", "machine", "bank", "people", "wages", "premises", "energy"]
SENTENCE = "we cannot find anybody who can programme our robots and the organisation suffers"


@pytest.mark.parametrize("name", NOISES)
@given(text=st.text(max_size=300))
def test_no_text_breaks_it_and_the_same_text_gets_the_same_noise(name, text):
    assert NOISES[name](text) == NOISES[name](text)


@given(
    st.lists(
        st.sampled_from(["welders", "machine", "bank", "people", "wages", "premises", "energy"]), min_size=1
    )
)
def test_one_word_of_ten_has_a_slip(words):
    slipped = typos(" ".join(words)).split()
    changed = sum(a != b for a, b in zip(words, slipped, strict=True))

    assert changed <= max(1, round(len(words) / 10))


def test_slips_are_small():
    assert typos(SENTENCE) != SENTENCE
    assert len(typos(SENTENCE).split()) == len(SENTENCE.split())
    assert abs(len(typos(SENTENCE)) - len(SENTENCE)) <= 2


def test_the_spelling_becomes_american():
    assert american(SENTENCE) == SENTENCE.replace("programme", "program").replace("organis", "organiz")


def test_a_signature_surrounds_the_sentence():
    mail = NOISES["e-mail with signature"](SENTENCE)

    assert SENTENCE in mail
    assert "01632 960123" in mail
