"""What holds for every request: errors as JSON, headers that protect people, counting, an access log."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from time import monotonic

from aiohttp import web

from bot.channels.teams.protocol import LARGEST_BODY as LARGEST_ACTIVITY
from bot.channels.twilio import protocol as twilio
from bot.channels.web import pages
from bot.channels.web.protocol import LARGEST_BODY
from bot.channels.whatsapp.protocol import LARGEST_BODY as LARGEST_CALL
from bot.gateway.errors import BodyTooLarge, Broken, MethodNotAllowed, NotFound, NothingStored, Refused
from bot.gateway.ledger import DatabaseDown
from bot.gateway.origins import may_read
from bot.gateway.parts import PARTS
from desk.error_places import where

log = logging.getLogger(__name__)
access = logging.getLogger("signpost.access")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
SECURITY = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}
# such an address is a key: no cache keeps it, no other site learns it, no search engine lists it
KEYED_PAGES = ("/plans/", "/f/", "/copies/")
KEYED = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
RETRY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
TOLD = web.RequestKey("cors", dict[str, str])
FOR_PEOPLE = ("/chat", "/programmes", *KEYED_PAGES)
PUBLIC_FILES = ("/widget.js", "/static/")
LARGEST_OF = {
    "/channels/whatsapp": LARGEST_CALL,
    twilio.INCOMING: twilio.LARGEST_BODY,
    twilio.STATUS: twilio.LARGEST_BODY,
    "/api/messages": LARGEST_ACTIVITY,
}


@web.middleware
async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and log the request by its route; never its address, its token or what was said."""
    began, status = monotonic(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "none"
        method = request.method if request.method in ("GET", "POST", "DELETE", "OPTIONS", "HEAD") else "other"
        request.app[PARTS].metrics.count("requests", route=route, method=method, status=str(status))
        access.info("%s %s %d %.0f ms", method, route, status, (monotonic() - began) * 1000)


@web.middleware
async def protected(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the headers that keep pages and answers where they belong, and answer preflights."""
    told = request[TOLD] = cors(request)
    if request.method == "OPTIONS" and request.path.startswith("/api/"):
        response: web.StreamResponse = web.Response(status=204 if told else 403)
    else:
        response = await handler(request)
    if not response.prepared:
        keyed = KEYED if request.path.startswith(KEYED_PAGES) else {}
        for name, value in {**SECURITY, **keyed, **told}.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
    return response


@web.middleware
async def honest(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into its JSON, and what was not foreseen into one that tells nothing of the inside."""
    try:
        if (request.content_length or 0) > LARGEST_OF.get(request.path, LARGEST_BODY):
            raise BodyTooLarge
        return await handler(request)
    except Refused as refused:
        return as_answer(request, refused)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        return as_answer(request, _BY_STATUS.get(error.status, Refused)())
    except DatabaseDown:
        apology = request.app[PARTS].doors.apology({}, "utter_gateway_nothing_stored")
        return as_answer(request, NothingStored(apology.text))
    except Exception as error:  # noqa: BLE001 - the edge of our code: beyond it is a stack trace on a screen
        # the message of an error may repeat what a person wrote: only its kind and place are logged
        its = request.method, request.match_info.route.resource
        log.error("%s %s broke: %s", *its, where(error))  # noqa: TRY400 - see above
        return as_answer(request, Broken())


_BY_STATUS: dict[int, type[Refused]] = {404: NotFound, 405: MethodNotAllowed, 413: BodyTooLarge}


def as_answer(request: web.Request, refused: Refused) -> web.Response:
    """Return the error as a page for people, and as JSON for everybody else."""
    headers = {"Retry-After": "5"} if refused.status in RETRY else {}
    if wants_page(request):
        text = pages.problem(refused.message)
        return web.Response(text=text, status=refused.status, content_type="text/html", headers=headers)
    field = {} if refused.field is None else {"field": refused.field}
    body = {"error": {"code": refused.code, "message": refused.message, **field}}
    return web.json_response(body, status=refused.status, headers=headers)


def wants_page(request: web.Request) -> bool:
    """Does a person look at the answer?"""
    if request.path.startswith("/api/"):
        return False
    return request.path.startswith(FOR_PEOPLE) or "text/html" in request.headers.get("Accept", "")


def cors(request: web.Request) -> dict[str, str]:
    """Return what a browser must be told: files for embedding are for all sites, the API for allowed ones."""
    if request.path.startswith(PUBLIC_FILES):
        return {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    origin = request.headers.get("Origin")
    if not request.path.startswith("/api/") or origin is None:
        return {}
    if not may_read(origin, request.app[PARTS].origins):
        return {}
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin", **CORS}
