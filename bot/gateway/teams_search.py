"""The search from the compose box of Teams: answered at once, from the records alone."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.teams.searching import Query, fields_of, newest, query_of, results
from bot.gateway.ledger import DatabaseDown
from bot.gateway.parts import Parts
from knowledge.directory import Filters, page, read_filters
from knowledge.records import Programme
from knowledge.storage.programmes import Programmes
from knowledge.wording import say


async def answer_query(parts: Parts, activity: Mapping[str, Any]) -> web.Response:
    """Return what is found, a page of it; nothing is kept of what somebody looked for."""
    query = query_of(activity.get("value"))
    if query is None:
        return web.Response(status=HTTPStatus.NOT_IMPLEMENTED)
    today = parts.outside.clock().date()
    try:
        found = await parts.ledger.read(lambda session: results(_found(session, query, parts), query, today))
    except DatabaseDown:
        found = {"composeExtension": {"type": "message", "text": say("utter_teams_search_away")}}
    return web.json_response(found)


def _found(session: Session, query: Query, parts: Parts) -> list[Programme]:
    end, today = query.skip + query.count, parts.outside.clock().date()
    asked = read_filters(fields_of(query.text)) if query.text else Filters()
    everything = Programmes(session).all()
    listed = page(everything, asked, today, end if query.text else len(everything)).programmes
    ordered = list(listed) if query.text else newest(listed)
    return ordered[query.skip : end]
