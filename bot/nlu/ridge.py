"""Regularised least squares on inner products of texts, with what each would score had it been left out.

One inverse gives the weights of all labels at once, and the scores left out (Rifkin and Lippert 2007).
So thresholds and probabilities are chosen on unseen texts without training again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]


class NotPositive(ArithmeticError):
    """The products are no inner products of real numbers: an encoder gave something that is no number."""


@dataclass(frozen=True)
class Fit:
    """The weight of each training text for each label, and the scores of each text left out."""

    weights: Rows
    left_out: Matrix


def fit(products: Rows, targets: Matrix, noise: Matrix) -> Fit:
    """Fit all labels; `noise` is the regularisation of each text, more where its label is common.

    Single precision is enough, and twice as quick: the noise keeps the matrix far from singular.
    """
    from scipy.linalg.lapack import spotrf, strtri  # only when training

    if not targets.shape[1]:
        return Fit(np.zeros(targets.shape, dtype=np.float32), targets)
    matrix = products.astype(np.float32, order="F")
    matrix[np.diag_indices_from(matrix)] += noise.astype(np.float32)
    lower, failed = spotrf(matrix, lower=True, overwrite_a=True)
    root, failed_too = strtri(lower, lower=True, overwrite_c=True)
    if failed or failed_too:
        raise NotPositive
    # the inverse is root.T @ root, of which only the diagonal is needed by itself
    root = np.tril(root)
    weights = root.T @ (root @ targets.astype(np.float32))
    return Fit(weights, targets - weights / np.square(root).sum(axis=0)[:, None])


@dataclass(frozen=True)
class Softmax:
    """Turns the scores of labels, one of which holds, into probabilities."""

    scale: float
    shift: Matrix

    def __call__(self, scores: Matrix) -> Matrix:
        """Return probabilities that add up to one in each row."""
        logits = self.scale * scores + self.shift
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: Matrix = powers / powers.sum(axis=1, keepdims=True)
        return shares


def softmax_for(scores: Matrix, targets: Matrix) -> Softmax:
    """Return the calibration under which the left-out scores are most likely."""
    from scipy.optimize import minimize  # only when training

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        shares = Softmax(float(np.exp(parameters[0])), parameters[1:])(scores)
        gap = (shares - targets) / len(scores)
        slope = np.concatenate([[(gap * scores).sum() * np.exp(parameters[0])], gap.sum(axis=0)])
        slope[1:] += 2 * _PULL * parameters[1:]
        likelihood = -np.log((shares * targets).sum(axis=1) + 1e-12).mean()
        return float(likelihood + _PULL * (parameters[1:] ** 2).sum()), slope

    start = np.concatenate([[np.log(8.0)], np.zeros(targets.shape[1])])
    best = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return Softmax(float(np.exp(best[0])), best[1:])


_PULL = 1e-3  # of the shifts towards none, so that a rare label is not shut out


@dataclass(frozen=True)
class Sigmoids:
    """Turns the score of each label, any number of which hold, into a probability."""

    scale: Matrix
    shift: Matrix

    def __call__(self, scores: Matrix) -> Matrix:
        """Return a probability for each label."""
        shares: Matrix = 1 / (1 + np.exp(-(self.scale * scores + self.shift)))
        return shares


def sigmoids_for(scores: Matrix, targets: Matrix, sure: NDArray[np.bool_]) -> Sigmoids:
    """Return the calibration (Platt 1999) on the left-out scores: one scale, and a shift for each label.

    The shifts are drawn towards each other: a rare label has too few sentences to be judged by them alone.
    Only those targets count that are `sure`.
    """
    from sklearn.linear_model import LogisticRegression  # only when training

    sentences, labels = scores.shape
    if not labels:
        return Sigmoids(np.ones(0), np.zeros(0))
    which = np.tile(np.eye(labels), (sentences, 1))
    features = np.hstack([STEEP * scores.reshape(-1, 1), which])
    counted = sure.reshape(-1)
    fitted = LogisticRegression(C=PULL_TOGETHER, max_iter=1000)
    fitted.fit(features[counted], targets.reshape(-1)[counted])
    scale, shifts = STEEP * fitted.coef_[0, 0], fitted.coef_[0, 1:] + fitted.intercept_[0]
    return Sigmoids(np.full(labels, scale), shifts)


STEEP, PULL_TOGETHER = 3.0, 0.1


def threshold_for(shares: Matrix, targets: Matrix) -> float:
    """Return the probability from which saying a label gives the best F1, over all labels together."""
    return float(max(_STEPS, key=lambda step: f1(shares >= step, targets)))


_STEPS = np.round(np.arange(0.1, 0.7, 0.02), 2)


def f1(said: NDArray[np.bool_], target: Matrix) -> float:
    """Return twice the hits by all that was said or true."""
    return 2.0 * float((said & (target > 0)).sum()) / max(1.0, float(said.sum()) + float(target.sum()))


@dataclass(frozen=True)
class Abstention:
    """When nothing is understood: the best label is too unlikely, or too close to the second."""

    threshold: float
    margin: float

    def abstains(self, best: float, second: float) -> bool:
        """Is this too little to answer on?"""
        return best < self.threshold or best - second < self.margin


def abstention_for(
    shares: Matrix, targets: Matrix, wrong_costs: float, beyond: int | None = None
) -> Abstention:
    """Return the choice that gains most: one for each right answer, less `wrong_costs` for each wrong one.

    `beyond` is the label of what lies outside all others. Where there is one, that choice is taken which
    keeps most of its texts from any other answer while it turns away few of the others; between equals, the
    one that gains most.
    """
    if shares.shape[1] == 1:
        return Abstention(0.0, 0.0)  # there is nothing else that it could be
    best, top = shares.argmax(axis=1), np.sort(shares, axis=1)[:, ::-1][:, :2]
    right = targets[np.arange(len(shares)), best] > 0

    def answered(choice: Abstention) -> NDArray[np.bool_]:
        kept: NDArray[np.bool_] = top[:, 0] >= choice.threshold
        return kept & (top[:, 0] - top[:, 1] >= choice.margin)

    def gain(choice: Abstention) -> float:
        given = answered(choice)
        return float((given & right).sum() - wrong_costs * (given & ~right).sum())

    if beyond is None:
        return max(_choices(), key=gain)
    outside = targets[:, beyond] > 0

    def kept_out(choice: Abstention, texts: NDArray[np.bool_]) -> int:
        return int(((~answered(choice) | (best == beyond)) & texts).sum())

    few = MOST_TURNED_AWAY * (~outside).sum()
    careful = [choice for choice in _choices() if kept_out(choice, ~outside) <= few]
    return max(careful or _choices(), key=lambda choice: (kept_out(choice, outside), gain(choice)))


MOST_TURNED_AWAY = 0.03  # of those that have an answer


def _choices() -> Iterator[Abstention]:
    for threshold in np.arange(0.08, 0.6, 0.02):
        for margin in (0.0, 0.02, 0.04, 0.06, 0.1, 0.15):
            yield Abstention(round(float(threshold), 2), margin)
