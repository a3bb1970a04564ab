"""The files of the widget and the pages, with their types, and kept by browsers until they change."""

import hashlib
import mimetypes
from pathlib import Path

from aiohttp import web

from bot.channels.web import bundle
from bot.gateway.errors import NotFound

FOLDER = Path(__file__).parents[1] / "channels" / "web" / "static"
SCRIPT = "text/javascript; charset=utf-8"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".map": "application/json"}


async def widget(request: web.Request) -> web.StreamResponse:
    """GET /widget.js: the one script that a site embeds, compressed for who takes it so."""
    response = _answer(request, bundle.widget().encode(), SCRIPT)
    if response.body is not None:
        response.headers["Vary"] = "Accept-Encoding"
        response.enable_compression()
    return response


async def static(request: web.Request) -> web.StreamResponse:
    """GET /static/{name}: everything else."""
    return serve(request, request.match_info["name"])


def serve(request: web.Request, name: str) -> web.Response:
    """Return one file, or 304 when the browser has it, or raise NotFound; never a file outside the folder."""
    path = _file(name)
    return _answer(request, path.read_bytes(), type_of(path))


def _answer(request: web.Request, content: bytes, kind: str) -> web.Response:
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    # asked again each time, answered with 304: a new version is never hidden by an old one
    headers = {"ETag": tag, "Cache-Control": "public, max-age=0, must-revalidate"}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=content, headers={**headers, "Content-Type": kind})


def _file(name: str) -> Path:
    try:
        path = (FOLDER / name).resolve()
        if path.is_relative_to(FOLDER.resolve()) and path.is_file():
            return path
    except (ValueError, OSError):  # no name that a file could have
        pass
    raise NotFound


def type_of(path: Path) -> str:
    """Return the media type, with the character set for text."""
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
