"""What is known of one person from two chats, so that nothing is asked twice."""

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.firms import Firm
from knowledge.storage.tracker_events import TrackerEvent

SLOT = "slot"


def slots_of(events: Iterable[TrackerEvent]) -> dict[str, Any]:
    """Return what an assistant remembers: of each slot what was noted last."""
    noted = (event.content for event in events if event.kind == SLOT)
    return {content["name"]: content.get("value") for content in noted if "name" in content}


def known_from_both(newer: Mapping[str, Any], older: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the firm and its need when two chats are one person's.

    What was told in the newer chat holds; the older one fills in what was not told there. A need is taken
    from the older chat only when the newer one knows of none, for people come back with something else.
    """
    known = {"firm": _firm(newer.get("firm"), older.get("firm")), "barriers": _barriers(newer, older)}
    has_need = newer.get("wants") or newer.get("aim") or newer.get("need")
    told = newer if has_need else older
    return {**known, **{name: told[name] for name in ("wants", "aim", "need") if told.get(name)}}


def _firm(newer: Mapping[str, Any] | None, older: Mapping[str, Any] | None) -> dict[str, Any]:
    firm, before = Firm.unpack(dict(newer or {})), Firm.unpack(dict(older or {}))
    said = dict(before.own_words)
    for field in before.pack():
        if field not in ("own_words", "postcode") and not firm.knows(field):
            firm = firm.noting(field, getattr(before, field), said.get(field))
            if field == "places":  # where a place is told anew, an older postcode is of another one
                firm = firm.noting("postcode", before.postcode)
    return firm.pack()


def _barriers(newer: Mapping[str, Any], older: Mapping[str, Any]) -> list[dict[str, Any]]:
    told = [*(newer.get("barriers") or ()), *(older.get("barriers") or ())]
    return list({one["name"]: one for one in reversed(told)}.values())[::-1]
