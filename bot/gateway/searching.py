"""The search of the knowledge base, as the API and the list of programmes offer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from multidict import MultiMapping
from sqlalchemy.orm import Session

from bot.channels.incoming import LONGEST_TEXT, cleaned
from bot.gateway.cursors import Cursors
from bot.gateway.errors import BadSearch
from knowledge.directory import FIELDS, Filters, Page, Position, page, read_filters, read_limit
from knowledge.requests import BadRequest
from knowledge.storage.programmes import Programmes


@dataclass(frozen=True)
class Wanted:
    """One page of one search; `given` are the filters as they were written."""

    given: Mapping[str, str]
    filters: Filters
    limit: int
    after: Position | None


def asked(query: MultiMapping[str], cursors: Cursors) -> Wanted:
    """Return what a query string asks for, or raise BadSearch with the field that is not understood.

    An empty field is one that is not given, as forms send it. What is no field of a search is passed over.
    """
    given = written(query)
    limit, cursor = given.pop("limit", None), given.pop("cursor", None)
    try:
        filters, size = read_filters(given), read_limit(limit)
    except BadRequest as wrong:
        raise BadSearch(wrong.field) from None
    return Wanted(given, filters, size, cursors.read(cursor, given) if cursor else None)


def written(query: MultiMapping[str]) -> dict[str, str]:
    """Return the fields of a search as they were written, or raise BadSearch for one that is given twice."""
    found = {}
    for name in (*FIELDS, "limit", "cursor"):
        values = [kept for value in query.getall(name, []) if (kept := cleaned(value))]
        if len(values) > 1 or any(len(value) > LONGEST_TEXT for value in values):
            raise BadSearch(name)
        if values:
            found[name] = values[0]
    return found


def legible(query: MultiMapping[str]) -> dict[str, str]:
    """Return the fields of a search as they were first written, cut to what can be shown again."""
    return {name: cleaned(query[name])[:LONGEST_TEXT] for name in FIELDS if query.get(name)}


def search(session: Session, wanted: Wanted, now: datetime) -> Page:
    """Return the programmes of the page that is asked for."""
    return page(Programmes(session).all(), wanted.filters, now.date(), wanted.limit, wanted.after)
