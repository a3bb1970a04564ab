"""What is looked at in a text: vectors in their main directions, and the wording."""

import numpy as np
import pytest

from bot.nlu.features import DIRECTIONS, EARLY_AND_LATE, LAST, Features

TEXTS = ["we need money", "we need a loan", "no welders anywhere", "hello"]


@pytest.fixture
def layers():
    return np.random.default_rng(1).normal(size=(len(TEXTS), 6, 384)).astype(np.float32)


def test_vectors_have_length_one_in_few_directions(layers):
    vectors = Features.learn(TEXTS, layers).views(TEXTS, layers).vectors

    assert vectors.shape == (len(TEXTS), DIRECTIONS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_what_the_learnt_texts_share_is_kept(layers):
    """Four vectors lie in four directions at most, so that nothing of them is lost."""
    as_they_are = layers[:, (1, 3, 5)] / np.linalg.norm(layers[:, (1, 3, 5)], axis=-1, keepdims=True)
    as_they_are -= as_they_are.mean(axis=0)
    as_they_are /= np.linalg.norm(as_they_are, axis=-1, keepdims=True)
    joined = as_they_are.reshape(len(TEXTS), -1) / 3**0.5

    vectors = Features.learn(TEXTS, layers).views(TEXTS, layers).vectors

    assert vectors @ vectors.T == pytest.approx(joined @ joined.T, abs=1e-4)


@pytest.mark.parametrize("chosen", [EARLY_AND_LATE, LAST])
def test_what_was_saved_is_loaded_again(layers, tmp_path, chosen):
    features = Features.learn(TEXTS, layers, chosen)
    features.save(tmp_path)

    before, after = (one.views(TEXTS, layers) for one in (features, Features.load(tmp_path)))

    assert after.vectors == pytest.approx(before.vectors)
    assert after.wording.toarray() == pytest.approx(before.wording.toarray(), abs=1e-5)
