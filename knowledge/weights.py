"""What each part of a score is worth, read from `weights.yml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.needs import Need
from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("weights.yml")
Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Weights:
    """Fitted by `python -m tuning.ranking` on needs that brokers have judged.

    `parts` are for `knowledge.scoring.parts_of`; `barriers` and `wants` are tables of how well each kind of
    support goes with each barrier that is told, and with each kind that is asked for. What they add up to,
    times `steepness` and raised by `level`, is a likelihood on the logistic scale.
    """

    parts: Mapping[str, float]
    barriers: Table
    wants: Table
    steepness: float
    level: float

    def of_parts(self, parts: Mapping[str, float]) -> float:
        """Return what the parts are worth together."""
        return sum(self.parts[name] * part for name, part in parts.items())

    def of_support(self, support: Iterable[str], need: Need) -> float:
        """Return what kinds of support are worth to who told of these barriers and asked for these kinds."""
        rows = [self.barriers.get(name, {}) for name in sorted(need.barriers)]
        rows += [self.wants.get(name, {}) for name in sorted(need.wants)]
        return sum(row.get(kind, 0.0) for row in rows for kind in sorted(support))


@cache
def weights() -> Weights:
    """Return the weights that Signpost ships."""
    return Weights(**read_yaml(FILE))
