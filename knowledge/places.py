"""Where things are: each place inside its parent, up to the whole country."""

from collections.abc import Iterable
from functools import cache

from knowledge.vocabulary import vocabulary

OUTSIDE = "outside"
REGION = "west_midlands_region"


@cache
def areas_around(place: str) -> tuple[str, ...]:
    """Return the place and every area it lies in, narrowest first.

    A place outside the region lies in the United Kingdom as far as we know, and in nothing narrower.
    """
    if place == OUTSIDE:
        return (OUTSIDE, "uk")
    parents = vocabulary().places
    areas = [place]
    while (parent := parents[areas[-1]]) is not None:
        areas.append(parent)
    return tuple(areas)


@cache
def inside(place: str) -> frozenset[str]:
    """Return the place itself and every smaller place in it."""
    return frozenset(p for p in vocabulary().places if place in areas_around(p))


def members(name: str) -> tuple[str, ...]:
    """Return the places that a group name stands for, or the place itself."""
    return vocabulary().place_groups.get(name, (name,))


def in_region(place: str) -> bool:
    """Does the place lie in the West Midlands region?"""
    return REGION in areas_around(place)


def narrowest(places: Iterable[str]) -> tuple[str, ...]:
    """Return the places without those that another one of them lies in, in the order given."""
    given = tuple(dict.fromkeys(places))
    wider = {area for place in given for area in areas_around(place)[1:]}
    return tuple(place for place in given if place not in wider)


def serves(areas: frozenset[str], place: str) -> bool | None:
    """Is a place inside one of the areas that something serves? No areas are the whole country.

    None when only a part of the place is served, or when the place is named so widely or lies so far outside
    that nobody can tell.
    """
    around = areas_around(place)
    if not areas or not areas.isdisjoint(around):
        return True
    if place == OUTSIDE:
        return None if areas & _WIDER_THAN_REGION else False
    return None if not areas.isdisjoint(inside(place)) else False


def may_serve(areas: frozenset[str], places: Iterable[str]) -> bool:
    """May a firm that is in one of these places be served? No place is every place."""
    given = tuple(places)
    return not given or any(serves(areas, place) is not False for place in given)


_WIDER_THAN_REGION = frozenset({"uk", "england", "midlands"})
