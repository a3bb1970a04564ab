"""Whom a person can ask while Signpost cannot answer: the front door for the place of the firm."""

from collections.abc import Iterable, Sequence
from typing import Any

from knowledge.places import REGION, areas_around
from knowledge.records import Hub
from knowledge.storage.outbox import Shown
from knowledge.vocabulary import vocabulary
from knowledge.wording import say


class FrontDoors:
    """The hubs as they were last read, so that they are at hand when the database is not."""

    def __init__(self, hubs: Sequence[Hub] = ()) -> None:
        self.hubs = tuple(hubs)

    def contact(self, noted: dict[str, Any], hub_id: str | None = None) -> str:
        """Return how to reach the front door for what is noted of the firm.

        `hub_id` is that of the web site they write from, which counts while no place is noted.
        """
        places = places_of(noted)
        hub = nearest(self.hubs, places) if places else self._of_site(hub_id) or nearest(self.hubs, ())
        return say("utter_gateway_contact_unknown") if hub is None else contact_of(hub)

    def apology(
        self, noted: dict[str, Any], wording: str = "utter_gateway_apology", hub_id: str | None = None
    ) -> Shown:
        """Return what is said instead of an answer."""
        return Shown(say(wording, contact=self.contact(noted, hub_id)))

    def _of_site(self, hub_id: str | None) -> Hub | None:
        return next((hub for hub in self.hubs if hub.id == hub_id and _can_be_reached(hub)), None)


def nearest(hubs: Iterable[Hub], places: Iterable[str]) -> Hub | None:
    """Return the hub that serves the narrowest area around the firm, or the region's.

    Ties go to the hub that comes first; without any of these it is the first that can be reached.
    """
    reachable = [hub for hub in hubs if _can_be_reached(hub)]
    for place in (*places, REGION):
        for area in areas_around(place):
            for hub in reachable:
                if area in hub.places:
                    return hub
    return reachable[0] if reachable else None


def _can_be_reached(hub: Hub) -> bool:
    return bool(hub.contact.phone or hub.contact.url or hub.contact.email)


def contact_of(hub: Hub) -> str:
    """Return the name of a hub and the ways to reach it."""
    ways = (hub.contact.phone, hub.contact.url, None if hub.contact.url else hub.contact.email)
    return f"{hub.name}: {', '.join(way for way in ways if way)}"


def places_of(noted: dict[str, Any]) -> tuple[str, ...]:
    """Return the places noted of the firm, as far as the vocabulary knows them."""
    firm = noted.get("firm")
    places = firm.get("places") if isinstance(firm, dict) else None
    if not isinstance(places, list):
        return ()
    return tuple(place for place in places if place in vocabulary().places)
