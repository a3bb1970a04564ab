"""What goes out to the web: the transcript as JSON."""

from dataclasses import asdict
from typing import Any

from bot.channels.web.sites import Site
from knowledge.replies import Card
from knowledge.storage.outbox import Entry, Shown


def reply(entry: Entry) -> dict[str, Any]:
    """Return one answer as the widget gets it."""
    return {"id": entry.id, "from": str(entry.sender), **shown(entry.shown)}


def message(entry: Entry) -> dict[str, Any]:
    """Return one row of the transcript, for the history and for live events."""
    return {
        "seq": entry.seq,
        "at": entry.said_at.isoformat(),
        "in_reply_to": entry.in_reply_to,
        **reply(entry),
    }


def shown(content: Shown) -> dict[str, Any]:
    """Return what a row shows."""
    return {
        "text": content.text,
        "cards": [card(one) for one in content.cards],
        "choices": [{"label": one.label, "choice": one.choice} for one in content.choices],
        "notices": list(content.notices),
    }


def card(content: Card) -> dict[str, Any]:
    """Return a card; only web addresses become links."""
    return {
        "id": content.id,
        "kind": content.kind,
        "title": content.title,
        "text": content.text,
        "lines": [[label, text] for label, text in content.lines],
        "url": content.url if is_link(content.url) else None,
        "badge": content.badge,
        "version": content.version,
        "table": [list(row) for row in content.table],
    }


def site(content: Site | None, contact: str) -> dict[str, Any]:
    """Return what the widget asks for when it is put on a page; what is null is as the widget has it.

    `contact` is whom people can ask while the line is down.
    """
    shown = content or Site("", "", frozenset())
    return {
        "name": shown.name or None,
        "greeting": shown.greeting,
        "language": shown.language,
        "colours": asdict(shown.colours),
        "contact": contact,
    }


def is_link(url: str | None) -> bool:
    """Can a person safely follow it? A web address or a page of our own, never a script."""
    return url is not None and url.startswith(("https://", "http://", "/plans/", "/copies/"))


def noted(content: dict[str, Any]) -> dict[str, Any]:
    """Return what is noted of a conversation, under the names of the API."""
    return {
        "profile": content.get("firm") or {},
        "barriers": content.get("barriers") or [],
        "wants": content.get("wants") or [],
        "shown": content.get("shown") or [],
        "case": content.get("case"),
    }
