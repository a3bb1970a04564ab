"""GET /embed: the page that makes the snippet for a site's owner, and says how to put it in."""

from aiohttp import web

from bot.channels.web import site_pages
from bot.gateway.pages import HOURS_A_DAY
from bot.gateway.parts import PARTS
from bot.gateway.requests import server_of


async def embed(request: web.Request) -> web.Response:
    """GET /embed: without `?site=` for any site, with it for one that is set up here."""
    parts = request.app[PARTS]
    asked = request.query.get("site", "").strip()
    site = parts.outside.sites.get(asked)
    text = site_pages.embed(
        server_of(request),
        site,
        asked,
        contact=parts.doors.contact({}, site.hub_id if site is not None else None),
        keep_days=round(parts.settings.session_hours / HOURS_A_DAY),
    )
    # the address of the server in it comes from the request
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})
