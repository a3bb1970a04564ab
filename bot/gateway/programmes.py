"""The knowledge base for sites and for search: GET /api/programmes."""

from aiohttp import web

from bot.channels.incoming import LONGEST_TEXT, cleaned
from bot.channels.web import rendering
from bot.gateway import requests
from bot.gateway.errors import BadSearch
from bot.gateway.parts import PARTS

ASKED = ("need", "text", "place", "limit")


async def search(request: web.Request) -> web.Response:
    """Return what fits a need, best first, as cards."""
    requests.site(request)
    parts = request.app[PARTS]
    asked = {name: cleaned(request.query[name])[:LONGEST_TEXT] for name in ASKED if request.query.get(name)}
    now = parts.outside.clock()
    try:
        cards = await parts.ledger.read(lambda s: list(parts.outside.search(s, asked, now)))
    except ValueError:
        raise BadSearch from None
    return web.json_response({"programmes": [rendering.card(card) for card in cards]})
