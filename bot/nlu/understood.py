"""What was learnt from the training sentences: the intent of a text, the barriers and the sector it tells."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
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
from bot.nlu.single_sentences import LOUDEST, SHARE, single_sentences

Part = Callable[[int, int], Rows]
Alone = Callable[[Sequence[str]], Rows]

NOT_UNDERSTOOD = "nlu_fallback"
BEYOND = "out_of_scope"
WRONG_COSTS = 0.4  # of what a right answer gains: asking back costs a turn too
NOISE = 0.4  # one for intents, barriers and sectors, so that one inverse does for both
# On the development sets one that is less likely is as often wrong as right. A social purpose is told by a
# legal form, and "other" by nothing.
SURE_OF_SECTOR, NO_GUESS = 0.4, frozenset({"social_enterprise", "other"})
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
    sector_f1: float


@dataclass(frozen=True)
class Told:
    """A barrier or a sector that a text tells, and the part of the text that tells it."""

    name: str
    confidence: float
    words: str


@dataclass(frozen=True)
class Meaning:
    """What a text means: its intents, the likeliest first, led by NOT_UNDERSTOOD when unsure; what it tells.

    `sector` is the firm's own, or None; `sectors` says of each sector how likely it is to be that.
    """

    intents: list[tuple[str, float]]
    barriers: list[Told]
    sector: Told | None
    sectors: Mapping[str, float] = field(default_factory=dict)


class Understood:
    """The trained model of intents, barriers and sectors."""

    def __init__(self, features: Features, weights: Weights, settings: dict[str, Any]) -> None:
        self._features = features
        self._weights = weights
        self._settings = settings
        self.intents: list[str] = settings["intents"]
        self.barrier_names: list[str] = settings["barriers"]
        self.sectors: list[str] = settings["sectors"]
        self.quality = Quality(**settings["quality"])
        self._softmax = Softmax(settings["softmax"]["scale"], np.array(settings["softmax"]["shift"]))
        self._of_barriers, self._of_sectors = (_sigmoids(settings[key]) for key in ("sigmoids", "of_sectors"))
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
        names = {"intents": labels.intents, "barriers": labels.barriers, "sectors": labels.sectors}
        return cls(features, weights, {**names, "short_answers": short_answers(sentences), **calibrated})

    def read(self, text: str, layers: Rows, part: Part | None = None, alone: Alone | None = None) -> Meaning:
        """Return what a text means.

        `part` gives the layers of a part of the text, so that it can be told which part tells a label;
        `alone` those of texts by themselves, so that a barrier is heard among others.
        """
        of_intents, of_barriers, of_sectors = self._split(self._scores([text], layers))
        of_barriers = self._by_sentence(text, of_barriers, alone) if alone else of_barriers
        barriers = self._of_barriers(of_barriers)[0] if self.barrier_names else np.zeros(0)
        said = [int(place) for place in np.argsort(-barriers) if barriers[place] >= self._threshold]
        sectors = self._of_sectors(of_sectors)[0] if self.sectors else np.zeros(1)
        sector = int(sectors.argmax())
        is_sure = bool(_are_told(sectors[None], self.sectors)[0, sector]) if self.sectors else False
        before = len(self.intents), len(self.intents) + len(self.barrier_names)
        places = [*(before[0] + one for one in said), *([before[1] + sector] if is_sure else [])]
        # most texts tell a sector and each part takes time, so for it alone the wording is enough
        words = self._words(text, places, part if said else None)
        return Meaning(
            self._ranking(of_intents),
            [Told(self.barrier_names[one], float(barriers[one]), words[before[0] + one]) for one in said],
            Told(self.sectors[sector], float(sectors[sector]), words[before[1] + sector])
            if is_sure
            else None,
            {name: float(share) for name, share in zip(self.sectors, sectors, strict=False)},
        )

    def _by_sentence(self, text: str, of_barriers: Matrix, alone: Alone) -> Matrix:
        """Return the scores with the share of the loudest sentence; as they are if none can be heard."""
        at_most = self._of_barriers((1 - SHARE) * of_barriers + SHARE * LOUDEST)
        single = single_sentences(text) if (at_most >= self._threshold).any() else []
        if not single:
            return of_barriers
        loudest = self._split(self._scores(single, alone(single)))[1].max(axis=0)
        return np.asarray((1 - SHARE) * of_barriers + SHARE * loudest)

    def _scores(self, texts: Sequence[str], layers: Rows) -> Matrix:
        return self._weights.scores(self._features.views(texts, layers)).astype(np.float64)

    def _split(self, scores: Matrix) -> list[Matrix]:
        return np.split(scores, np.cumsum([len(self.intents), len(self.barrier_names)]), axis=1)

    def _ranking(self, scores: Matrix) -> list[tuple[str, float]]:
        shares = self._softmax(scores)[0]
        ranking = [(self.intents[place], float(shares[place])) for place in np.argsort(-shares)]
        second = ranking[1][1] if len(ranking) > 1 else 0.0
        if self._abstention.abstains(ranking[0][1], second):
            return [(NOT_UNDERSTOOD, 1 - ranking[0][1]), *ranking]
        return ranking

    def _words(self, text: str, labels: list[int], part: Part | None) -> dict[int, str]:
        """Return for each label, counted over all of them, the part of the text that tells it best."""
        spans = clauses(text)
        parts = [text[a:b] for a, b in spans] or [text]
        if len(parts) == 1 or not labels:
            return dict.fromkeys(labels, parts[0])
        scores: Rows | Matrix
        if part is None:
            scores = self._weights.of_wording(self._features.wording(parts))
        else:
            meant = np.stack([part(a, b) for a, b in spans])
            scores = self._scores(parts, meant)
        return {label: parts[int(scores[:, label].argmax())] for label in labels}

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
    targets = np.hstack([labels.is_intent, labels.says_or_perhaps, labels.is_sector])
    return features, views, labels, fit(views.products(), targets, np.full(len(texts), NOISE))


def short_answers(sentences: Sequence[Sentence]) -> list[str]:
    """Return the words of one- and two-word sentences: "aye" is known although it stands in one text only."""
    short = (one.text.lower().split() for one in sentences if one.intent != "give_profile")
    return sorted({word.strip(",.!?") for words in short if len(words) <= SHORT for word in words} - {""})


def _calibrated(left_out: Matrix, labels: Labels) -> dict[str, Any]:
    judges = labels.fair
    edges = np.cumsum([len(labels.intents), len(labels.barriers)])
    intent_scores, barrier_scores, sector_scores = np.split(left_out[judges], edges, axis=1)
    is_intent, says, sure = labels.is_intent[judges], labels.says[judges], ~labels.perhaps[judges]
    is_sector = labels.is_sector[judges]
    softmax, sigmoids = softmax_for(intent_scores, is_intent), sigmoids_for(barrier_scores, says, sure)
    of_sectors = sigmoids_for(sector_scores, is_sector, np.ones_like(is_sector, dtype=np.bool_))
    shares, barrier_shares = softmax(intent_scores), sigmoids(barrier_scores)
    told = _are_told(of_sectors(sector_scores), labels.sectors)
    threshold = threshold_for(barrier_shares[sure], says[sure])
    beyond = labels.intents.index(BEYOND) if BEYOND in labels.intents else None
    abstention = abstention_for(shares, is_intent, WRONG_COSTS, beyond)
    said = (barrier_shares >= threshold) & sure
    return {
        "softmax": {"scale": softmax.scale, "shift": softmax.shift.tolist()},
        "sigmoids": _packed(sigmoids),
        "of_sectors": _packed(of_sectors),
        "threshold": threshold,
        "abstention": asdict(abstention),
        "quality": asdict(
            Quality(
                sentences=len(shares),
                barrier_f1=f1(said, says),
                sector_f1=f1(told, is_sector),
                **_of_intents(shares, is_intent, abstention),
            )
        ),
    }


def _are_told(shares: Matrix, sectors: Sequence[str]) -> NDArray[np.bool_]:
    """Return which sector each text tells, one at most."""
    likeliest = shares == shares.max(axis=1, keepdims=True, initial=0.0)
    may_be = np.array([name not in NO_GUESS for name in sectors], dtype=np.bool_)
    told: NDArray[np.bool_] = likeliest & (shares >= SURE_OF_SECTOR) & may_be
    return told


def _packed(sigmoids: Sigmoids) -> dict[str, list[float]]:
    return {"scale": sigmoids.scale.tolist(), "shift": sigmoids.shift.tolist()}


def _sigmoids(packed: dict[str, list[float]]) -> Sigmoids:
    return Sigmoids(np.array(packed["scale"]), np.array(packed["shift"]))


def _of_intents(shares: Matrix, is_intent: Matrix, abstention: Abstention) -> dict[str, float]:
    top = np.sort(shares, axis=1)[:, ::-1]
    right = is_intent[np.arange(len(shares)), shares.argmax(axis=1)] > 0
    answered = np.array([not abstention.abstains(row[0], row[1] if len(row) > 1 else 0.0) for row in top])
    return {
        "accuracy": float(right.mean()),
        "answered": float(answered.mean()),
        "accuracy_of_answered": float(right[answered].mean()) if answered.any() else 0.0,
    }
