"""Is the gateway alive, is everything behind it ready, and how is it doing?"""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.ledger import DatabaseDown
from bot.gateway.metrics import CONTENT_TYPE
from bot.gateway.parts import PARTS, Parts
from knowledge.storage.inbox import Inbox

CHECK_SECONDS = 2.0
STUCK_AFTER_S = 120.0


@dataclass(frozen=True)
class Readiness:
    """What was found; `waiting_s` is the age of the oldest unanswered message, None without a database."""

    model: str | None
    actions: bool
    waiting_s: float | None

    @property
    def ready(self) -> bool:
        """Can every message be answered now?"""
        return self.model is not None and self.actions and self.waiting_s is not None and not self.stuck

    @property
    def stuck(self) -> bool:
        """Has a message waited so long that somebody should look?"""
        return self.waiting_s is not None and self.waiting_s > STUCK_AFTER_S


async def alive(_request: web.Request) -> web.Response:
    """GET /healthz: this process answers."""
    return web.json_response({"alive": True})


async def ready(request: web.Request) -> web.Response:
    """GET /readyz: model loaded, actions and database reachable, nothing stuck; 503 when not."""
    found = await readiness(request.app[PARTS])
    content = {
        "ready": found.ready,
        "engine": found.model is not None,
        "model": found.model,
        "actions": found.actions,
        "database": found.waiting_s is not None,
        "oldest_waiting_seconds": found.waiting_s,
    }
    return web.json_response(content, status=200 if found.ready else 503)


async def metrics(request: web.Request) -> web.Response:
    """GET /metrics: counters and times as Prometheus reads them."""
    parts = request.app[PARTS]
    text = parts.metrics.exposition(await waiting_seconds(parts) or 0.0)
    return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})


async def readiness(parts: Parts) -> Readiness:
    """Ask everybody at once."""
    model, actions, waiting_s = await asyncio.gather(_model(parts), _actions(parts), waiting_seconds(parts))
    return Readiness(model, actions, waiting_s)


async def waiting_seconds(parts: Parts) -> float | None:
    """Return the age of the oldest unanswered message, 0 without one, None without a database."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            since = await parts.ledger.read(lambda s: Inbox(s).oldest_waiting())
    except (DatabaseDown, TimeoutError):
        return None
    return 0.0 if since is None else (parts.outside.clock() - since).total_seconds()


async def _model(parts: Parts) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await parts.outside.engine.health()
    except Exception:  # noqa: BLE001 - whatever it is, the engine is not ready
        return None


async def _actions(parts: Parts) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await parts.outside.actions_alive()
    except Exception:  # noqa: BLE001 - whatever it is, the actions are not ready
        return False
