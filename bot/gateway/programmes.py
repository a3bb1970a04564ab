"""The knowledge base for sites and for search: GET /api/programmes."""

from aiohttp import web

from bot.channels.web import rendering
from bot.gateway import requests
from bot.gateway.parts import PARTS
from bot.gateway.searching import asked
from knowledge.cards import card_for


async def search(request: web.Request) -> web.Response:
    """Return a page of what is asked for, as cards, with where the next page begins."""
    requests.site(request)
    parts = request.app[PARTS]
    wanted, now = asked(request.query, parts.cursors), parts.outside.clock()
    page = await parts.ledger.read(lambda session: parts.outside.search(session, wanted, now))
    following = parts.cursors.issue(page.following, wanted.given) if page.following else None
    cards = [rendering.card(card_for(programme, now.date())) for programme in page.programmes]
    return web.json_response({"programmes": cards, "next": following, "total": page.total})
