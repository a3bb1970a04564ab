"""The page of the demo: a phone, Teams and a Growth Hub's site side by side, on this machine alone."""

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.activities import NotTaken
from demo.board import Board
from demo.loopback import HOST
from demo.office import ALONE, CHANNEL, NoButton, Office
from demo.phone import NothingThere, Phone
from demo.retrying import NotAcknowledged

HERE = Path(__file__).parent
LONGEST_TEXT, LARGEST_BODY = 4000, 64 * 1024
TYPES = {".css": "text/css", ".js": "text/javascript"}
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OWN = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"
AWAY = (NothingThere, NoButton, NotAcknowledged, NotTaken)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Page:
    """What the page talks to; `told` fills in its templates."""

    phone: Phone
    office: Office
    board: Board
    told: Mapping[str, str]

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses of the page, to be served behind `only_from_here`."""
        return [
            web.get("/", self._front),
            web.get("/hub", self._hub),
            web.get("/static/{name}", _static),
            web.get("/events", self._events),
            web.post("/phone", self._phone),
            web.post("/teams", self._teams),
        ]

    async def _front(self, _request: web.Request) -> web.Response:
        return _page("demo.html", self.told, {})

    async def _hub(self, _request: web.Request) -> web.Response:
        gateway = self.told["gateway"]
        policy = (
            f"default-src 'none'; script-src {gateway}; connect-src {gateway}; style-src 'self'; "
            "frame-ancestors 'self'"
        )
        return _page("hub.html", self.told, {"Content-Security-Policy": policy})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """GET /events: all that the panes show, and then what changes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **SECURITY})
        await response.prepare(request)
        number = 0
        with suppress(ConnectionError):  # who looked is gone
            while True:
                shown, number = self.board.after(number), self.board.on
                for thing in shown:
                    await response.write(f"data: {json.dumps(thing)}\n\n".encode())
                await self.board.changed(number)
        return response

    async def _phone(self, request: web.Request) -> web.Response:
        """POST /phone: {"text"} or {"of", "index"}."""

        async def act(asked: Mapping[str, Any]) -> str:
            if "of" in asked:
                await self.phone.press(_name(asked.get("of")), _index(asked))
            else:
                await self.phone.say(_text(asked))
            return ""

        return await _acted(request, act)

    async def _teams(self, request: web.Request) -> web.Response:
        """POST /teams: {"where", "text"} or {"where", "of", "index", "filled"}."""

        async def act(asked: Mapping[str, Any]) -> str:
            where = CHANNEL if asked.get("where") == CHANNEL else ALONE
            if "of" in asked:
                return await self.office.press(where, _name(asked["of"]), _index(asked), _filled(asked))
            await self.office.say(where, _text(asked))
            return ""

        return await _acted(request, act)


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse names that lead here from elsewhere, and other sites that would press our buttons."""
    transport = request.transport
    here = transport.get_extra_info("sockname") if transport is not None else None
    origin = f"http://{HOST}:{here[1]}" if here else ""
    if f"http://{request.host}" != origin:
        return web.Response(status=HTTPStatus.MISDIRECTED_REQUEST, text=f"Open {origin}\n")
    if request.method == "POST" and request.headers.get("Origin") != origin:
        return web.Response(status=HTTPStatus.FORBIDDEN)
    answer = await handler(request)
    if not answer.prepared:
        answer.headers.update({"Content-Security-Policy": OWN, **SECURITY, **answer.headers})
    return answer


async def _acted(request: web.Request, act: Callable[[Mapping[str, Any]], Awaitable[str]]) -> web.Response:
    try:
        body = await request.content.read(LARGEST_BODY)
        asked = json.loads(body)
        if not isinstance(asked, dict):
            raise TypeError
        told = await act(asked)
    except (ValueError, TypeError):
        return web.json_response({"told": "That could not be read."}, status=HTTPStatus.BAD_REQUEST)
    except AWAY as away:
        return web.json_response({"told": str(away.__doc__).partition(":")[0]}, status=HTTPStatus.CONFLICT)
    return web.json_response({"told": told})


def _text(asked: Mapping[str, Any]) -> str:
    said = asked.get("text")
    if not isinstance(said, str) or not said.strip():
        raise ValueError
    return said[:LONGEST_TEXT]


def _name(given: object) -> str:
    return given if isinstance(given, str) else ""


def _index(asked: Mapping[str, Any]) -> int:
    given = asked.get("index")
    return given if isinstance(given, int) else -1


def _filled(asked: Mapping[str, Any]) -> dict[str, str]:
    given = asked.get("filled")
    fields = given.items() if isinstance(given, dict) else ()
    return {name: value for name, value in fields if isinstance(value, str)}


async def _static(request: web.Request) -> web.Response:
    path = HERE / "static" / Path(request.match_info["name"]).name
    if path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )


def _page(name: str, told: Mapping[str, str], headers: Mapping[str, str]) -> web.Response:
    text = _templates().get_template(name).render(told)
    return web.Response(text=text, content_type="text/html", headers=headers)
