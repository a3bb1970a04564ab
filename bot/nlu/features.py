"""What is looked at in a text: what the middle layers of the sentence encoder make of it, and its wording."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.wording_features import WordingFeatures

# The earlier layers keep how a thing is said, the last one only what it is about: docs/decisions/0008.
EARLY_AND_LATE, LAST = (1, 3, 5), (5,)
# What is left of the 1,152 numbers of three layers: as many sentences left out are understood as with all,
# and the training sentences, which each text is compared with, take a quarter of memory and time.
DIRECTIONS = 256
# Of two texts whose vectors have the product c: what they share is LINEAR * c + BENT * exp(WIDTH * (c - 1)).
LINEAR, BENT, WIDTH = 2.0, 4.0, 2.0
CONSTANT = 0.1
FEW = 10  # texts that are compared one by one
PIECE = 2048  # sentences, whose vectors stay in the processor's cache meanwhile

VECTORS = "vectors.npz"

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Views:
    """Texts in both views, one row each: sentence vectors of length 1 (of three layers), and n-grams."""

    vectors: Rows
    wording: csr_matrix

    def products(self) -> Rows:
        """Return the inner product of each text with each."""
        close = self.vectors @ self.vectors.T
        in_wording = _products(self.wording)
        return np.asarray(LINEAR * close + bent(close) + in_wording + CONSTANT, dtype=np.float32)


def _products(wording: csr_matrix) -> Rows:
    turned, parts = wording.T.tocsr(), np.array_split(np.arange(wording.shape[0]), os.cpu_count() or 1)
    with ThreadPoolExecutor(len(parts)) as cores:
        return np.concatenate(list(cores.map(lambda part: (wording[part] @ turned).toarray(), parts)))


def bent(close: Rows) -> Rows:
    """Return the part that tells near texts from all others (a Gaussian kernel, for vectors of length 1)."""
    return np.asarray(BENT * np.exp(WIDTH * (close - 1)), dtype=np.float32)


@dataclass(frozen=True)
class Weights:
    """What each training sentence counts for each label, added up where it can be.

    `near` counts for texts near to a sentence (its vector is in `learnt`); `vectors`, `wording` and
    `constant` are what all sentences together give to each number, each n-gram and any text.
    """

    learnt: Rows
    near: Rows
    vectors: Rows
    wording: Rows
    constant: Rows

    @classmethod
    def of_texts(cls, views: Views, weights: Rows) -> Self:
        """Add up the weights of the sentences."""
        return cls(
            learnt=views.vectors,
            near=weights,
            vectors=LINEAR * (views.vectors.T @ weights),
            wording=np.asarray(views.wording.T @ weights),
            constant=CONSTANT * weights.sum(axis=0),
        )

    def scores(self, views: Views) -> Rows:
        """Return the score of each text for each label."""
        meant = self._near(views.vectors) + views.vectors @ self.vectors
        return np.asarray(meant + self.of_wording(views.wording) + self.constant, dtype=np.float32)

    def _near(self, vectors: Rows) -> Rows:
        if len(vectors) > FEW:
            return bent(vectors @ self.learnt.T) @ self.near
        # a product of two matrices would copy all that was learnt; so a piece of it is fetched for all rows
        scores = np.zeros((len(vectors), self.near.shape[1]), dtype=np.float32)
        for start in range(0, len(self.learnt), PIECE):
            piece = self.learnt[start : start + PIECE]
            close = np.array([piece @ row for row in vectors])
            scores += bent(close) @ self.near[start : start + PIECE]
        return scores

    def of_wording(self, wording: csr_matrix) -> Rows:
        """Return what the wording alone adds to each score."""
        # row by row: the product of scipy would copy all the weights for a handful of n-grams
        rows = [wording.data[a:b] @ self.wording[wording.indices[a:b]] for a, b in pairwise(wording.indptr)]
        return np.asarray(rows, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write it as arrays; half precision is enough for the vectors."""
        np.savez(path, **{**vars(self), "learnt": self.learnt.astype(np.float16)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name].astype(np.float32) for name in kept.files}
        # column by column: a product with one row takes little more than half of the time so
        return cls(**{**arrays, "learnt": np.asfortranarray(arrays["learnt"])})


class Features:
    """Turns texts into numbers, as was learnt from the training sentences."""

    def __init__(
        self, chosen: tuple[int, ...], middle: Rows, directions: Rows, wording: WordingFeatures
    ) -> None:
        self._chosen = chosen
        self._middle = middle
        self._directions = directions
        self._wording = wording

    @classmethod
    def learn(cls, texts: Sequence[str], layers: Rows, chosen: tuple[int, ...] = EARLY_AND_LATE) -> Self:
        """Choose the n-grams, and the middle and main directions of the vectors.

        `layers` are the encoder's, (texts, 6, 384), of which those `chosen` are looked at.
        """
        middle = _units(layers[:, chosen]).mean(axis=0)
        directions = _main_directions(_joined(layers[:, chosen], middle))
        return cls(chosen, middle, directions, WordingFeatures.learn(texts))

    @property
    def rarity(self) -> dict[str, float]:
        """Return the words known from the training sentences, and how rare each is."""
        return self._wording.rarity

    def views(self, texts: Sequence[str], layers: Rows) -> Views:
        """Return both views of some texts."""
        return Views(self._vectors(layers), self._wording.of(texts))

    def wording(self, texts: Sequence[str]) -> csr_matrix:
        """Return the wording alone, which needs no encoder."""
        return self._wording.of(texts)

    def save(self, folder: Path) -> None:
        """Write it as arrays and JSON."""
        self._wording.save(folder)
        np.savez(folder / VECTORS, chosen=self._chosen, middle=self._middle, directions=self._directions)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(folder / VECTORS, allow_pickle=False) as kept:
            chosen = tuple(kept["chosen"].tolist())
            return cls(chosen, kept["middle"], kept["directions"], WordingFeatures.load(folder))

    def _vectors(self, layers: Rows) -> Rows:
        return _units(_joined(layers[:, self._chosen], self._middle) @ self._directions)


def _joined(chosen: Rows, middle: Rows) -> Rows:
    each = _units(_units(chosen) - middle)
    return np.asarray(each.reshape(len(each), -1) / np.float32(len(middle) ** 0.5), dtype=np.float32)


def _main_directions(vectors: Rows) -> Rows:
    """Return the directions in which the vectors reach farthest, one in each column."""
    _, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return np.ascontiguousarray(directions[:, ::-1][:, :DIRECTIONS], dtype=np.float32)


def _units(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
