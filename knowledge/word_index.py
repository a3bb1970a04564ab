"""Which texts share the words that a person uses, those that few texts have counting most."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from knowledge.needs import FEW_AT_ONCE
from knowledge.yaml_file import read_yaml

SAY_NOTHING = Path(__file__).with_name("words_that_say_nothing.yml")
WORD = re.compile(r"[a-z0-9&+]{3,}")
OFTEN, LONG = 1.2, 0.75  # how much a word more counts, and how much a long text is held against it
MUCH = 15.0  # so much in common is as much as anything has


@dataclass(frozen=True)
class WordIndex:
    """The texts by the stems of their words: `rows[first[n]:first[n + 1]]` are those with stem number n.

    `times` tells how often a stem stands in the text, `lengths` how many words each text has.
    """

    numbers: dict[str, int]
    rows: NDArray[np.int32]
    times: NDArray[np.int32]
    first: NDArray[np.int64]
    lengths: NDArray[np.float64]

    def in_common(self, words: str, among: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return for each text how much it has in common with these words, from 0 to 1.

        Only the texts `among` them are looked at, as if there were no others. They are weighed as in BM25
        (Robertson and Zaragoza 2009): more for a word that few texts have, for one that a text has more than
        once, and for a short text.
        """
        looked_at = np.zeros(len(self.lengths), dtype=np.bool_)
        looked_at[among] = True
        usual = max(1.0, float(self.lengths[among].mean())) if len(among) else 1.0
        rows, times, stem = self._asked(words).where(looked_at)
        counts = np.bincount(stem)
        rare = np.log(1 + (len(among) - counts + 0.5) / (counts + 0.5))
        long = 1 - LONG + LONG * self.lengths[rows] / usual
        weights = rare[stem] * times * (OFTEN + 1) / (times + OFTEN * long)
        total = np.bincount(rows, weights.astype(np.float32), minlength=len(self.lengths))
        return np.minimum(1.0, total / MUCH)

    @cached_property
    def _asked(self) -> "Callable[[str], _Standing]":
        # a plan asks about the same words once for each of its steps
        return lru_cache(maxsize=FEW_AT_ONCE)(self._standing)

    def _standing(self, words: str) -> "_Standing":
        known = [self.numbers[stem] for stem in sorted(set(stems(words)) & self.numbers.keys())]
        places = [np.arange(self.first[one], self.first[one + 1]) for one in known]
        where = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
        stem = np.repeat(np.arange(len(known)), [len(one) for one in places])
        return _Standing(self.rows[where], self.times[where], stem)


@dataclass(frozen=True)
class _Standing:
    """Where the stems of some words stand: in which texts, how often, and which stem, the first one first."""

    rows: NDArray[np.int32]
    times: NDArray[np.int32]
    stem: NDArray[np.int64]

    def where(
        self, looked_at: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Return those in the texts that are looked at."""
        here = looked_at[self.rows]
        return self.rows[here], self.times[here], self.stem[here]


class WordIndexBuilder:
    """Takes one text after another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, int] = {}
        self._stems, self._rows, self._times, self._lengths = array("i"), array("i"), array("i"), array("i")

    def add(self, text: str) -> None:
        """Take the next text."""
        counted = Counter(stems(text))
        row = len(self._lengths)
        self._lengths.append(counted.total())
        for stem, times in counted.items():
            self._stems.append(self._numbers.setdefault(stem, len(self._numbers)))
            self._rows.append(row)
            self._times.append(times)

    def build(self) -> WordIndex:
        """Return the index of the texts taken."""
        numbers = np.array(self._stems, dtype=np.int32)
        order = np.argsort(numbers, kind="stable")
        counts = np.bincount(numbers, minlength=len(self._numbers))
        return WordIndex(
            numbers=self._numbers,
            rows=np.array(self._rows, dtype=np.int32)[order],
            times=np.array(self._times, dtype=np.int32)[order],
            first=np.concatenate([[0], np.cumsum(counts)]),
            lengths=np.array(self._lengths, dtype=np.float64),
        )


def stems(text: str) -> Iterator[str]:
    """Yield the stem of each word that tells something.

    >>> list(stems("We are welding the welded frames"))
    ['weld', 'weld', 'frame']
    """
    return (_stem(word) for word in WORD.findall(text.casefold()) if word not in _say_nothing())


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> "snowballstemmer.EnglishStemmer":
    return snowballstemmer.stemmer("english")


@cache
def _say_nothing() -> frozenset[str]:
    words: Sequence[str] = read_yaml(SAY_NOTHING)["words"]
    return frozenset(words)
