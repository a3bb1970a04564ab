"""The front doors."""

from collections.abc import Iterable

from knowledge.places import areas_around
from knowledge.records import Hub
from knowledge.storage.shelf import Shelf, shelf_table

hubs = shelf_table("hubs")
EVERYWHERE = "uk"


class HubNotFound(LookupError):
    """Nobody has recorded a hub under this id."""

    def __init__(self, hub_id: str) -> None:
        super().__init__(f"no hub {hub_id!r} in the knowledge base")
        self.hub_id = hub_id


class Hubs(Shelf[Hub]):
    """The front doors, as if they were all in memory."""

    table = hubs
    kind = Hub

    def get(self, hub_id: str) -> Hub:
        """Return one hub, or raise HubNotFound."""
        found = self._by_id().get(hub_id)
        if found is None:
            raise HubNotFound(hub_id)
        return found

    def serving(self, places: Iterable[str] | None = None) -> Hub:
        """Return the one front door for a firm: the hub that names the narrowest area around it.

        While a firm may be in several places, the hub they share, or that of the first; with no place, the
        hub of the whole country.
        """
        served = {place: hub for hub in self.all() for place in hub.places}
        for place in places or ():
            for area in areas_around(place):
                if area in served:
                    return served[area]
        if EVERYWHERE not in served:
            raise HubNotFound(EVERYWHERE)
        return served[EVERYWHERE]
