"""Words in common: rare ones tell most, small ones nothing, and no text breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.word_index import WordIndexBuilder, index_of, stems
from tests.knowledge.factories import make_programme

TEXTS = {
    "robots": "Grants for robots and welding cells in factories",
    "energy": "Energy audits and grants for factories",
    "export": "Letters of credit for firms that export",
}


@pytest.fixture(scope="module")
def index():
    builder = WordIndexBuilder()
    for name, text in TEXTS.items():
        builder.add(name, text)
    return builder.build()


def test_the_text_with_the_rare_word_comes_first_in_whatever_form(index):
    common = index.in_common("we weld by hand, is there a grant for a factory like ours?")

    assert max(common, key=common.get) == "robots"
    assert common["energy"] > common["export"] == 0


def test_words_that_say_nothing_are_nothing_in_common(index):
    assert set(index.in_common("we need some help with our business please").values()) == {0}


@given(st.text(max_size=200))
def test_whatever_is_said_has_something_between_nothing_and_everything_in_common(said):
    common = index_of([make_programme()]).in_common(said)

    assert set(common) == {"a-grant"}
    assert 0 <= common["a-grant"] <= 1


def test_nothing_has_nothing_in_common():
    assert index_of([]).in_common("a grant") == {}


def test_stems_are_of_words_not_of_signs():
    assert list(stems("R&D: robots, ROBOTIC robot's!!")) == ["r&d", "robot", "robot", "robot"]
