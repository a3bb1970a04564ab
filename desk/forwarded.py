"""Who really asks, where trusted proxies stand before the gateway or the console."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def forwarded(proxies: int) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
    """Return a middleware that believes so many proxies about address and scheme, and nobody further out.

    Each proxy appends the address that it was asked from. Many set the scheme rather than append to it, so a
    header with fewer values than proxies is read from its beginning.
    """

    @web.middleware
    async def believe(request: web.Request, handler: Handler) -> web.StreamResponse:
        told: dict[str, Any] = {}
        if address := _told(request, "X-Forwarded-For", proxies):
            told["remote"] = address
        if (scheme := _told(request, "X-Forwarded-Proto", proxies)) in ("http", "https"):
            told["scheme"] = scheme
        return await handler(request.clone(**told) if told else request)

    return believe


def _told(request: web.Request, header: str, proxies: int) -> str | None:
    values = [value.strip() for line in request.headers.getall(header, ()) for value in line.split(",")]
    return values[-min(proxies, len(values))] if values else None
