"""Which labels of a set matter to who asks, so that sets are told apart by those alone."""

from collections.abc import Iterable

from knowledge.places import REGION, areas_around, inside

Alike = tuple[frozenset[str], ...]  # labels that are given together are alike: any of them tells the same


def each(labels: Iterable[str]) -> Alike:
    """Return these labels, each of them telling something else."""
    return tuple(frozenset({label}) for label in sorted(labels))


def telling(places: Iterable[str]) -> Alike:
    """Return the labels that tell whether, and how near, places are served."""
    given = tuple(places)
    around = frozenset(area for place in (*given, REGION) for area in areas_around(place))
    return (*each(around), *(inside(place) - around for place in given))
