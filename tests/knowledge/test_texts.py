"""Texts are found by what stands in them, as `in` would find them."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.texts import TextsBuilder

LETTERS = st.text(alphabet="ab -\n", max_size=12)


def texts_of(texts):
    builder = TextsBuilder()
    for text in texts:
        builder.add(text)
    return builder.build()


@given(st.lists(LETTERS, max_size=8), st.text(alphabet="ab -\n", min_size=1, max_size=5))
def test_a_text_holds_what_stands_in_it(texts, string):
    assert texts_of(texts).holding(string).tolist() == [string in text for text in texts]


def test_a_string_over_several_words_is_found_only_within_one_text():
    texts = texts_of(["for machine", "learning to read", "a machine learning course"])

    assert texts.holding("machine learning").tolist() == [False, False, True]
