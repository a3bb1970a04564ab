"""Which texts share the words that a person uses, those that few texts have counting most."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from knowledge.records import Programme
from knowledge.yaml_file import read_yaml

SAY_NOTHING = Path(__file__).with_name("words_that_say_nothing.yml")
WORD = re.compile(r"[a-z0-9&+]{3,}")
OFTEN, LONG = 1.2, 0.75  # how much a word more counts, and how much a long text is held against it
KEPT = 64  # selections of programmes, one for each place and more
MUCH = 15.0  # so much in common is as much as anything has


@dataclass(frozen=True)
class WordIndex:
    """The texts by the stems of their words: `rows[first[n]:first[n + 1]]` are those with stem number n.

    `weights` are those of BM25 (Robertson and Zaragoza 2009): more for a word that few texts have, for one
    that a text has more than once, and for a short text.
    """

    numbers: dict[str, int]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    first: NDArray[np.int64]
    ids: tuple[str, ...]

    def in_common(self, words: str) -> dict[str, float]:
        """Return for each text, by its id, how much it has in common with these words, from 0 to 1."""
        total = np.zeros(len(self.ids))
        for stem in sorted(set(stems(words)) & self.numbers.keys()):
            number = self.numbers[stem]
            standing = slice(self.first[number], self.first[number + 1])
            total[self.rows[standing]] += self.weights[standing]
        return dict(zip(self.ids, np.minimum(1.0, total / MUCH).tolist(), strict=True))


class WordIndexBuilder:
    """Takes one text after another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._stems, self._rows, self._times, self._lengths = array("i"), array("i"), array("i"), array("i")

    def add(self, name: str, text: str) -> None:
        """Take the next text, and the id that it goes by."""
        self._ids.append(name)
        counted = Counter(stems(text))
        row = len(self._lengths)
        self._lengths.append(counted.total())
        for stem, times in counted.items():
            self._stems.append(self._numbers.setdefault(stem, len(self._numbers)))
            self._rows.append(row)
            self._times.append(times)

    def build(self) -> WordIndex:
        """Return the index of the texts taken."""
        numbers, rows = np.array(self._stems, dtype=np.int32), np.array(self._rows, dtype=np.int32)
        times, lengths = np.array(self._times, dtype=np.float64), np.array(self._lengths, dtype=np.float64)
        counts = np.bincount(numbers, minlength=len(self._numbers))
        rare = np.log(1 + (len(lengths) - counts + 0.5) / (counts + 0.5))
        long = 1 - LONG + LONG * lengths / max(1.0, lengths.mean() if len(lengths) else 1.0)
        weights = rare[numbers] * times * (OFTEN + 1) / (times + OFTEN * long[rows])
        order = np.argsort(numbers, kind="stable")
        return WordIndex(
            numbers=self._numbers,
            rows=rows[order],
            weights=weights[order].astype(np.float32),
            first=np.concatenate([[0], np.cumsum(counts)]),
            ids=tuple(self._ids),
        )


def index_of(programmes: Sequence[Programme]) -> WordIndex:
    """Return the index of these programmes; it is kept for when they are asked for again."""
    return _index(tuple((one.id, f"{one.name} {one.provider} {one.summary}") for one in programmes))


@lru_cache(maxsize=KEPT)
def _index(texts: tuple[tuple[str, str], ...]) -> WordIndex:
    builder = WordIndexBuilder()
    for name, text in texts:
        builder.add(name, text)
    return builder.build()


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
