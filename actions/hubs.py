"""The front door for a firm, as it is said and shown."""

from actions.library import Library
from actions.outcome import joined
from knowledge.names import listed
from knowledge.records import Contact, Hub
from knowledge.replies import Card
from knowledge.wording import say


def hub_card(library: Library, hub: Hub) -> tuple[Card, ...]:
    """Return the card of a front door."""
    return library.cards([hub])


def hub_line(hub: Hub) -> str:
    """Return one sentence with the ways to reach a front door that are on record."""
    return say("utter_hub_line", hub=hub.name, ways=ways_to(hub.contact)) if ways_to(hub.contact) else ""


def ways_to(contact: Contact) -> str:
    """Return telephone, e-mail and web address, those that there are."""
    ways = [
        say(f"utter_label_by_{way}", value=value)
        for way in ("phone", "email", "url")
        if (value := getattr(contact, way))
    ]
    return listed(ways, "utter_label_or")


def hub_note(hub: Hub) -> str:
    """Return what one must know of a front door, if there is anything."""
    return joined(hub.note or "")
