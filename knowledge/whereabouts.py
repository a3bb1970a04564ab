"""Which town or village is near a position, from the list in `whereabouts.yml`."""

from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("whereabouts.yml")
NEAR_KM = 6.0
KM_IN_A_DEGREE = 111.2  # along a meridian


@dataclass(frozen=True)
class Position:
    """Where something is, in degrees: north is positive, and so is east."""

    north: float
    east: float

    def km_to(self, other: "Position") -> float:
        """Return how far it is, right to a few metres over the distances between villages."""
        narrowed = cos(radians((self.north + other.north) / 2))
        return KM_IN_A_DEGREE * hypot(other.north - self.north, (other.east - self.east) * narrowed)


@dataclass(frozen=True)
class Town:
    """A town or village by its name, where it is, and the place of the vocabulary that it lies in."""

    name: str
    position: Position
    place: str


@cache
def towns() -> tuple[Town, ...]:
    """Return every town and village whose position is known; the file is read once."""
    content: dict[str, Any] = read_yaml(FILE)
    return tuple(
        Town(name, Position(*where), place)
        for place, named in content.items()
        for name, where in named.items()
    )


def town_near(position: Position) -> Town | None:
    """Return the nearest town or village that is known, None when there is none within a few kilometres."""
    nearest = min(towns(), key=lambda town: town.position.km_to(position))
    return nearest if nearest.position.km_to(position) <= NEAR_KM else None
