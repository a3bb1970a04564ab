"""What is measured on each data set, and how: the protocol of those who published figures for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from benchmarks.datasets import Utterance, banking, clinc, few, nlupp
from benchmarks.learner import Learner, texts_of
from bot.evaluation.calibration import bins, expected_error

DRAWS = (1, 2, 3)
SHOTS = 10
ROUNDS = 5  # of the twenty folds of NLU++
STEPS = 400


@dataclass(frozen=True)
class Figure:
    """One figure in percent: of which set, by which protocol, and on how many texts."""

    dataset: str
    protocol: str
    measure: str
    percent: float
    texts: int


def measure_banking(learner: Learner) -> list[Figure]:
    """Return the accuracy on BANKING77 with ten examples of each intent (three draws), and with all."""
    train, test = banking("train"), banking("test")
    learner.encode([*texts_of(train, test)])
    shots = [_accuracy(learner, few(train, SHOTS, seed), test) for seed in DRAWS]
    full = learner.best(learner.one_of(train), test)
    error = expected_error(bins([p for _, p in full], _right(full, test)))
    return [
        Figure("BANKING77", "10 examples per intent, 3 draws", "accuracy", 100 * fmean(shots), len(test)),
        Figure("BANKING77", "full", "accuracy", 100 * fmean(_right(full, test)), len(test)),
        Figure("BANKING77", "full", "calibration error", 100 * error, len(test)),
    ]


def measure_clinc(learner: Learner) -> list[Figure]:
    """Return accuracy inside the 150 intents and recall beyond them, with one threshold."""
    data = clinc()
    learner.encode(
        [*texts_of(data.train, data.validation, data.test, data.beyond_validation, data.beyond_test)]
    )
    model = learner.one_of(data.train)
    inside, beyond = (learner.best(model, part) for part in (data.validation, data.beyond_validation))
    threshold = best_threshold(inside, _right(inside, data.validation), beyond)
    tested = learner.best(model, data.test)
    right = [ok and p >= threshold for ok, (_, p) in zip(_right(tested, data.test), tested, strict=True)]
    refused = [p < threshold for _, p in learner.best(model, data.beyond_test)]
    protocol = "full, one threshold chosen on the validation part"
    return [
        Figure("CLINC150", protocol, "in-scope accuracy", 100 * fmean(right), len(right)),
        Figure("CLINC150", protocol, "out-of-scope recall", 100 * fmean(refused), len(refused)),
    ]


def best_threshold(
    inside: Sequence[tuple[str, float]], right: Sequence[bool], beyond: Sequence[tuple[str, float]]
) -> float:
    """Return the threshold with most right answers in all, refusing what lies beyond being one of them.

    That is how Larson et al. (2019) choose theirs.
    """
    sure, correct = np.array([p for _, p in inside]), np.array(right)
    far = np.array([p for _, p in beyond])

    def hits(threshold: float) -> int:
        return int((correct & (sure >= threshold)).sum() + (far < threshold).sum())

    return float(max(np.linspace(0, 1, STEPS, endpoint=False), key=hits))


def measure_nlupp(learner: Learner) -> list[Figure]:
    """Return micro-F1 of NLU++, learning from one fold or from nineteen; rounds of a domain are averaged."""
    figures = []
    for domain in ("banking", "hotels"):
        folds = nlupp(domain)
        learner.encode([*texts_of(*folds)])
        one, most = [], []
        for number in range(ROUNDS):
            fold = folds[number]
            others = [text for other in folds if other is not fold for text in other]
            one.append(_micro_f1(learner, fold, others))
            most.append(_micro_f1(learner, others, fold))
        texts = sum(map(len, folds))
        for protocol, values in (("1 fold of 20", one), ("19 folds of 20", most)):
            figures.append(
                Figure(f"NLU++ {domain}", f"{protocol}, 5 rounds", "micro-F1", 100 * fmean(values), texts)
            )
    return figures


def _accuracy(learner: Learner, train: Sequence[Utterance], test: Sequence[Utterance]) -> float:
    return fmean(_right(learner.best(learner.one_of(train), test), test))


def _right(found: Sequence[tuple[str, float]], test: Sequence[Utterance]) -> list[bool]:
    return [name == one.intent for (name, _), one in zip(found, test, strict=True)]


def _micro_f1(learner: Learner, train: Sequence[Utterance], test: Sequence[Utterance]) -> float:
    said = learner.said(learner.any_of(train), test)
    pairs = list(zip(said, test, strict=True))
    hits = sum(len(found & one.intents) for found, one in pairs)
    whole = sum(len(found) + len(one.intents) for found, one in pairs)
    return 2 * hits / whole if whole else 1.0
