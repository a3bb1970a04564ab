"""The pages that links in mails lead to: answered, confirmed and stopped by whoever has the address.

A GET changes nothing, since mail scanners follow every link.
"""

from collections.abc import Callable
from time import monotonic

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.web import mail_pages
from bot.gateway.errors import NoMailLink, NoSuchAnswer, TooManyLooks
from bot.gateway.form import PAGE
from bot.gateway.parts import PARTS
from desk.afterwards import links
from desk.afterwards.follow_ups import Became, NotAsked
from desk.afterwards.links import Opened
from knowledge.storage.person_mails import LinkNotFound, Occasion
from knowledge.wording import say


async def show(request: web.Request) -> web.Response:
    """GET /f/{token}: the question, with a button for each answer."""
    return _page(await _opened(request), request)


async def take(request: web.Request) -> web.Response:
    """POST /f/{token}: keep the answer, or the yes; posted again, it changes nothing."""
    before = await _opened(request)
    given = await request.post()
    programme, pressed = str(given.get("programme", "")), str(given.get("answer", ""))
    token, now = _token(request), request.app[PARTS].outside.clock()
    if before.kind is Occasion.CONFIRMATION:
        await _write(request, lambda s: links.confirm(s, token, now))
        return _page(await _opened(request), request)
    if pressed not in set(Became) or programme not in {one.programme_id for one in before.questions}:
        raise NoSuchAnswer
    await _write(request, lambda s: links.answer(s, token, programme, Became(pressed), now))
    return _page(await _opened(request), request, say("utter_mail_page_noted"))


async def ask_to_stop(request: web.Request) -> web.Response:
    """GET /f/{token}/stop: the question whether to stop."""
    await _opened(request)
    return web.Response(text=mail_pages.ask_to_stop(_token(request)), content_type=PAGE)


async def stop(request: web.Request) -> web.Response:
    """POST /f/{token}/stop: stop; also what a mail program posts by itself, as RFC 8058 says.

    Nobody is slowed down here: mail programs of many people post from one address.
    """
    token, now = _token(request), request.app[PARTS].outside.clock()
    await _write(request, lambda s: links.stop(s, token, now))
    return web.Response(text=mail_pages.stopped(), content_type=PAGE)


async def _opened(request: web.Request) -> Opened:
    parts, token = request.app[PARTS], _token(request)
    if not parts.plans.allows(request.remote or "", monotonic()):
        raise TooManyLooks
    now = parts.outside.clock()
    try:
        return await parts.ledger.read(lambda s: links.opened(s, token, now))
    except LinkNotFound:
        raise NoMailLink from None


async def _write(request: web.Request, work: Callable[[Session], None]) -> None:
    try:
        await request.app[PARTS].ledger.write(work)
    except LinkNotFound:
        raise NoMailLink from None
    except NotAsked:
        raise NoSuchAnswer from None


def _page(opened: Opened, request: web.Request, notice: str | None = None) -> web.Response:
    text = mail_pages.page(opened, _token(request), notice)
    return web.Response(text=text, content_type=PAGE)


def _token(request: web.Request) -> str:
    return request.match_info["token"]
