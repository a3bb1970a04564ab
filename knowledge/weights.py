"""What each part of a score is worth, read from `weights.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.columns import Numbers
from knowledge.needs import Need
from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("weights.yml")
Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Scale:
    """What makes a likelihood of a sum: on the logistic scale, times `steepness` and raised by `level`."""

    steepness: float
    level: float

    def likely(self, total: Numbers) -> Numbers:
        """Return how likely a broker would call each helpful, from 0 to 1."""
        likely: Numbers = 1 / (1 + np.exp(-(self.steepness * total + self.level)))
        return likely


@dataclass(frozen=True)
class Weights:
    """Fitted by `python -m tuning.ranking` on needs that brokers have judged.

    `parts` are for `knowledge.scoring.parts_of`; `barriers` and `wants` are tables of how well each kind of
    support goes with each barrier that is told, and with each kind that is asked for. `said` makes a
    likelihood of what they add up to; `unsaid` does where there are no words to compare in meaning, and less
    adds up.
    """

    parts: Mapping[str, float]
    barriers: Table
    wants: Table
    said: Scale
    unsaid: Scale

    def of_parts(self, parts: Mapping[str, Numbers]) -> Numbers:
        """Return what the parts are worth together.

        They are added with what rounding loses, so that equal offers stay equal whatever they are made of.
        """
        total = lost = np.zeros(len(next(iter(parts.values()))))
        for name, part in parts.items():
            if part.any():
                term = self.parts[name] * part
                larger = total + term
                gained = larger - total
                lost = lost + ((total - (larger - gained)) + (term - gained))
                total = larger
        return total + lost

    def of_kinds(self, need: Need) -> list[Mapping[str, float]]:
        """Return the rows of the tables that tell what kinds of support are worth to who has this need."""
        rows = [self.barriers.get(name, {}) for name in sorted(need.barriers)]
        return [*rows, *(self.wants.get(name, {}) for name in sorted(need.wants))]


@cache
def weights() -> Weights:
    """Return the weights that Signpost ships."""
    fitted = read_yaml(FILE)
    scales = {name: Scale(**fitted[name]) for name in ("said", "unsaid")}
    return Weights(**{**fitted, **scales})
