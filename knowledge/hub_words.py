"""How to reach a front door, in words."""

from knowledge.names import listed
from knowledge.records import Contact, Hub
from knowledge.wording import say


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
