"""The JSON API of conversations."""

from time import monotonic
from typing import Any

from aiohttp import web

from bot.channels.incoming import Posted
from bot.channels.web import protocol, rendering
from bot.gateway import requests
from bot.gateway.chats import Chats
from bot.gateway.errors import BadMessageId, NotAMessage, TooManyChats, UnknownChoice
from bot.gateway.parts import PARTS
from bot.gateway.receiving import Outcome


async def create(request: web.Request) -> web.Response:
    """POST /api/conversations: open a conversation and greet."""
    parts, site = request.app[PARTS], requests.site(request)
    content = await requests.json_body(request) if request.body_exists and await request.read() else {}
    embedding = requests.embedding(request, content.get("site"))
    if not parts.chats.allows(request.remote or "", monotonic()):
        raise TooManyChats
    conversation_id, outcome = await Chats(parts).start(site, embedding)
    token = parts.tokens.issue(conversation_id, site, parts.outside.clock())
    return web.json_response({"id": conversation_id, "token": token, **answer(outcome)}, status=201)


async def site(request: web.Request) -> web.Response:
    """GET /api/sites/{id}: how the chat is on one site; the defaults on any other."""
    found = requests.embedding(request, request.match_info["id"])
    contact = request.app[PARTS].doors.contact({}, found.hub_id if found is not None else None)
    headers = {"Cache-Control": "private, max-age=300", "Vary": "Origin"}
    return web.json_response(rendering.site(found, contact), headers=headers)


async def post(request: web.Request) -> web.Response:
    """POST /api/conversations/{id}/messages: take a message in and answer it."""
    session = requests.session(request)
    posted = _posted(await requests.json_body(request))
    outcome = await Chats(request.app[PARTS]).post(session.conversation_id, posted)
    return web.json_response({**answer(outcome), **requests.fresh_token(request, session)})


async def history(request: web.Request) -> web.Response:
    """GET /api/conversations/{id}: what was said and what is noted."""
    session = requests.session(request)
    conversation, entries = await Chats(request.app[PARTS]).history(session.conversation_id)
    content = {
        "id": conversation.id,
        "owner": str(conversation.owner),
        "broker_read": conversation.broker_read,
        "messages": [rendering.message(entry) for entry in entries],
        **rendering.noted(conversation.noted),
        **requests.fresh_token(request, session),
    }
    return web.json_response(content)


async def read(request: web.Request) -> web.Response:
    """POST /api/conversations/{id}/read: the person has had a line of the transcript on their screen."""
    session = requests.session(request)
    seq = _line_number(await requests.json_body(request))
    await Chats(request.app[PARTS]).read(session.conversation_id, seq)
    return web.json_response({"read": seq})


async def erase(request: web.Request) -> web.Response:
    """DELETE /api/conversations/{id}: delete everything that is kept of it."""
    session = requests.session(request)
    await Chats(request.app[PARTS]).erase(session.conversation_id)
    return web.json_response({"erased": True})


def answer(outcome: Outcome) -> dict[str, Any]:
    """Return what was answered to one message."""
    return {
        "replies": [rendering.reply(entry) for entry in outcome.entries],
        "owner": str(outcome.owner),
        "pending": outcome.state == "waiting",
    }


def _line_number(content: dict[str, object]) -> int:
    try:
        return protocol.line_number(content)
    except protocol.BadPost:
        raise NotAMessage from None


def _posted(content: dict[str, object]) -> Posted:
    try:
        return protocol.posted(content)
    except protocol.BadMessageId:
        raise BadMessageId from None
    except protocol.BadPost:
        raise NotAMessage from None
    except protocol.BadChoice:
        raise UnknownChoice from None
