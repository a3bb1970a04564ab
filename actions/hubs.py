"""The front door for a firm, as it is said and shown."""

from actions.library import Library
from actions.outcome import joined
from knowledge.hub_words import hub_line
from knowledge.records import Hub
from knowledge.replies import Card

__all__ = ["hub_card", "hub_line", "hub_note"]


def hub_card(library: Library, hub: Hub) -> tuple[Card, ...]:
    """Return the card of a front door."""
    return library.cards([hub])


def hub_note(hub: Hub) -> str:
    """Return what one must know of a front door, if there is anything."""
    return joined(hub.note or "")
