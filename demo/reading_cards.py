"""What stands in an activity for Teams: its words, its cards, its buttons."""

from collections.abc import Mapping
from typing import Any

INNER = ("inlines", "body", "items", "rows", "cells")


def runs(content: Any) -> list[str]:
    """Return every piece of text that is shown, in order."""
    if isinstance(content, list):
        return [one for inner in content for one in runs(inner)]
    if not isinstance(content, dict):
        return []
    if content.get("type") == "TextRun":
        return [content["text"]]
    return [one for name in INNER for one in runs(content.get(name, []))]


def cards(activity: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the cards of an activity."""
    return [one["content"] for one in activity.get("attachments", [])]


def words(activity: Mapping[str, Any]) -> str:
    """Return the words of an activity, each piece on a line."""
    if "text" in activity:
        return str(activity["text"])
    return "\n".join(text for card in cards(activity) for text in runs(card))


def buttons(activity: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons under the cards."""
    return [action for card in cards(activity) for action in card.get("actions", [])]
