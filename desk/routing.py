"""Which front door a case goes to, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.places import OUTSIDE, areas_around
from knowledge.records import Hub

COUNTRY = "uk"


class Because(StrEnum):
    """Why a case goes where it goes."""

    SERVES_PLACE = "serves_place"
    SEVERAL_PLACES = "several_places"
    PLACE_TOO_WIDE = "place_too_wide"
    PLACE_UNKNOWN = "place_unknown"
    OUTSIDE_REGION = "outside_region"
    AGREED = "agreed"


@dataclass(frozen=True)
class Route:
    """A front door and the reason for it."""

    hub: Hub
    because: Because


class NoFrontDoor(LookupError):
    """The facts name no front door for the whole country: add one to hubs.yaml."""

    def __init__(self) -> None:
        super().__init__(f"no hub serves {COUNTRY!r}: add one to hubs.yaml")


def route(places: Iterable[str], hubs: Iterable[Hub]) -> Route:
    """Return the hub of the narrowest area around the firm, or that of the whole country with the reason.

    Several places lead to one hub only when each of them alone would.
    """
    doors = {place: hub for hub in hubs for place in hub.places}
    given = tuple(dict.fromkeys(places))
    if COUNTRY not in doors:
        raise NoFrontDoor
    if not given:
        return Route(doors[COUNTRY], Because.PLACE_UNKNOWN)
    found = {hub.id: hub for place in given if (hub := _narrowest(place, doors))}
    if len(found) > 1:
        return Route(doors[COUNTRY], Because.SEVERAL_PLACES)
    hub = next(iter(found.values()))
    if hub.id != doors[COUNTRY].id:
        return Route(hub, Because.SERVES_PLACE)
    outside = OUTSIDE in given
    return Route(hub, Because.OUTSIDE_REGION if outside else Because.PLACE_TOO_WIDE)


def agreed_route(hub_id: str, places: Iterable[str], hubs: Iterable[Hub]) -> Route | None:
    """Return the route to the hub that the person agreed to, or None when there is no such hub (any more)."""
    known = {hub.id: hub for hub in hubs}
    if hub_id not in known:
        return None
    by_place = route(places, known.values())
    return by_place if by_place.hub.id == hub_id else Route(known[hub_id], Because.AGREED)


def _narrowest(place: str, doors: dict[str, Hub]) -> Hub:
    return next((doors[area] for area in areas_around(place) if area in doors), doors[COUNTRY])
