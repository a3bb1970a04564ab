"""The scores left out are those of a model that never saw the sentence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.nlu.ridge import (
    Abstention,
    Softmax,
    abstention_for,
    fit,
    sigmoids_for,
    softmax_for,
    threshold_for,
)


@settings(max_examples=30, deadline=None)
@given(arrays(np.float64, (8, 3), elements=st.floats(-1, 1)), st.integers(0, 7))
def test_a_score_left_out_is_that_of_a_fit_without_the_sentence(points: np.ndarray, without: int) -> None:
    alike, targets, noise = points @ points.T, (points > 0).astype(float), np.full(8, 0.5)
    rest = np.delete(np.arange(8), without)

    fitted = fit(alike[np.ix_(rest, rest)], targets[rest], noise[rest])

    assert np.allclose(
        fit(alike, targets, noise).left_out[without], alike[without, rest] @ fitted.weights, atol=1e-3
    )


def scores(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    targets = np.eye(3)[random.integers(0, 3, 300)]
    return targets * 0.6 + random.normal(0, 0.3, (300, 3)), targets


def test_calibrated_probabilities_are_about_as_often_right_as_they_say() -> None:
    given_scores, targets = scores()

    shares = softmax_for(given_scores, targets)(given_scores)

    right = targets[np.arange(300), shares.argmax(axis=1)].mean()
    assert abs(shares.max(axis=1).mean() - right) < 0.05
    assert np.allclose(shares.sum(axis=1), 1)


def test_the_threshold_is_where_labels_are_said_best() -> None:
    given_scores, targets = scores()

    shares = sigmoids_for(given_scores, targets, targets >= 0)(given_scores)
    said = shares >= threshold_for(shares, targets)

    assert 2 * (said & (targets > 0)).sum() / (said.sum() + targets.sum()) > 0.75


def test_labels_of_which_nobody_is_sure_do_not_count() -> None:
    given_scores, targets = scores()
    mistaken = np.zeros_like(targets, dtype=bool)
    mistaken[:100, 0] = True
    wrong = np.where(mistaken, 1 - targets, targets)

    left_out, trusted, right = (
        sigmoids_for(given_scores, labels, sure)(given_scores)
        for labels, sure in ((wrong, ~mistaken), (wrong, ~np.zeros_like(mistaken)), (targets, ~mistaken))
    )

    assert np.allclose(left_out, right, atol=1e-4)
    assert not np.allclose(trusted, right, atol=0.02)


def test_without_labels_there_is_nothing_to_calibrate() -> None:
    nothing = np.zeros((4, 0))

    assert sigmoids_for(nothing, nothing, nothing >= 0)(nothing).shape == (4, 0)


def test_the_dearer_a_wrong_answer_the_more_often_it_abstains() -> None:
    given_scores, targets = scores()
    shares = softmax_for(given_scores, targets)(given_scores)

    cheap, dear = (abstention_for(shares, targets, cost) for cost in (0.01, 3.0))

    assert cheap.threshold < dear.threshold


def test_what_lies_beyond_is_kept_out_as_long_as_few_others_are_turned_away():
    shares = np.array([[0.5, 0.4]] * 10 + [[0.9, 0.1]] * 90)  # the second label is what lies beyond
    targets = np.array([[0, 1]] * 10 + [[1, 0]] * 90)

    careful, careless = (abstention_for(shares, targets, 0.0, beyond) for beyond in (1, None))

    def kept_out(choice):
        return sum(choice.abstains(*sorted(row, reverse=True)) or row.argmax() == 1 for row in shares)

    assert kept_out(careless) == 0
    assert kept_out(careful) == 10


@pytest.mark.parametrize(
    ("best", "second", "abstains"), [(0.9, 0.05, False), (0.3, 0.1, True), (0.5, 0.48, True)]
)
def test_it_abstains_when_unlikely_or_close(best: float, second: float, abstains: bool) -> None:
    assert Abstention(0.4, 0.1).abstains(best, second) is abstains


def test_large_scores_do_not_overflow() -> None:
    assert np.isfinite(Softmax(10.0, np.zeros(2))(np.array([[1e4, -1e4]]))).all()
