"""The fields of a search, as the OpenAPI document tells them."""

from collections.abc import Iterable
from typing import Any

from bot.channels.incoming import LONGEST_TEXT
from knowledge.directory import DEFAULT_LIMIT, MOST_EMPLOYEES, SIDES
from knowledge.loading.labels import PRICES
from knowledge.requests import LARGEST_LIMIT
from knowledge.vocabulary import vocabulary

Piece = dict[str, Any]


def asked_for() -> list[Piece]:
    """Return the parameters; whoever sends another value gets an error that names the field."""
    words = vocabulary()
    return [
        _field(
            "text",
            "Words that the name, the provider or the summary must all have.",
            {"type": "string", "maxLength": LONGEST_TEXT},
        ),
        _field("need", "A barrier or a type of support.", _among(words.barriers.keys() | words.support)),
        _field("place", "Where the firm is.", _among(words.places.keys() | words.place_groups.keys())),
        _field("postcode", "Where the firm is: a postcode, or the first half of one.", {"type": "string"}),
        _field("sector", "What the firm does.", _among(words.sectors)),
        _field("employees", "How many people work in the firm.", _number(0, MOST_EMPLOYEES)),
        _field("provider", "Universities and research organisations are public.", _among(SIDES)),
        _field("price", "What it costs the firm.", _among(PRICES)),
        _field("status", "Without it, nothing that is closed is listed.", _among(words.statuses)),
        _field(
            "limit",
            "How many programmes a page has.",
            {**_number(1, LARGEST_LIMIT), "default": DEFAULT_LIMIT},
        ),
        _field("cursor", "The `next` of the page before, for the same search.", {"type": "string"}),
    ]


def _field(name: str, description: str, schema: Piece) -> Piece:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _among(labels: Iterable[str]) -> Piece:
    return {"type": "string", "enum": sorted(labels)}


def _number(least: int, most: int) -> Piece:
    return {"type": "integer", "minimum": least, "maximum": most}
