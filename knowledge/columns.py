"""A few fields of many records, each distinct value once: what depends on them is told once for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.alike import Alike
from knowledge.records import Programme

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

MOST_AT_ONCE = 32  # labels that are told apart by one number of 64 bits, with room for what was told before
COARSE = 2.0**30
KEPT = 32  # ways of grouping the values of one column: those of the last few who asked


@dataclass(frozen=True)
class Labels:
    """Which labels each of many sets holds, a row for each label, and how many."""

    place_of: dict[str, int]
    holds: Flags
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, values: Sequence[frozenset[str]]) -> "Labels":
        """Return the labels of these sets."""
        place_of = {label: place for place, label in enumerate(sorted(frozenset().union(*values)))}
        holds = np.zeros((len(place_of), len(values)), dtype=np.bool_)
        for number, value in enumerate(values):
            holds[[place_of[label] for label in value], number] = True
        return cls(place_of, holds, holds.sum(axis=0))

    def told_apart(self, alike: Alike) -> NDArray[np.int64]:
        """Return a number for each set, the same for those that `Column.groups` does not tell apart."""
        key = self.sizes
        for number, labels in enumerate(alike, start=1):
            key = key * 2 + self.any_of(labels)
            if number % MOST_AT_ONCE == 0:
                key = np.unique(key, return_inverse=True)[1]
        return key

    def any_of(self, labels: Iterable[str]) -> Flags:
        """Tell of each set whether it holds one of these labels."""
        places = [self.place_of[label] for label in labels if label in self.place_of]
        either: Flags = self.holds[places[0]] if len(places) == 1 else self.holds[places].any(axis=0)
        return either

    def summed(self, tables: Sequence[Mapping[str, float]]) -> Numbers:
        """Return for each set what its labels stand for in all of these tables together.

        Each number is split into a coarse one and what is left, of which sums are exact in any order, so that
        the whole is rounded once.
        """
        if not tables:
            return np.zeros(len(self.sizes))
        numbers = np.array([[table.get(label, 0.0) for label in self.place_of] for table in tables])
        coarse = np.round(numbers * COARSE) / COARSE
        parts = np.array([coarse.sum(axis=0), (numbers - coarse).sum(axis=0)]) @ self.holds
        whole: Numbers = parts[0] + parts[1]
        return whole


@dataclass(frozen=True)
class Groups:
    """One value of each group, and the group of each value; None where each is a group of its own."""

    examples: tuple[Programme, ...]
    of_value: Rows | None

    def spread[Kind: np.generic](self, told: NDArray[Kind]) -> NDArray[Kind]:
        """Return for each value what is told of its group."""
        return told if self.of_value is None else told.take(self.of_value)


@dataclass(frozen=True, eq=False)
class Column:
    """The distinct values of a few fields, and the number of the one that each record has.

    A distinct value is a programme of which these fields alone are told: asking it for another one is an
    AttributeError. `labels` are there where the field is a set of labels.
    """

    distinct: tuple[Programme, ...]
    codes: Rows
    labels: Labels | None = None

    def groups(self, alike: Alike | None = None) -> Groups:
        """Return the values, or with `alike` one group for all sets that those labels do not tell apart.

        The sets of one group hold as many labels, and the same ones of those given.
        """
        return Groups(self.distinct, None) if alike is None or self.labels is None else self._grouped(alike)

    def numbers(self, tell: Callable[[Programme], float], alike: Alike | None = None) -> Numbers:
        """Return a number for each value, told once for each group."""
        groups = self.groups(alike)
        return groups.spread(np.array([tell(one) for one in groups.examples], dtype=np.float64))

    def flags(self, tell: Callable[[Programme], bool], alike: Alike | None = None) -> Flags:
        """Return a yes or no for each value, told once for each group."""
        groups = self.groups(alike)
        return groups.spread(np.array([tell(one) for one in groups.examples], dtype=np.bool_))

    @cached_property
    def _grouped(self) -> Callable[[Alike], Groups]:
        return lru_cache(maxsize=KEPT)(self._group)

    def _group(self, alike: Alike) -> Groups:
        if self.labels is None or not self.distinct:
            return Groups(self.distinct, None)
        _, firsts, groups = np.unique(self.labels.told_apart(alike), return_index=True, return_inverse=True)
        return Groups(tuple(self.distinct[first] for first in firsts), groups)
