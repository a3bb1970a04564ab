"""Many texts, and which of them hold a string: found by their distinct words, not by reading them all."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int32]
KEPT = 32  # strings that were looked for last
BETWEEN = 0  # the number of no word, which stands after each text


@dataclass(frozen=True)
class Texts:
    """The texts as the numbers of their words in a row, and where each word stands.

    A word is what stands between two spaces, so that a string with a space in it goes over several.
    """

    words: tuple[str, ...]
    numbers: Positions
    starts: Positions
    by_word: Positions
    first: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def holding(self, string: str) -> NDArray[np.bool_]:
        """Return for each text whether the string stands in it, as `in` would tell."""
        return self._held(string)

    @cached_property
    def _held(self) -> Callable[[str], NDArray[np.bool_]]:
        return lru_cache(maxsize=KEPT)(self._holding)

    def _holding(self, string: str) -> NDArray[np.bool_]:
        found = np.zeros(len(self), dtype=np.bool_)
        found[np.searchsorted(self.starts, self._positions(string.split(" ")), side="right") - 1] = True
        return found

    def _positions(self, parts: list[str]) -> Positions:
        first, *others = parts
        if not others:
            return self._standing([number for number, word in enumerate(self.words) if first in word])
        ending = [number for number, word in enumerate(self.words) if word.endswith(first)]
        positions = self._standing(ending)
        *middle, last = others
        for after, part in enumerate(middle, start=1):
            positions = self._followed(positions, after, part.__eq__)
        return self._followed(positions, len(others), lambda word: word.startswith(last))

    def _standing(self, numbers: list[int]) -> Positions:
        places = [self.by_word[self.first[one] : self.first[one + 1]] for one in numbers if one != BETWEEN]
        return np.concatenate(places) if places else np.zeros(0, dtype=np.int32)

    def _followed(self, positions: Positions, after: int, fits: Callable[[str], bool]) -> Positions:
        """Keep the positions after which, at this distance and in the same text, a fitting word stands."""
        inside = positions[positions + after < len(self.numbers)]
        following, which = np.unique(self.numbers[inside + after], return_inverse=True)
        fitting = [one != BETWEEN and fits(self.words[one]) for one in following]
        kept: Positions = inside[np.array(fitting, dtype=np.bool_)[which]]
        return kept


class TextsBuilder:
    """Takes one text after another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, int] = {}
        self._numbers = array("i")
        self._starts = array("i")

    def add(self, text: str) -> None:
        """Take the next text."""
        known = self._known
        self._starts.append(len(self._numbers))
        self._numbers.extend(known.setdefault(word, len(known) + 1) for word in text.split(" "))
        self._numbers.append(BETWEEN)

    def build(self) -> Texts:
        """Return the texts taken."""
        numbers = np.array(self._numbers, dtype=np.int32)
        counts = np.bincount(numbers, minlength=len(self._known) + 1)
        return Texts(
            words=("", *self._known),
            numbers=numbers,
            starts=np.array(self._starts, dtype=np.int32),
            by_word=np.argsort(numbers, kind="stable").astype(np.int32),
            first=np.concatenate([[0], np.cumsum(counts)]),
        )
