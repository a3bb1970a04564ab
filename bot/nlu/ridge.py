"""Regularised least squares on the likeness of texts, with what each text would score had it been left out.

One inverse gives the weights of all labels at once, and the scores left out (Rifkin and Lippert 2007).
So thresholds and probabilities are chosen on unseen texts without training again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """The weight of each training text for each label, and the scores of each text left out."""

    weights: Matrix
    left_out: Matrix


def fit(likeness: Matrix, targets: Matrix, noise: Matrix) -> Fit:
    """Fit all labels; `noise` is the regularisation of each text, more where its label is common."""
    inverse = np.linalg.inv(likeness + np.diag(noise))
    weights = inverse @ targets
    return Fit(weights, targets - weights / np.diag(inverse)[:, None])


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


def sigmoids_for(scores: Matrix, targets: Matrix) -> Sigmoids:
    """Return the calibration (Platt 1999) of each label on the left-out scores."""
    from sklearn.linear_model import LogisticRegression  # only when training

    fitted = [
        LogisticRegression(C=1e4).fit(scores[:, [label]], targets[:, label])
        for label in range(targets.shape[1])
    ]
    return Sigmoids(np.array([f.coef_[0, 0] for f in fitted]), np.array([f.intercept_[0] for f in fitted]))


def thresholds_for(shares: Matrix, targets: Matrix) -> Matrix:
    """Return for each label the probability from which saying it gives the best F1."""
    return np.array([_threshold(shares[:, label], targets[:, label]) for label in range(targets.shape[1])])


def _threshold(shares: Matrix, target: Matrix) -> float:
    return float(max(_STEPS, key=lambda step: f1(shares >= step, target)))


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


def abstention_for(shares: Matrix, targets: Matrix, wrong_costs: float) -> Abstention:
    """Return the choice that gains most: one for each right answer, less `wrong_costs` for each wrong one."""
    top = np.sort(shares, axis=1)[:, ::-1][:, :2]
    right = targets[np.arange(len(shares)), shares.argmax(axis=1)] > 0

    def gain(choice: Abstention) -> float:
        answered = (top[:, 0] >= choice.threshold) & (top[:, 0] - top[:, 1] >= choice.margin)
        return float((answered & right).sum() - wrong_costs * (answered & ~right).sum())

    return max(_choices(), key=gain)


def _choices() -> Iterator[Abstention]:
    for threshold in np.arange(0.08, 0.6, 0.02):
        for margin in (0.0, 0.02, 0.04, 0.06, 0.1, 0.15):
            yield Abstention(round(float(threshold), 2), margin)
