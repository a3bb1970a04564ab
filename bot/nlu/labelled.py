"""Sentences to learn from, with their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.nlu.ridge import Matrix

FEWEST_JUDGES = 3  # sentences of a label
PERHAPS = 0.4  # between "does not say it" and "says it": a barrier of which it is not sure


@dataclass(frozen=True)
class Sentence:
    """One sentence to learn from, with its labels.

    Of the barriers in `perhaps` one fair judge might say that they are said, and another not. The `sector` is
    the firm's own, where the sentence tells it. A sentence that `judges` was never shown to the encoder when
    it was fitted, and tells how sure to be: of the others it knows the labels by heart.
    """

    text: str
    intent: str
    barriers: frozenset[str]
    perhaps: frozenset[str] = frozenset()
    judges: bool = False
    sector: str | None = None


@dataclass(frozen=True)
class Labels:
    """The labels of sentences as numbers, one row each: 1 where a label holds, 0 where not."""

    intents: list[str]
    barriers: list[str]
    sectors: list[str]
    is_intent: Matrix
    says: Matrix
    perhaps: NDArray[np.bool_]
    is_sector: Matrix
    judges: NDArray[np.bool_]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Self:
        """Number the labels in the order of their names."""
        intents = sorted({one.intent for one in sentences})
        barriers = sorted({name for one in sentences for name in one.barriers})
        is_intent = [[one.intent == name for name in intents] for one in sentences]
        says = [[name in one.barriers for name in barriers] for one in sentences]
        sectors = sorted({one.sector for one in sentences if one.sector})
        is_sector = [[one.sector == name for name in sectors] for one in sentences]
        perhaps = [[name in one.perhaps for name in barriers] for one in sentences]
        shape = len(sentences), len(barriers)
        return cls(
            intents,
            barriers,
            sectors,
            np.array(is_intent, dtype=float),
            np.array(says, dtype=float).reshape(shape),
            np.array(perhaps, dtype=bool).reshape(shape),
            np.array(is_sector, dtype=float).reshape(len(sentences), len(sectors)),
            np.array([one.judges for one in sentences], dtype=bool),
        )

    @property
    def fair(self) -> NDArray[np.bool_]:
        """Return which sentences judge; all of them where some label has too few that do."""
        # a sector is rare: how sure of it to be is one number for all of them
        labels = np.concatenate([self.is_intent[self.judges], self.says[self.judges]], axis=1)
        enough = len(labels) and labels.sum(axis=0).min() >= FEWEST_JUDGES
        return self.judges if enough else np.ones(len(self.judges), dtype=bool)

    @property
    def says_or_perhaps(self) -> Matrix:
        """Return what is said as 1, and what is perhaps said as something less."""
        return np.where(self.perhaps, PERHAPS, self.says)
