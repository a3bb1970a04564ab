"""What every handler asks of a request: who sends it, from where, and what is in it."""

from contextlib import suppress
from datetime import datetime

from aiohttp import web

from bot.channels.web import protocol
from bot.channels.web.sites import Site
from bot.gateway.errors import BadToken, BodyTooLarge, MalformedJson, NoToken, Refused, WrongContentType
from bot.gateway.identity import Session, require
from bot.gateway.ledger import DatabaseDown
from bot.gateway.origins import OWN_PAGES, site_of
from bot.gateway.parts import PARTS, Parts
from knowledge.storage.conversations import Conversations

BEARER = "Bearer "
AT_ONCE = 64 * 1024


def site(request: web.Request) -> str:
    """Return the site that asks, or raise ForeignOrigin."""
    origins = request.app[PARTS].origins
    return site_of(request.headers.get("Origin"), request.host, origins, is_secure=request.secure)


def embedding(request: web.Request, site_id: object) -> Site | None:
    """Return what is set for the site that embeds the chat, or raise ForeignOrigin.

    None, which means the defaults, where nobody has named the site, or it is named on a page of another one.
    """
    asks = site(request)
    found = request.app[PARTS].outside.sites.get(site_id) if isinstance(site_id, str) else None
    return found if found is not None and (asks == OWN_PAGES or asks in found.origins) else None


def server_of(request: web.Request) -> str:
    """Return the address under which this server was asked, or raise Refused."""
    try:
        return str(request.url.origin())
    except ValueError:  # a Host header that can be no host
        raise Refused from None


def session(request: web.Request) -> Session:
    """Return who speaks, or raise: the token must be for this conversation and this site."""
    header = request.headers.get("Authorization")
    if header is None:
        raise NoToken
    if not header.startswith(BEARER):
        raise BadToken
    parts = request.app[PARTS]
    found = parts.tokens.read(header.removeprefix(BEARER), parts.outside.clock())
    require(found, request.match_info["id"], site(request))
    return found


async def json_body(request: web.Request) -> dict[str, object]:
    """Return the JSON object in the body, or raise WrongContentType or MalformedJson."""
    if request.content_type != "application/json":
        raise WrongContentType
    return json_of(await request.read())


def json_of(body: bytes) -> dict[str, object]:
    """Return the JSON object in a body, or raise MalformedJson."""
    try:
        return protocol.json_object(body)
    except protocol.BadJson:
        raise MalformedJson from None


async def raw_body(request: web.Request, most: int) -> bytes:
    """Return the very bytes of a body that may be larger than a chat's, or raise BodyTooLarge."""
    read = bytearray()
    async for chunk in request.content.iter_chunked(AT_ONCE):
        read += chunk
        if len(read) > most:
            raise BodyTooLarge
    return bytes(read)


def fresh_token(request: web.Request, found: Session) -> dict[str, str]:
    """Return a new token when the old one is past half its life, as part of an answer."""
    parts = request.app[PARTS]
    now = parts.outside.clock()
    if not found.half_over(now):
        return {}
    parts.jobs.start(_came_back(parts, found.conversation_id, now))
    return {"token": parts.tokens.issue(found.conversation_id, found.origin, now)}


async def _came_back(parts: Parts, conversation_id: str, now: datetime) -> None:
    """Note that somebody was in their chat, who may go on reading it for as long as the new token lasts."""
    with suppress(DatabaseDown):
        await parts.ledger.write(lambda session: Conversations(session).seen(conversation_id, now))
