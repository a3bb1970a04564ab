"""Rasa's action protocol over HTTP: for who knows the secret, on loopback."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.base import Tools
from actions.catalogue import ACTIONS, ANSWERS
from actions.fitting import suggested
from actions.library import Library
from actions.memory import Memory, Said
from desk.error_places import where
from desk.suggesting import Sought
from desk.teams import NO_TEAMS, Teams
from knowledge.encoder import Encoder
from knowledge.meaning import Meaning
from knowledge.packing import pack
from knowledge.plans import Asked
from knowledge.replies import Card
from knowledge.storage.catalogues import CATALOGUES
from knowledge.storage.database import Database
from knowledge.storage.journeys import Journeys, RoadmapSteps
from knowledge.storage.programmes import Programmes

log = logging.getLogger(__name__)

LARGEST_BODY = (
    16 * 1024 * 1024
)  # a body holds the whole conversation and, unless Rasa leaves it out, the domain
SHORTEST_SECRET = 16
SUGGESTED = 5  # to a broker, who reads quicker than they listen
EXECUTOR = web.AppKey("executor", ActionExecutor)
TOOLS = web.AppKey("tools", Tools)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NoSecret(ValueError):
    """The action endpoint needs a secret of at least 16 characters: give the one that Rasa sends."""


def make_app(
    secret: str,
    database: Database,
    encoder: Encoder | None = None,
    clock: Callable[[], datetime] | None = None,
    folder: Path | None = None,
    *,
    teams: Teams = NO_TEAMS,
) -> web.Application:
    """Return the application that runs the actions; `clock` is the time, for tests.

    Without an encoder programmes are found by their labels alone. The vectors of the facts are made when the
    application starts, and kept in `folder`.
    """
    if len(secret) < SHORTEST_SECRET:
        raise NoSecret(f"the secret of the action endpoint must have at least {SHORTEST_SECRET} characters")
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_guard(secret)])
    meaning = Meaning(encoder, folder) if encoder else None
    tools = app[TOOLS] = Tools(database, meaning, clock or _now, ANSWERS, teams=teams)
    app[EXECUTOR] = _executor(tools)
    if meaning is not None:
        CATALOGUES.before_use(meaning.prepare_all)
        app.on_startup.append(_preparing(meaning, database))
    app.router.add_get("/health", _health)
    app.router.add_post("/webhook", _webhook)
    app.router.add_post("/plan", _plan)
    app.router.add_post("/suggest", _suggest)
    return app


def _preparing(meaning: Meaning, database: Database) -> Callable[[web.Application], Awaitable[None]]:
    def prepare() -> None:
        with database.reading() as session:
            meaning.prepare_all(Programmes(session).catalogue())
            meaning.prepare(RoadmapSteps(session).all())
            meaning.prepare([way for journey in Journeys(session).all() for way in journey.tellings])

    async def on_startup(_app: web.Application) -> None:
        try:
            await asyncio.to_thread(prepare)
        except Exception as error:  # noqa: BLE001 - the first question then makes them, or is answered without
            log.warning("the vectors of the programmes could not be prepared: %s", where(error))

    return on_startup


def _now() -> datetime:
    return datetime.now(UTC)


def _executor(tools: Tools) -> ActionExecutor:
    executor = ActionExecutor()
    for action in ACTIONS:
        executor.register_action(action(tools))
    return executor


def _guard(secret: str) -> Any:
    expected = f"Bearer {secret}".encode()

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if request.path != "/health" and not hmac.compare_digest(given, expected):
            return _error(401, "unauthorized", "the secret is missing or wrong")
        try:
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return _error(413, "too_large", f"a body may have at most {LARGEST_BODY} bytes")
        except web.HTTPException as error:
            return _error(error.status, "refused", error.reason)

    return guard


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _webhook(request: web.Request) -> web.Response:
    try:
        call = json.loads(await request.read())
    except ValueError:
        return _error(400, "bad_request", "the body must be JSON")
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
        return _error(400, "bad_request", "the body must be a call of Rasa's action protocol")
    return await _run(request.app[EXECUTOR], call)


async def _plan(request: web.Request) -> web.Response:
    """Lay a plan out again, as the chat would: the gateway asks for somebody who has its address."""
    try:
        asked = Asked.unpack(json.loads(await request.read()))
    except (ValueError, TypeError, KeyError, AttributeError):
        return _error(400, "bad_request", "the body must be what a plan was laid out for")
    try:
        laid_out = await asyncio.to_thread(_laid_out, request.app[TOOLS], asked)
    except Exception as error:  # noqa: BLE001 - the edge: the answer must not quote what was said
        log.error("a plan could not be laid out: %s", where(error))  # noqa: TRY400 - a traceback may quote it
        return _error(500, "failed", "the plan could not be laid out, see the log")
    return web.json_response({"plan": laid_out})


def _laid_out(tools: Tools, asked: Asked) -> dict[str, Any] | None:
    with tools.database.reading() as session:
        plan = Library(session, tools.likeness, tools.clock()).lay_out(asked)
    return None if plan is None else pack(plan)


async def _suggest(request: web.Request) -> web.Response:
    """Say what the chat would show: the console asks for a broker who has somebody's brief before them."""
    try:
        sought = Sought.unpack(json.loads(await request.read()))
    except (ValueError, TypeError, KeyError, AttributeError):
        return _error(400, "bad_request", "the body must be what a brief tells of a firm and its need")
    try:
        cards = await asyncio.to_thread(_suggested, request.app[TOOLS], sought)
    except Exception as error:  # noqa: BLE001 - the edge: the answer must not quote what was said
        log.error("nothing could be suggested: %s", where(error))  # noqa: TRY400 - a traceback may quote it
        return _error(500, "failed", "nothing could be suggested, see the log")
    return web.json_response({"cards": [asdict(card) for card in cards]})


def _suggested(tools: Tools, sought: Sought) -> tuple[Card, ...]:
    barriers = tuple(Said(one.name, one.words) for one in sought.barriers)
    rejected = tuple(Said(name, "") for name in sought.rejected)
    memory = Memory(sought.firm, barriers, sought.wants, sought.aim, sought.need, rejected=rejected)
    with tools.database.reading() as session:
        library = Library(session, tools.likeness, tools.clock())
        return library.cards(suggested(memory, library, SUGGESTED))


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> web.Response:
    name = str(call.get("next_action"))
    try:
        return web.json_response(await executor.run(call))
    except ActionNotFoundException:
        return _error(404, "unknown_action", "no action has this name", name)
    except ActionExecutionRejection:
        return _error(400, "rejected", "the action does not apply", name)
    except Exception as error:  # noqa: BLE001 - the edge: the answer must not quote the conversation
        log.error("an action call failed: %s", where(error))  # noqa: TRY400 - a traceback may quote a person
        return _error(500, "failed", "the action failed, see the log", name)


def _error(status: int, code: str, message: str, action: str = "") -> web.Response:
    # `error` as text and `action_name` are what Rasa reads; the rest is the form of every error of Signpost
    content = {"error": {"code": code, "message": message}, "action_name": action}
    return web.json_response(content, status=status)
