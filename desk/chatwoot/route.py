"""Where Chatwoot's webhooks arrive: outside the sign-in, behind a signature."""

import logging
from functools import partial

from aiohttp import web
from sqlalchemy.orm import Session

from desk.chatwoot.events import Event, NotAnEvent, read
from desk.chatwoot.replies import NotLinkedYet, Replies
from desk.chatwoot.settings import ChatwootSettings
from desk.chatwoot.signature import is_fresh, is_genuine
from desk.console.guard import CHATWOOT
from desk.console.parts import PARTS, Parts

log = logging.getLogger(__name__)

PATH = f"{CHATWOOT}events"
DELIVERY = "X-Chatwoot-Delivery"
LARGEST = 1024 * 1024
LONGEST_DELIVERY = 100


def add_chatwoot(app: web.Application, settings: ChatwootSettings) -> None:
    """Take webhooks in this application."""

    async def take(request: web.Request) -> web.Response:
        return await _take(request, settings)

    app.router.add_post(PATH, take)


async def _take(request: web.Request, settings: ChatwootSettings) -> web.Response:
    """POST /desk/chatwoot/events: 204 when it is done or is nothing to us.

    Chatwoot shows a message as failed to its agent when the answer is anything else.
    """
    parts = request.app[PARTS]
    if not is_fresh(request.headers, parts.clock()):
        log.warning("a webhook was refused: it says no time, or one that is more than five minutes away")
        raise web.HTTPUnauthorized
    body = await _body(request)
    signed = (one for one in settings.each() if is_genuine(request.headers, body, one.secret))
    if (inbox := next(signed, None)) is None:
        log.warning("a webhook was refused: its signature does not hold, see SIGNPOST_CHATWOOT_SECRET")
        raise web.HTTPUnauthorized
    try:
        event = read(body, parts.clock())
    except NotAnEvent:
        raise web.HTTPBadRequest from None
    if event is not None:
        await _do(parts, inbox, event, _delivery(request))
    return web.Response(status=204)


async def _do(parts: Parts, settings: ChatwootSettings, event: Event, delivery: str | None) -> None:
    try:
        await parts.write(partial(_replies, settings=settings, parts=parts, event=event, delivery=delivery))
    except NotLinkedYet:
        raise web.HTTPServiceUnavailable from None


def _replies(
    session: Session, *, settings: ChatwootSettings, parts: Parts, event: Event, delivery: str | None
) -> None:
    Replies(session, settings, parts.clock()).take(event, delivery)


async def _body(request: web.Request) -> bytes:
    """Read no more than is allowed: the limit of the console is for forms."""
    read_so_far = bytearray()
    async for chunk in request.content.iter_chunked(LARGEST // 16):
        read_so_far += chunk
        if len(read_so_far) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, len(read_so_far))
    return bytes(read_so_far)


def _delivery(request: web.Request) -> str | None:
    given = request.headers.get(DELIVERY, "")
    return given if given.isprintable() and 0 < len(given) <= LONGEST_DELIVERY else None
