"""The OpenAPI document of the API, put together from small pieces."""

from functools import cache
from typing import Any

from aiohttp import web

from bot.channels.incoming import LONGEST_TEXT
from bot.gateway.schemas import SCHEMAS
from bot.gateway.search_fields import asked_for
from desk.brief import schema

Piece = dict[str, Any]

IN_CONVERSATION = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The id of the conversation.",
}
READING_ON = """
First comes what was seen running within a year, then the rest, each by name; with `text`, what has more
of its words in the name comes before all others. Nothing is left out because something is not known. An
empty field is taken as not given.

Go on with `cursor` until `next` is null. When facts were loaded between two pages, the list goes on in
the new ones: each programme that did not change is still found exactly once, one that is new or changed
may be missed or come again, and `total` counts what there is now.
""".strip()


async def serve(_request: web.Request) -> web.Response:
    """GET /api/openapi.json: this document."""
    return web.json_response(document())


async def serve_brief(_request: web.Request) -> web.Response:
    """GET /api/schemas/brief.json: what a front door gets to read of a request for a person."""
    return web.json_response(schema())


@cache
def document() -> Piece:
    """Return the document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Signpost",
            "version": "1",
            "description": "Support for small firms in the West Midlands: the chat, and the knowledge base.",
        },
        "paths": {**_conversations(), **_knowledge(), **_state()},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _conversations() -> Piece:
    one = "/api/conversations/{id}"
    return {
        "/api/conversations": {
            "post": _operation(
                "startConversation",
                "Open a conversation; its id, its token and the greeting.",
                {"201": _json("Started"), **_errors(400, 403, 415, 429, 503)},
            )
            | {"requestBody": {"required": False, "content": _content("Start")}}
        },
        "/api/sites/{id}": {
            "parameters": [{**IN_CONVERSATION, "description": "The id of the site, from its snippet."}],
            "get": _operation(
                "readSite",
                "How the chat is on one site; the defaults where it is unknown, or another one asks.",
                {"200": _json("Site"), **_errors(403)},
            ),
        },
        one: {
            "parameters": [IN_CONVERSATION],
            "get": _mine("readConversation", "What was said and what is noted.", {"200": _json("History")}),
            "delete": _mine("eraseConversation", "Delete everything kept of it.", {"200": _json("Erased")}),
        },
        f"{one}/messages": {
            "parameters": [IN_CONVERSATION],
            "post": {
                **_mine(
                    "postMessage",
                    "Say something, or choose something that was offered; safe to repeat. "
                    f"A text over {LONGEST_TEXT} characters is refused with a friendly reply.",
                    {"200": _json("Answer"), **_errors(400, 413, 415)},
                ),
                "requestBody": {"required": True, "content": _content("Message")},
            },
        },
        f"{one}/read": {
            "parameters": [IN_CONVERSATION],
            "post": {
                **_mine(
                    "noteRead",
                    "Tell that a row has been on the person's screen; whoever talks to them may see it.",
                    {"200": _json("ReadNoted"), **_errors(400, 413, 415)},
                ),
                "requestBody": {"required": True, "content": _content("Read")},
            },
        },
        f"{one}/copies/{{key}}": {
            "parameters": [IN_CONVERSATION, {**IN_CONVERSATION, "name": "key"}],
            "post": _mine(
                "fetchCopy",
                "A copy of all that is kept of it, as JSON: once, with the key of the card that offers it.",
                {"200": {"description": "The copy.", "content": {"application/json": {"schema": {}}}}},
            ),
        },
        f"{one}/events": {
            "parameters": [IN_CONVERSATION, _header("Last-Event-ID", "Only what came after this `seq`.")],
            "get": _mine(
                "listen",
                "Live updates as server-sent events: `reply` (a row of the transcript), `typing` ({on}), "
                "`owner` ({owner}), `seen` ({seq}: whoever talks to the person has read so far).",
                {
                    "200": {
                        "description": "A stream that stays open.",
                        "content": {"text/event-stream": {"schema": {"type": "string"}}},
                    }
                },
            ),
        },
    }


def _knowledge() -> Piece:
    listed = _operation(
        "listProgrammes",
        "The programmes that can be had, a page at a time.",
        {"200": _json("Found"), **_errors(400, 403, 503)},
    )
    return {
        "/api/programmes": {"get": {**listed, "description": READING_ON, "parameters": asked_for()}},
    }


def _state() -> Piece:
    return {
        "/api/openapi.json": {
            "get": _operation(
                "readDescription",
                "This document.",
                {
                    "200": {
                        "description": "OpenAPI.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            )
        },
        "/api/schemas/brief.json": {
            "get": _operation(
                "readBriefSchema",
                "What a front door gets to read of a request for a person.",
                {
                    "200": {
                        "description": "A JSON Schema.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            )
        },
        "/healthz": {"get": _operation("isAlive", "Does this process answer?", {"200": _json("Alive")})},
        "/readyz": {
            "get": _operation(
                "isReady",
                "Can every message be answered now?",
                {"200": _json("Ready"), "503": _json("Ready")},
            )
        },
        "/metrics": {
            "get": _operation(
                "readMetrics",
                "Counters and times for Prometheus.",
                {
                    "200": {
                        "description": "Metrics.",
                        "content": {"text/plain": {"schema": {"type": "string"}}},
                    }
                },
            )
        },
    }


def _operation(name: str, summary: str, answers: Piece) -> Piece:
    return {"operationId": name, "summary": summary, "responses": answers}


def _mine(name: str, summary: str, answers: Piece) -> Piece:
    return {
        **_operation(name, summary, {**answers, **_errors(401, 403, 404, 410, 429, 503)}),
        "security": [{"session": []}],
    }


def _errors(*statuses: int) -> Piece:
    return {str(status): _json("Error") for status in statuses}


def _json(schema: str) -> Piece:
    return {"description": SCHEMAS[schema]["description"], "content": _content(schema)}


def _content(schema: str) -> Piece:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _header(name: str, description: str) -> Piece:
    return {"name": name, "in": "header", "schema": {"type": "string"}, "description": description}
