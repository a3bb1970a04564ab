"""The pages that are the same for everybody."""

from aiohttp import web

from bot.channels.web import pages
from bot.gateway.parts import PARTS

HOURS_A_DAY = 24
CACHED = {"Cache-Control": "no-cache"}


async def home(request: web.Request) -> web.Response:
    """GET /: the page that embeds the widget."""
    text = pages.home(request.app[PARTS].doors.contact({}))
    return web.Response(text=text, content_type="text/html", headers=CACHED)


async def privacy(request: web.Request) -> web.Response:
    """GET /privacy: what is kept, and how to see and delete it."""
    days = round(request.app[PARTS].settings.session_hours / HOURS_A_DAY)
    return web.Response(text=pages.privacy(days), content_type="text/html", headers=CACHED)
