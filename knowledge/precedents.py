"""What was judged to help who said something like this: needs that were judged by hand before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Selection
from knowledge.columns import Numbers
from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("precedents.yml")
NEARER = 0.05  # of a cosine: so much nearer in meaning counts about three times as much


@dataclass(frozen=True)
class Precedent:
    """What somebody said, and what each programme was worth to them: 1 at best, less than 0 when it is wrong.

    It can be compared in meaning (`knowledge.likeness.Meant`).
    """

    id: str
    meant: str
    worth: Mapping[str, float]


@dataclass(frozen=True)
class Precedents:
    """Judged needs, which lean towards some programmes and away from others.

    A programme that nobody judged, and one that was judged alike whatever was said, is leant neither way: new
    facts are at no disadvantage.
    """

    each: tuple[Precedent, ...] = ()

    def leaning(self, near: Mapping[str, float], offered: Selection) -> Numbers:
        """Return how far what was judged before speaks for each programme, at most one and a half either way.

        `near` tells how near in meaning each precedent is to what was said now, by its id.
        """
        found = np.zeros(len(offered.catalogue))
        if self.each:
            cosines = np.array([near[one.id] for one in self.each])
            likely = np.exp((cosines - cosines.max()) / NEARER)
            leans = (likely / likely.sum()) @ self._worth
            rows = offered.catalogue.row_of
            known = [(rows[name], place) for place, name in enumerate(self._ids) if name in rows]
            found[[row for row, _ in known]] = leans[[place for _, place in known]]
        leaning: Numbers = found[offered.rows]
        return leaning

    def without(self, need_id: str) -> "Precedents":
        """Return all but one, so that a judged need is not ranked by what was judged of it."""
        return Precedents(tuple(one for one in self.each if one.id != need_id))

    @cached_property
    def _ids(self) -> Sequence[str]:
        return sorted({name for one in self.each for name in one.worth})

    @cached_property
    def _worth(self) -> NDArray[np.float64]:
        table = np.array([[one.worth.get(name, 0.0) for name in self._ids] for one in self.each])
        differing: NDArray[np.float64] = table - table.mean(axis=0)
        return differing


@cache
def precedents() -> Precedents:
    """Return the judged needs that Signpost ships."""
    return Precedents(tuple(Precedent(one["id"], one["said"], one["worth"]) for one in read_yaml(FILE)))
