"""The chat as a plain HTML form: post, redirect, get; the session is a signed cookie."""

import uuid
from time import monotonic

from aiohttp import web

from bot.channels.incoming import too_long
from bot.channels.web import pages, protocol
from bot.gateway.chats import Chats
from bot.gateway.errors import (
    BadMessageId,
    ConversationGone,
    ForeignOrigin,
    FormExpired,
    NotAMessage,
    NotFound,
    Refused,
    TooManyChats,
    UnknownChoice,
    WrongContentType,
)
from bot.gateway.origins import OWN_PAGES
from bot.gateway.parts import PARTS
from bot.gateway.requests import site
from knowledge.storage.outbox import Entry
from knowledge.wording import say

COOKIE = "signpost_chat"
COOKIE_SITE = "form"
CSRF_SITE = "csrf"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
PAGE = "text/html"


async def show(request: web.Request) -> web.Response:
    """GET /chat: the transcript and the form; opens a chat when there is none to go on with.

    `?site=` is the site whose link led here.
    """
    chats = Chats(request.app[PARTS])
    conversation_id = conversation_of(request)
    if conversation_id is not None:
        try:
            _, entries = await chats.history(conversation_id)
        except (NotFound, ConversationGone):
            conversation_id = None
        else:
            response = page(request, conversation_id, entries)
            _remember(request, response, conversation_id)
            return response
    if not request.app[PARTS].chats.allows(request.remote or "", monotonic()):
        raise TooManyChats
    led_from = request.app[PARTS].outside.sites.get(request.query.get("site", ""))
    conversation_id, _ = await chats.start(COOKIE_SITE, led_from)
    _, entries = await chats.history(conversation_id)
    response = page(request, conversation_id, entries)
    _remember(request, response, conversation_id)
    return response


async def post(request: web.Request) -> web.Response:
    """POST /chat: take a message in, and send the browser back to the transcript."""
    conversation_id, fields = await checked(request)
    chats = Chats(request.app[PARTS])
    text = fields.get("text", "")
    if too_long(text):
        _, entries = await chats.history(conversation_id)
        return page(request, conversation_id, entries, say("utter_gateway_too_long"), text)
    try:
        posted = protocol.posted(
            {name: fields[name] for name in ("message_id", "text", "choice") if name in fields}
        )
    except protocol.BadMessageId:
        raise BadMessageId from None
    except protocol.BadPost:
        raise NotAMessage from None
    except protocol.BadChoice:
        raise UnknownChoice from None
    await chats.post(conversation_id, posted)
    return _see("/chat#latest")


async def erase(request: web.Request) -> web.Response:
    """POST /chat/delete: delete the chat and start afresh."""
    conversation_id, _ = await checked(request)
    await Chats(request.app[PARTS]).erase(conversation_id)
    response = _see("/privacy")
    response.del_cookie(COOKIE, path="/chat")
    return response


def conversation_of(request: web.Request) -> str | None:
    """Return the conversation that the cookie proves, or None."""
    parts = request.app[PARTS]
    try:
        session = parts.tokens.read(request.cookies.get(COOKIE, ""), parts.outside.clock())
    except Refused:
        return None
    return session.conversation_id if session.origin == COOKIE_SITE else None


def page(
    request: web.Request,
    conversation_id: str,
    entries: list[Entry],
    notice: str | None = None,
    draft: str = "",
) -> web.Response:
    """Return the chat page, never to be kept by a cache."""
    parts = request.app[PARTS]
    csrf = parts.tokens.issue(conversation_id, CSRF_SITE, parts.outside.clock())
    text = pages.chat(entries, pages.Form(csrf, uuid.uuid4().hex), notice, draft)
    return web.Response(text=text, content_type=PAGE, headers={"Cache-Control": "no-store"})


async def checked(request: web.Request) -> tuple[str, dict[str, str]]:
    """Return whose form was sent and its fields, or raise unless we made it for them."""
    if site(request) != OWN_PAGES:
        raise ForeignOrigin
    if request.content_type not in FORM_TYPES:
        raise WrongContentType
    fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    conversation_id = conversation_of(request)
    parts = request.app[PARTS]
    try:
        proof = parts.tokens.read(fields.get("csrf", ""), parts.outside.clock())
    except Refused:
        raise FormExpired from None
    if conversation_id is None or (proof.conversation_id, proof.origin) != (conversation_id, CSRF_SITE):
        raise FormExpired
    return conversation_id, fields


def _remember(request: web.Request, response: web.Response, conversation_id: str) -> None:
    parts = request.app[PARTS]
    token = parts.tokens.issue(conversation_id, COOKIE_SITE, parts.outside.clock())
    response.set_cookie(
        COOKIE,
        token,
        path="/chat",
        httponly=True,
        samesite="Lax",
        secure=request.secure,
        max_age=int(parts.settings.session_hours * 3600),
    )


def _see(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address})
