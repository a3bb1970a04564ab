"""The addresses at which people sign in and out."""

import asyncio
import logging
from datetime import timedelta

from aiohttp import web

from desk.attempts import Attempts, counted_as
from desk.console import pages
from desk.console.guard import COOKIE, QUEUE
from desk.console.parts import PARTS, VISIT, Parts
from desk.open_id.errors import BeginAgain, NoAccount, NotSignedIn, ProviderAway, TokenRefused
from desk.sign_in import Opened, SignInRefused, admit, check, sign_out
from desk.sign_in_settings import SIGN_IN
from desk.single_sign_on import admit_identity
from knowledge.storage.brokers import Brokers
from knowledge.wording import say

log = logging.getLogger(__name__)

LONGEST_SHOWN = 200
FLOW_COOKIE = "signpost_sign_on"
FLOW_LASTS = timedelta(minutes=10)
ANSWERS: dict[type[NotSignedIn], tuple[str, int]] = {
    ProviderAway: ("away", 503),
    BeginAgain: ("again", 400),
    TokenRefused: ("refused", 401),
    NoAccount: ("no_account", 403),
}


async def show_sign_in(request: web.Request) -> web.Response:
    """GET /desk/sign-in: the form, and the way to the provider."""
    return _sign_in_page(request.app[PARTS])


async def take_sign_in(request: web.Request) -> web.Response:
    """POST /desk/sign-in: a cookie for who knows the password."""
    parts = request.app[PARTS]
    if not parts.entrance.settings.desk_local_sign_in:
        raise web.HTTPForbidden
    if wait := _begin(request, parts.entrance.passwords):
        return pages.too_many(wait)
    form = await request.post()
    email, password = str(form.get("email", "")), str(form.get("password", ""))
    account = await parts.read(lambda session: Brokers(session).find_by_email(email))
    async with parts.checking:
        checked = await asyncio.to_thread(check, account, password, parts.clock())
    try:
        opened = await parts.write(lambda session: admit(session, checked, parts.clock()))
    except SignInRefused:
        return _sign_in_page(parts, 401, say("utter_console_sign_in_refused"), email[:LONGEST_SHOWN])
    parts.entrance.passwords.take_back(counted_as(request.remote))
    response = web.HTTPSeeOther(QUEUE)
    _let_in(request, response, opened)
    raise response


async def begin_sign_on(request: web.Request) -> web.Response:
    """GET /desk/sign-in/start: to the provider, with a cookie that knows this browser again.

    A link and no form: what a form is sent to may not lead elsewhere, says the policy of the pages.
    """
    parts = request.app[PARTS]
    if (sign_on := parts.entrance.sign_on) is None:
        raise web.HTTPNotFound
    if wait := _begin(request, parts.entrance.redirects):
        return pages.too_many(wait)
    try:
        there, token = await sign_on.begin(parts.clock())
    except NotSignedIn as hindrance:
        return _not_signed_in(parts, hindrance)
    response = web.HTTPFound(there)
    # Lax: it has to come along when the provider sends the browser back. With the prefix no neighbour of this
    # host can set it
    response.set_cookie(
        _flow_cookie(request),
        token,
        max_age=int(FLOW_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=_is_secure(request),
    )
    raise response


async def finish_sign_on(request: web.Request) -> web.Response:
    """GET /desk/sign-in/callback: back from the provider.

    The cookie of the session is for this site alone, so a browser that another site sent here would not show
    it after a redirect. A page of our own leads on: from it the way begins here.
    """
    parts, name = request.app[PARTS], _flow_cookie(request)
    if (sign_on := parts.entrance.sign_on) is None:
        raise web.HTTPNotFound
    if wait := _begin(request, parts.entrance.redirects):
        return pages.too_many(wait)
    try:
        identity = await sign_on.finish(request.cookies.get(name, ""), request.query, parts.clock())
        opened = await parts.write(lambda session: admit_identity(session, identity, parts.clock()))
    except NotSignedIn as hindrance:
        response = _not_signed_in(parts, hindrance)
    else:
        parts.entrance.redirects.take_back(counted_as(request.remote))
        response = pages.page("signed_in.html", next=QUEUE)
        _let_in(request, response, opened)
    response.del_cookie(name, path="/", secure=_is_secure(request))
    return response


async def take_sign_out(request: web.Request) -> web.Response:
    """POST /desk/sign-out: the session ends on the server too; a provider has to be left apart."""
    parts, token, broker = request.app[PARTS], request.cookies.get(COOKIE, ""), request[VISIT].broker
    await parts.write(lambda session: sign_out(session, token))
    there = await _way_out(parts, broker.id)
    response = web.HTTPSeeOther(SIGN_IN) if there is None else pages.page("signed_out.html", there=there)
    response.del_cookie(COOKIE, path=QUEUE)
    if isinstance(response, web.HTTPException):
        raise response
    return response


async def _way_out(parts: Parts, broker_id: str) -> str | None:
    sign_on = parts.entrance.sign_on
    if sign_on is None:
        return None
    account = await parts.read(lambda session: Brokers(session).get(broker_id))
    return await sign_on.way_out(parts.clock()) if account.password_hash is None else None


def _begin(request: web.Request, attempts: Attempts) -> timedelta | None:
    return attempts.begin(counted_as(request.remote), request.app[PARTS].clock())


def _let_in(request: web.Request, response: web.Response, opened: Opened) -> None:
    secure = _is_secure(request)
    response.set_cookie(COOKIE, opened.token, path=QUEUE, httponly=True, samesite="Strict", secure=secure)


def _not_signed_in(parts: Parts, hindrance: NotSignedIn) -> web.Response:
    log.warning("nobody was signed in by the provider: %s", hindrance.code)
    answer = next(answer for kind, answer in ANSWERS.items() if isinstance(hindrance, kind))
    return _sign_in_page(parts, answer[1], say(f"utter_console_sign_on_{answer[0]}"))


def _sign_in_page(
    parts: Parts, status: int = 200, refused: str | None = None, email: str = ""
) -> web.Response:
    entrance = parts.entrance
    local, label = entrance.settings.desk_local_sign_in, entrance.label
    return pages.page("sign_in.html", None, status, refused=refused, email=email, local=local, label=label)


def _is_secure(request: web.Request) -> bool:
    return request.app[PARTS].settings.desk_behind_tls or request.secure


def _flow_cookie(request: web.Request) -> str:
    return f"__Host-{FLOW_COOKIE}" if _is_secure(request) else FLOW_COOKIE
