"""Texts are worded in the terms of scikit-learn's analyzers, with its weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.terms import letter_terms, marked, word_terms
from bot.nlu.wording_features import SHARE, WordingFeatures

TEXTS = [
    "We cannot find welders in Dudley.",
    "can't find welders or anybody else, can we?",
    "is there a grant for a new press?",
    "A grant, a loan – anything for the new press",
    "£50k for R&D please",
    "R&D on £50k a year?",
    "a b c a",
]
words = TfidfVectorizer(
    ngram_range=(1, 2),
    sublinear_tf=True,
    token_pattern=r"(?u)<[sq]>|[\w'&£]+",
    preprocessor=marked,
    min_df=2,
)
letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
texts = st.one_of(st.sampled_from(TEXTS), st.text(), st.text(alphabet="ab '?£&\t\n", max_size=30))


@given(texts)
def test_the_terms_are_those_of_scikit_learn(text):
    assert sorted(word_terms(text)) == sorted(words.build_analyzer()(text))
    assert sorted(letter_terms(text)) == sorted(letters.build_analyzer()(text))


@given(st.lists(texts, min_size=1, max_size=3))
def test_the_weights_are_those_of_scikit_learn(some):
    features = WordingFeatures.learn(TEXTS)

    rows = features.of(some).toarray()

    halves = np.hstack([half.fit(TEXTS).transform(some).toarray() for half in (words, letters)])
    assert rows == pytest.approx(SHARE * halves, abs=1e-6)


def test_what_was_saved_is_loaded_again(tmp_path):
    features = WordingFeatures.learn(TEXTS)
    features.save(tmp_path)

    loaded = WordingFeatures.load(tmp_path)

    assert loaded.rarity == pytest.approx(features.rarity, abs=1e-5)
    assert loaded.of(TEXTS).toarray() == pytest.approx(features.of(TEXTS).toarray(), abs=1e-5)
