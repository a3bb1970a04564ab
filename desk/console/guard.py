"""What holds for every page of the console: who may see it, and what a browser must not do with it."""

import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlsplit

from aiohttp import web

from desk.brokers import Broker, Right, may
from desk.console import pages
from desk.console.parts import PARTS, VISIT, Visit
from desk.error_places import where
from desk.sign_in import signed_in
from desk.sign_in_settings import SIGN_IN

log = logging.getLogger(__name__)

COOKIE = "signpost_desk"
SIGN_OUT, QUEUE, REPORTS = "/desk/sign-out", "/desk/", "/desk/reports"
ACCOUNT = "/desk/account"
ASKED_BY_PAGES = "/news"
CHATWOOT = "/desk/chatwoot/"  # what comes there is signed
OPEN = (SIGN_IN, "/desk/static/", "/desk/healthz", CHATWOOT)
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def protected(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the headers that keep the pages where they belong, to errors as well."""
    try:
        response = await handler(request)
    except web.HTTPException as redirect:
        redirect.headers.update(SECURITY)
        raise
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


@web.middleware
async def honest(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Show every refusal as a page, and what was not foreseen as one that tells nothing of the inside."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < web.HTTPBadRequest.status_code:
            raise
        return pages.problem(error.status, request.get(VISIT))
    except Exception as broken:  # noqa: BLE001 - the edge of our code: beyond it is somebody's screen
        # the message of an error may repeat what a person wrote: only its kind and place are logged
        log.error("%s broke: %s", _route(request), where(broken))  # noqa: TRY400 - see above
        return pages.problem(web.HTTPInternalServerError.status_code)


@web.middleware
async def for_brokers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody in who is not signed in, and take no form that was not made for them."""
    if request.method == "POST" and not _is_own_site(request):
        raise web.HTTPForbidden
    if request.path.startswith(OPEN):
        return await handler(request)
    parts, token = request.app[PARTS], request.cookies.get(COOKIE, "")
    by_hand = not request.path.endswith(ASKED_BY_PAGES)
    look = partial(signed_in, token=token, now=parts.clock(), is_use=by_hand)
    found = await (parts.write(look) if by_hand else parts.read(look)) if token else None
    if found is None:
        raise web.HTTPFound(SIGN_IN)
    visit = Visit(found.broker, found.csrf)
    if request.method == "POST":
        form = await request.post()
        if not hmac.compare_digest(str(form.get("csrf", "")).encode(), visit.csrf.encode()):
            raise web.HTTPForbidden
    request[VISIT] = visit
    _refuse_without_right(request.path, visit.broker)
    return await handler(request)


def _refuse_without_right(path: str, broker: Broker) -> None:
    if path == SIGN_OUT:
        return
    if not may(broker, Right.CURATE if path.startswith(REPORTS) else Right.WORK_CASES):
        # the first page of the console is the queue, but not for who has no cases
        raise web.HTTPFound(REPORTS) if path == QUEUE and may(broker, Right.CURATE) else web.HTTPForbidden


def _is_own_site(request: web.Request) -> bool:
    """Does the browser say that the form stands on a page of this console? All send one of both."""
    if request.headers.get("Sec-Fetch-Site") not in (None, "same-origin"):
        return False
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"
