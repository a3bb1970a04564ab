"""What a need and a firm hold programmes against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Selection, Told
from knowledge.columns import Numbers
from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.traits import asks_for_something, speaks_of_research

MOST_LIKE = 0.45  # a cosine from here on is as near as words come, if not nearer to another programme


@dataclass(frozen=True)
class Yardstick:
    """Made once for a need, a firm and some programmes of a catalogue, used for each of them.

    `rarity` tells how rare each barrier is among the programmes: helping over a rare one tells more. `near`
    is how near each record of the catalogue is to the person's words in meaning, `words` how much it shares
    with them, `judged` how far needs that were judged before speak for it; nothing for those that are not
    among the programmes. `told` is what was told already of the values of the catalogue; `is_compared`
    whether the person's words could be compared in meaning.
    """

    firm: Firm
    need: Need
    today: date
    rarity: Mapping[str, float]
    near: Numbers
    words: Numbers
    judged: Numbers
    technologies: tuple[str, ...]
    specific: bool
    research: bool
    told: Mapping[str, Told]
    is_compared: bool = True

    @classmethod
    def of(
        cls,
        offered: Selection,
        firm: Firm,
        need: Need,
        today: date,
        *,
        cosines: NDArray[np.floating] | None = None,
        leaning: Numbers | None = None,
        of_firm: Told | None = None,
    ) -> "Yardstick":
        """Look at these programmes; `cosines` are those of the person's words and each of them.

        `leaning` is what precedents say of each of them.
        `of_firm` is what another yardstick told of the same catalogue, for the same firm and technologies.
        """
        catalogue, nothing = offered.catalogue, np.zeros(len(offered.catalogue))
        near = nothing if cosines is None else nothing.copy()
        if cosines is not None:
            near[offered.rows] = likenesses(cosines)
        judged = nothing if leaning is None else nothing.copy()
        if leaning is not None:
            judged[offered.rows] = leaning
        counts = offered.counted("barriers")
        return cls(
            firm=firm,
            need=need,
            today=today,
            rarity={name: log(1 + len(offered) / count) for name, count in counts.items()},
            near=near,
            words=catalogue.words.in_common(need.words, offered.rows) if need.words else nothing,
            judged=judged,
            technologies=tuple(dict.fromkeys((*need.technologies, *firm.technologies))),
            specific=asks_for_something(need),
            research=speaks_of_research(firm, need),
            told={"need": {}, "firm": {} if of_firm is None else of_firm, "day": catalogue.of_day(today)},
            is_compared=cosines is not None,
        )

    def weight(self, barriers: Iterable[str]) -> float:
        """Return what helping over these barriers is worth."""
        return sum(self.rarity.get(name, 1.0) for name in barriers)

    @cached_property
    def weighed(self) -> float:
        """What helping over all that was told of is worth."""
        return self.weight(self.need.barriers)


def likenesses(cosines: NDArray[np.floating]) -> Numbers:
    """Return how near each thing is in meaning, from 0 for half of them to 1 for the nearest.

    What cosines mean depends on the length and kind of the words, so they are held against each other.
    """
    if not len(cosines):
        return np.zeros(0)
    exact = cosines.astype(np.float64)
    low, high = _median(exact), max(MOST_LIKE, float(exact.max()))
    if high == low:  # they are all as near as words come
        return np.ones(len(exact))
    return np.minimum(1.0, np.maximum(0.0, (exact - low) / (high - low)))


def _median(values: Numbers) -> float:
    middle = ((len(values) - 1) // 2, len(values) // 2)
    sorted_there = np.partition(values, middle)  # a tenth of what numpy's median costs for few values
    return float(sorted_there[middle[0]] + sorted_there[middle[1]]) / 2
