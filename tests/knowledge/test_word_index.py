"""Words in common: rare ones tell most, small ones nothing, and no text breaks it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.word_index import WordIndexBuilder, stems

TEXTS = {
    "robots": "Grants for robots and welding cells in factories",
    "energy": "Energy audits and grants for factories",
    "export": "Letters of credit for firms that export",
}


@pytest.fixture(scope="module")
def index():
    builder = WordIndexBuilder()
    for text in TEXTS.values():
        builder.add(text)
    return builder.build()


def in_common(index, words):
    return dict(zip(TEXTS, index.in_common(words, np.arange(len(TEXTS))).tolist(), strict=True))


def test_the_text_with_the_rare_word_comes_first_in_whatever_form(index):
    common = in_common(index, "we weld by hand, is there a grant for a factory like ours?")

    assert max(common, key=common.get) == "robots"
    assert common["energy"] > common["export"] == 0


def test_words_that_say_nothing_are_nothing_in_common(index):
    assert set(in_common(index, "we need some help with our business please").values()) == {0}


@given(st.text(max_size=200))
def test_whatever_is_said_has_something_between_nothing_and_everything_in_common(said):
    builder = WordIndexBuilder()
    builder.add("A grant for robots")

    assert 0 <= builder.build().in_common(said, np.arange(1))[0] <= 1


def test_nothing_has_nothing_in_common():
    assert WordIndexBuilder().build().in_common("a grant", np.arange(0)).tolist() == []


def test_texts_that_are_not_looked_at_have_nothing_in_common_and_change_nothing(index):
    alone = WordIndexBuilder()
    alone.add(TEXTS["export"])

    assert index.in_common("letters of credit", np.array([2])).tolist() == [
        0.0,
        0.0,
        *alone.build().in_common("letters of credit", np.arange(1)),
    ]


def test_stems_are_of_words_not_of_signs():
    assert list(stems("R&D: robots, ROBOTIC robot's!!")) == ["r&d", "robot", "robot", "robot"]
