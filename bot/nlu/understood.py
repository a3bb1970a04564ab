"""What was learnt from the training sentences: which intent a text has, and which barriers it says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.nlu.clauses import clauses
from bot.nlu.features import EARLY_AND_LATE, LAST, Features, Rows, Views, Weights
from bot.nlu.labelled import Labels, Sentence
from bot.nlu.ridge import (
    Abstention,
    Fit,
    Matrix,
    Sigmoids,
    Softmax,
    abstention_for,
    f1,
    fit,
    sigmoids_for,
    softmax_for,
    threshold_for,
)

Part = Callable[[int, int], Rows]

NOT_UNDERSTOOD = "nlu_fallback"
BEYOND = "out_of_scope"
WRONG_COSTS = 0.4  # of what a right answer gains: asking back costs a turn too
NOISE = 0.4  # one for intents and barriers, so that one inverse does for both
SHORT = 2  # words
ENOUGH = 2000  # sentences, to choose layers by
MODEL, WEIGHTS = "understood.json", "weights.npz"


@dataclass(frozen=True)
class Quality:
    """How well unseen sentences are understood: each of those that judge is left out in turn."""

    sentences: int
    accuracy: float
    answered: float
    accuracy_of_answered: float
    barrier_f1: float


@dataclass(frozen=True)
class Barrier:
    """A barrier that a text says, and the part of the text that says it."""

    name: str
    confidence: float
    words: str


class Understood:
    """The trained model of intents and barriers."""

    def __init__(self, features: Features, weights: Weights, settings: dict[str, Any]) -> None:
        self._features = features
        self._weights = weights
        self._settings = settings
        self.intents: list[str] = settings["intents"]
        self.barrier_names: list[str] = settings["barriers"]
        self.quality = Quality(**settings["quality"])
        self._softmax = Softmax(settings["softmax"]["scale"], np.array(settings["softmax"]["shift"]))
        self._sigmoids = Sigmoids(*(np.array(settings["sigmoids"][key]) for key in ("scale", "shift")))
        self._threshold = float(settings["threshold"])
        self._abstention = Abstention(**settings["abstention"])
        self.rarity = features.rarity
        self.known_words = frozenset(self.rarity) | frozenset(settings.get("short_answers", ()))

    @classmethod
    def learn(cls, sentences: Sequence[Sentence], layers: Rows) -> Self:
        """Learn from labelled sentences and what the encoder makes of them."""
        features, views, labels, fitted = _fitted(sentences, layers, best_layers(sentences, layers))
        weights = Weights.of_texts(views, fitted.weights)
        calibrated = _calibrated(fitted.left_out, labels)
        names = {"intents": labels.intents, "barriers": labels.barriers}
        return cls(features, weights, {**names, "short_answers": short_answers(sentences), **calibrated})

    def read(
        self, text: str, layers: Rows, part: Part | None = None
    ) -> tuple[list[tuple[str, float]], list[Barrier]]:
        """Return the intents, likeliest first, led by NOT_UNDERSTOOD when unsure, and the barriers said.

        `part` gives the layers of a part of the text, so that it can be told which part says a barrier.
        """
        scores = self._weights.scores(self._features.views([text], layers)).astype(np.float64)
        split = len(self.intents)
        return self._ranking(scores[:, :split]), self._barriers(text, scores[:, split:], part)

    def _ranking(self, scores: Matrix) -> list[tuple[str, float]]:
        shares = self._softmax(scores)[0]
        ranking = [(self.intents[place], float(shares[place])) for place in np.argsort(-shares)]
        second = ranking[1][1] if len(ranking) > 1 else 0.0
        if self._abstention.abstains(ranking[0][1], second):
            return [(NOT_UNDERSTOOD, 1 - ranking[0][1]), *ranking]
        return ranking

    def _barriers(self, text: str, scores: Matrix, part: Part | None) -> list[Barrier]:
        if not self.barrier_names:
            return []
        shares = self._sigmoids(scores)[0]
        said = [int(place) for place in np.argsort(-shares) if shares[place] >= self._threshold]
        words = self._words(text, said, part)
        return [Barrier(self.barrier_names[p], float(shares[p]), words[p]) for p in said]

    def _words(self, text: str, said: list[int], part: Part | None) -> dict[int, str]:
        spans = clauses(text)
        parts = [text[a:b] for a, b in spans] or [text]
        if len(parts) == 1 or not said:
            return dict.fromkeys(said, parts[0])
        if part is None:
            scores = self._weights.of_wording(self._features.wording(parts))
        else:
            meant = np.stack([part(a, b) for a, b in spans])
            scores = self._weights.scores(self._features.views(parts, meant))
        of_barriers = scores[:, len(self.intents) :]
        return {place: parts[int(of_barriers[:, place].argmax())] for place in said}

    def save(self, folder: Path) -> None:
        """Write it as arrays and JSON, nothing that could run."""
        self._features.save(folder)
        self._weights.save(folder / WEIGHTS)
        (folder / MODEL).write_text(json.dumps(self._settings), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        settings = json.loads((folder / MODEL).read_text(encoding="utf-8"))
        return cls(Features.load(folder), Weights.load(folder / WEIGHTS), settings)


def best_layers(sentences: Sequence[Sentence], layers: Rows) -> tuple[int, ...]:
    """Return the layers of the encoder with which sentences left out are understood best.

    Where a wish is told from a problem, it counts how a thing is said; where all ask, only what it is about.
    """
    step = -(-len(sentences) // ENOUGH)
    some, their_layers = sentences[::step], layers[::step]

    def understood(chosen: tuple[int, ...]) -> float:
        _, _, labels, fitted = _fitted(some, their_layers, chosen)
        quality = _calibrated(fitted.left_out, labels)["quality"]
        return float(quality["accuracy"] + quality["barrier_f1"])

    return max((EARLY_AND_LATE, LAST), key=understood)


def _fitted(
    sentences: Sequence[Sentence], layers: Rows, chosen: tuple[int, ...]
) -> tuple[Features, Views, Labels, Fit]:
    texts, labels = [one.text for one in sentences], Labels.of(sentences)
    features = Features.learn(texts, layers, chosen)
    views = features.views(texts, layers)
    targets = np.hstack([labels.is_intent, labels.says_or_perhaps])
    return features, views, labels, fit(views.products(), targets, np.full(len(texts), NOISE))


def short_answers(sentences: Sequence[Sentence]) -> list[str]:
    """Return the words of one- and two-word sentences: "aye" is known although it stands in one text only."""
    short = (one.text.lower().split() for one in sentences if one.intent != "give_profile")
    return sorted({word.strip(",.!?") for words in short if len(words) <= SHORT for word in words} - {""})


def _calibrated(left_out: Matrix, labels: Labels) -> dict[str, Any]:
    intent_scores, barrier_scores = np.split(left_out, [len(labels.intents)], axis=1)
    judges = labels.fair
    is_intent, says, sure = labels.is_intent[judges], labels.says[judges], ~labels.perhaps[judges]
    softmax = softmax_for(intent_scores[judges], is_intent)
    sigmoids = sigmoids_for(barrier_scores[judges], says, sure)
    shares, barrier_shares = softmax(intent_scores[judges]), sigmoids(barrier_scores[judges])
    threshold = threshold_for(barrier_shares[sure], says[sure])
    beyond = labels.intents.index(BEYOND) if BEYOND in labels.intents else None
    abstention = abstention_for(shares, is_intent, WRONG_COSTS, beyond)
    said = (barrier_shares >= threshold) & sure
    return {
        "softmax": {"scale": softmax.scale, "shift": softmax.shift.tolist()},
        "sigmoids": {"scale": sigmoids.scale.tolist(), "shift": sigmoids.shift.tolist()},
        "threshold": threshold,
        "abstention": asdict(abstention),
        "quality": asdict(_quality(shares, is_intent, said, says, abstention)),
    }


def _quality(
    shares: Matrix, is_intent: Matrix, said: NDArray[np.bool_], says: Matrix, abstention: Abstention
) -> Quality:
    top = np.sort(shares, axis=1)[:, ::-1]
    right = is_intent[np.arange(len(shares)), shares.argmax(axis=1)] > 0
    answered = np.array([not abstention.abstains(row[0], row[1] if len(row) > 1 else 0.0) for row in top])
    return Quality(
        sentences=len(shares),
        accuracy=float(right.mean()),
        answered=float(answered.mean()),
        accuracy_of_answered=float(right[answered].mean()) if answered.any() else 0.0,
        barrier_f1=f1(said, says),
    )
