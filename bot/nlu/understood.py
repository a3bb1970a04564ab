"""What was learnt from the training sentences: which intent a text has, and which barriers it says."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.nlu.clauses import clauses
from bot.nlu.likeness import Likeness, Rows
from bot.nlu.ridge import (
    Abstention,
    Matrix,
    Sigmoids,
    Softmax,
    abstention_for,
    f1,
    fit,
    sigmoids_for,
    softmax_for,
    thresholds_for,
)

NOT_UNDERSTOOD = "nlu_fallback"
WRONG_COSTS = 0.4  # of what a right answer gains: asking back costs a turn too
NOISE, NOISE_OF_BARRIERS = 0.5, 0.4
SHORT = 2  # words
MODEL, WEIGHTS = "understood.json", "weights.npz"


@dataclass(frozen=True)
class Sentence:
    """One sentence to learn from, with its labels."""

    text: str
    intent: str
    barriers: frozenset[str]


@dataclass(frozen=True)
class Quality:
    """How well unseen sentences are understood, each training sentence being left out in turn."""

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

    def __init__(self, likeness: Likeness, weights: Rows, settings: dict[str, Any]) -> None:
        self._likeness = likeness
        self._weights = weights
        self._settings = settings
        self.intents: list[str] = settings["intents"]
        self.barrier_names: list[str] = settings["barriers"]
        self.quality = Quality(**settings["quality"])
        self._softmax = Softmax(settings["softmax"]["scale"], np.array(settings["softmax"]["shift"]))
        self._sigmoids = Sigmoids(*(np.array(settings["sigmoids"][key]) for key in ("scale", "shift")))
        self._thresholds = np.array(settings["thresholds"])
        self._abstention = Abstention(**settings["abstention"])
        self.known_words = likeness.known_words | frozenset(settings.get("short_answers", ()))
        # likeness in wording is linear, so its weights can be added up once for all texts
        self._by_wording = np.asarray(likeness.wording_learnt.T @ weights)

    @classmethod
    def learn(cls, sentences: Sequence[Sentence], layers: Rows) -> Self:
        """Learn from labelled sentences and what the encoder makes of them."""
        likeness = Likeness.learn([one.text for one in sentences], layers)
        alike = likeness.among_learnt()
        intents = sorted({one.intent for one in sentences})
        barriers = sorted({name for one in sentences for name in one.barriers})
        is_intent = np.array([[one.intent == name for name in intents] for one in sentences], dtype=float)
        says = np.array([[name in one.barriers for name in barriers] for one in sentences], dtype=float)
        says = says.reshape(len(sentences), len(barriers))
        by_intent = fit(alike, is_intent, _noise(is_intent))
        by_barrier = fit(alike, says, np.full(len(sentences), NOISE_OF_BARRIERS))
        weights = np.hstack([by_intent.weights, by_barrier.weights]).astype(np.float32)
        chosen = _chosen(by_intent.left_out, is_intent, by_barrier.left_out, says)
        return cls(
            likeness,
            weights,
            {"intents": intents, "barriers": barriers, "short_answers": short_answers(sentences), **chosen},
        )

    def read(self, text: str, layers: Rows) -> tuple[list[tuple[str, float]], list[Barrier]]:
        """Return the intents, likeliest first, led by NOT_UNDERSTOOD when unsure, and the barriers said."""
        meant = self._likeness.in_meaning(layers) @ self._weights
        scores = (meant + self._likeness.wording_of([text]) @ self._by_wording).astype(np.float64)
        split = len(self.intents)
        return self._ranking(scores[:, :split]), self._barriers(text, scores[:, split:])

    def _ranking(self, scores: Matrix) -> list[tuple[str, float]]:
        shares = self._softmax(scores)[0]
        ranking = [(self.intents[place], float(shares[place])) for place in np.argsort(-shares)]
        second = ranking[1][1] if len(ranking) > 1 else 0.0
        if self._abstention.abstains(ranking[0][1], second):
            return [(NOT_UNDERSTOOD, 1 - ranking[0][1]), *ranking]
        return ranking

    def _barriers(self, text: str, scores: Matrix) -> list[Barrier]:
        if not self.barrier_names:
            return []
        shares = self._sigmoids(scores)[0]
        said = [int(place) for place in np.argsort(-shares) if shares[place] >= self._thresholds[place]]
        words = self._words(text, said)
        return [Barrier(self.barrier_names[p], float(shares[p]), words[p]) for p in said]

    def _words(self, text: str, said: list[int]) -> dict[int, str]:
        parts = [text[a:b] for a, b in clauses(text)] or [text]
        if len(parts) == 1 or not said:
            return dict.fromkeys(said, parts[0])
        # the wording alone is enough to tell which clause says it, and costs no second encoding
        scores = self._likeness.wording_of(parts) @ self._by_wording[:, len(self.intents) :]
        return {place: parts[int(scores[:, place].argmax())] for place in said}

    def save(self, folder: Path) -> None:
        """Write it as arrays and JSON, nothing that could run."""
        self._likeness.save(folder)
        np.savez(folder / WEIGHTS, weights=self._weights)
        (folder / MODEL).write_text(json.dumps(self._settings), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        settings = json.loads((folder / MODEL).read_text(encoding="utf-8"))
        with np.load(folder / WEIGHTS, allow_pickle=False) as kept:
            return cls(Likeness.load(folder), kept["weights"], settings)


def short_answers(sentences: Sequence[Sentence]) -> list[str]:
    """Return the words of one- and two-word sentences: "aye" is known although it stands in one text only."""
    short = (one.text.lower().split() for one in sentences if one.intent != "give_profile")
    return sorted({word.strip(",.!?") for words in short if len(words) <= SHORT for word in words} - {""})


def _noise(is_intent: Matrix) -> Matrix:
    # a common intent would otherwise draw everything to itself
    counts = is_intent.sum(axis=0)
    shares: NDArray[np.float64] = (is_intent @ counts) / np.median(counts)
    noise: Matrix = NOISE * np.sqrt(shares)
    return noise


def _chosen(intent_scores: Matrix, is_intent: Matrix, barrier_scores: Matrix, says: Matrix) -> dict[str, Any]:
    softmax = softmax_for(intent_scores, is_intent)
    sigmoids = sigmoids_for(barrier_scores, says)
    shares, barrier_shares = softmax(intent_scores), sigmoids(barrier_scores)
    thresholds = thresholds_for(barrier_shares, says)
    abstention = abstention_for(shares, is_intent, WRONG_COSTS)
    quality = _quality(shares, is_intent, barrier_shares >= thresholds, says, abstention)
    return {
        "softmax": {"scale": softmax.scale, "shift": softmax.shift.tolist()},
        "sigmoids": {"scale": sigmoids.scale.tolist(), "shift": sigmoids.shift.tolist()},
        "thresholds": thresholds.tolist(),
        "abstention": asdict(abstention),
        "quality": asdict(quality),
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
