"""Where people fetch a copy of what is kept of them: in their session, or by an address that opens once."""

import json
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.web.pages import render
from bot.gateway import receiving, requests
from bot.gateway.errors import NoCopy, TooManyLooks
from bot.gateway.form import PAGE, checked
from bot.gateway.parts import PARTS
from desk.own_copy import own_copy
from knowledge.storage.copies import Copies, CopyNotFound, address_of

FILE = 'attachment; filename="signpost-copy.json"'


async def fetch(request: web.Request) -> web.Response:
    """POST /api/conversations/{id}/copies/{key}: the copy, for the session that asked for it, once."""
    session = requests.session(request)
    return await _in_session(request, session.conversation_id)


async def fetch_by_form(request: web.Request) -> web.Response:
    """POST /chat/copies/{key}: the same, without JavaScript."""
    conversation_id, _ = await checked(request)
    return await _in_session(request, conversation_id)


async def show(request: web.Request) -> web.Response:
    """GET /copies/{key}: a page with a button; looking uses nothing up, since programs follow every link."""
    now, key = _now(request), _key(request)
    await _found(request, lambda s: Copies(s).waits(key, now), is_change=False)
    return web.Response(text=render("copy.html", address=address_of(key)), content_type=PAGE)


async def fetch_by_link(request: web.Request) -> web.Response:
    """POST /copies/{key}: the copy, for who has the address, once."""
    now, key = _now(request), _key(request)
    return _file(await _found(request, lambda s: own_copy(s, key, now)))


async def _in_session(request: web.Request, conversation_id: str) -> web.Response:
    now, key = _now(request), _key(request)

    def work(session: Session) -> dict[str, Any]:
        receiving.open_conversation(session, conversation_id)
        return own_copy(session, key, now, conversation_id=conversation_id)

    return _file(await _found(request, work))


async def _found[Result](
    request: web.Request, work: Callable[[Session], Result], *, is_change: bool = True
) -> Result:
    parts = request.app[PARTS]
    if not parts.plans.allows(request.remote or "", monotonic()):
        raise TooManyLooks
    try:
        return await (parts.ledger.write(work) if is_change else parts.ledger.read(work))
    except CopyNotFound:
        raise NoCopy from None


def _file(copy: dict[str, Any]) -> web.Response:
    text = json.dumps(copy, ensure_ascii=False, indent=2) + "\n"
    headers = {"Content-Disposition": FILE, "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="application/json", headers=headers)


def _now(request: web.Request) -> datetime:
    return request.app[PARTS].outside.clock()


def _key(request: web.Request) -> str:
    return request.match_info["key"]
