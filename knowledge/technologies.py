"""Which names of technologies mean much the same."""

from collections.abc import Iterable
from functools import cache, lru_cache

STEM = 6

# Each line: names that stand for each other when a firm names one and a programme another.
_NEAR = (
    frozenset(
        {"artificial intelligence", "ai", "machine learning", "generative ai", "chatgpt", "data analytics"}
    ),
    frozenset({"robotics", "robot", "robots", "cobot", "cobots", "automation", "industrial robots"}),
    frozenset({"3d printing", "additive manufacturing", "rapid prototyping", "prototyping"}),
    frozenset({"machine vision", "computer vision"}),
    frozenset({"internet of things", "iot", "industrial internet of things", "sensors", "5g"}),
    frozenset({"cyber security", "cybersecurity", "cyber"}),
    frozenset({"virtual reality", "augmented reality", "vr", "ar", "xr", "virtual production"}),
    frozenset({"cnc", "cnc machining", "machining"}),
    frozenset({"solar", "solar panels", "renewable energy"}),
    frozenset({"composites", "advanced materials", "graphene", "nanotechnology", "coatings", "biomaterials"}),
    frozenset(
        {
            "batteries",
            "battery",
            "energy storage",
            "electric vehicles",
            "electric machines",
            "power electronics",
        }
    ),
    frozenset({"biomass", "biochar", "anaerobic digestion", "pyrolysis"}),
    frozenset({"satellites", "space technology", "earth observation"}),
    frozenset({"digital manufacturing", "industry 4.0", "data integration", "automation", "digital twin"}),
    frozenset({"medical devices", "medical technology", "medtech", "diagnostics", "digital health"}),
    frozenset({"precision farming", "agri-tech", "drones"}),
)


def shared(asked: Iterable[str], offered: Iterable[str]) -> tuple[str, ...]:
    """Return the technologies offered that are asked for, in the same or in near words."""
    wanted = _wanted(tuple(asked))
    return tuple(name for name in offered if not wanted.isdisjoint(_forms(name.casefold())))


@lru_cache(maxsize=64)
def _wanted(asked: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for name in asked for form in _forms(name.casefold()))


@cache
def _forms(name: str) -> frozenset[str]:
    groups = {f"near-{number}" for number, group in enumerate(_NEAR) if name in group}
    stems = {" ".join(word[:STEM] for word in name.split())}
    return frozenset(groups | stems)
