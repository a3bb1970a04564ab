"""How to reach a front door, in words."""

from collections.abc import Iterator

from knowledge.names import listed
from knowledge.records import Contact, Hub
from knowledge.wording import say

WAYS = ("phone", "email", "address", "url")


def hub_line(hub: Hub) -> str:
    """Return one sentence with the ways to reach a front door that are on record."""
    return say("utter_hub_line", hub=hub.name, ways=ways_to(hub.contact)) if ways_to(hub.contact) else ""


def hub_lines(hub: Hub) -> str:
    """Return everything known of how to reach a front door, and in plain words what is not known."""
    known = {**vars(hub.contact), "address": hub.address}
    ways = [say(f"utter_label_reach_{way}", value=known[way]) for way in WAYS if known[way]]
    told = say("utter_hub_reach", hub=hub.name, ways="\n".join(ways)) if ways else ""
    return "\n\n".join(filter(None, (told, _not_known(hub))))


def ways_to(contact: Contact) -> str:
    """Return telephone, e-mail and web address, those that there are."""
    ways = [
        say(f"utter_label_by_{way}", value=value)
        for way in ("phone", "email", "url")
        if (value := getattr(contact, way))
    ]
    return listed(ways, "utter_label_or")


def _not_known(hub: Hub) -> str:
    missing = listed(_missing(hub), "utter_label_or")
    wording = "utter_hub_not_known_but_page" if hub.contact.url else "utter_hub_not_known"
    return say(wording, missing=missing) if missing else ""


def _missing(hub: Hub) -> Iterator[str]:
    if not hub.contact.phone:
        yield say("utter_label_no_phone")
    if not hub.contact.email and not hub.address:
        yield say("utter_label_no_address")
