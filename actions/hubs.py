"""The front door for a firm, as it is shown."""

from actions.library import Library
from knowledge.records import Hub
from knowledge.replies import Card


def hub_card(library: Library, hub: Hub) -> tuple[Card, ...]:
    """Return the card of a front door."""
    return library.cards([hub])
