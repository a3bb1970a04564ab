"""The one way into the engine: turns, parses and health, on loopback, for who knows the secret."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from bot.engine.messages import BadMessage, Spoken
from bot.engine.strict import ActionFailed, ActionUnreachable
from bot.engine.turns import ModelMissing, NoReply, strict_processor, take_turn
from bot.engine.understanding import LONGEST_TEXT, understand_beside
from knowledge.storage.tracker_events import ConversationWentOn

log = logging.getLogger(__name__)

SHORTEST_SECRET = 16

Handler = Callable[[Request], Awaitable[HTTPResponse]]

# what can pass by itself is 503, which the gateway tries for a day; 500 breaks the turn whenever it is tried
KNOWN: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (BadMessage, HTTPStatus.BAD_REQUEST, "bad_message"),
    (ConversationWentOn, HTTPStatus.CONFLICT, "conversation_went_on"),
    (ModelMissing, HTTPStatus.SERVICE_UNAVAILABLE, "model_missing"),
    (ActionUnreachable, HTTPStatus.SERVICE_UNAVAILABLE, "action_unreachable"),
    (ActionFailed, HTTPStatus.INTERNAL_SERVER_ERROR, "action_failed"),
    (NoReply, HTTPStatus.INTERNAL_SERVER_ERROR, "no_reply"),
)


class NoSecret(ValueError):
    """The channel needs a secret of at least 16 characters: `signpost serve` makes one and hands it on."""


class EngineInput(InputChannel):
    """Rasa's input channel for Signpost's gateway."""

    def __init__(self, secret: str) -> None:
        # Rasa leaves a variable as it stands when the file quotes it, and then anyone could know the secret
        if len(secret) < SHORTEST_SECRET or "${" in secret:
            raise NoSecret(f"the engine's secret must have at least {SHORTEST_SECRET} characters")
        self._expected = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """Return the part of the address after /webhooks/."""
        return "signpost"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "EngineInput":
        """Make the channel from credentials.yml."""
        return cls(str((credentials or {}).get("secret") or ""))

    def blueprint(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],  # noqa: ARG002 - Rasa's signature
    ) -> Blueprint:
        """Return the routes; Rasa's own handler is not used, because it hides failures."""
        routes = Blueprint("signpost_engine")
        routes.add_route(self._guarded(_turn), "/turn", methods=["POST"], name="turn")
        routes.add_route(self._guarded(_parse), "/parse", methods=["POST"], name="parse")
        routes.add_route(self._guarded(_health), "/health", methods=["GET"], name="health")
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        reporting = _reporting(handler)

        @wraps(handler)
        async def guarded(request: Request) -> HTTPResponse:
            given = request.headers.get("authorization", "").encode("utf-8", "replace")
            if not hmac.compare_digest(given, self._expected):
                return _error(401, "unauthorized", "the engine's secret is missing or wrong")
            return await reporting(request)

        return guarded


def _reporting(handler: Handler) -> Handler:
    @wraps(handler)
    async def reporting(request: Request) -> HTTPResponse:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - the edge: whatever happens is an answer
            return _failure(error)

    return reporting


def _failure(error: Exception) -> HTTPResponse:
    for kind, status, code in KNOWN:
        if isinstance(error, kind):
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                log.error("a turn failed: %s", error)
            return _error(status, code, str(error))
    # the kind alone: messages of database drivers quote the values, which people wrote
    log.error("a turn failed: %s", type(error).__qualname__)
    if database_is_away(error):
        return _error(HTTPStatus.SERVICE_UNAVAILABLE, "database_away", "the database is away: try again")
    message = "the turn could not be completed, see the engine's log"
    return _error(HTTPStatus.INTERNAL_SERVER_ERROR, "turn_failed", message)


def database_is_away(error: Exception) -> bool:
    """Is it the database's fault, and not that of what should be stored?"""
    return isinstance(error, DBAPIError | NoFreeConnection) and not isinstance(
        error, DataError | IntegrityError
    )


async def _turn(request: Request) -> HTTPResponse:
    turn = await take_turn(_agent(request), Spoken.unpack(_body(request)))
    return json_response(turn.pack(), dumps=_dumps)


async def _parse(request: Request) -> HTTPResponse:
    body = _body(request)
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise BadMessage(f"text must be a text of at most {LONGEST_TEXT} characters")
    return json_response(await understand_beside(strict_processor(_agent(request)), text), dumps=_dumps)


async def _health(request: Request) -> HTTPResponse:
    agent = _agent(request)
    strict_processor(agent)
    return json_response({"model": agent.model_id})


def _agent(request: Request) -> Any:
    return getattr(request.app.ctx, "agent", None)


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        raise BadMessage("the body must be JSON") from None


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json_response({"error": {"code": code, "message": message}}, status=status, dumps=_dumps)


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
