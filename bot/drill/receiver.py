"""A receiver of webhooks on loopback, a process of its own: it keeps what comes, and acts as told."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.drill.meta import PASSING
from bot.drill.processes import Child, Wire, spawn
from bot.drill.stage import LOOPBACK, SECRET
from bot.drill.steps import Receiver

KEY = base64.b64decode(SECRET.removeprefix("whsec_"))
HANG_S = 5.0


def open_receiver(book: Path, database: Path) -> tuple[Child, int]:
    """Start a receiver that writes what arrives into a file, a line each; return it with its port.

    It looks into the database to say how much was written there when a message for a telephone came.
    """
    child = spawn(lambda wire: asyncio.run(_serve(book, database, wire)))
    line = os.read(child.told, 1000)
    return child, int(json.loads(line)["port"])


async def _serve(book: Path, database: Path, wire: Wire) -> None:
    async def take(request: web.Request) -> web.StreamResponse:
        return await _take(request, book)

    app = web.Application()
    app.router.add_post("/{run}/{mood}", take)
    app.router.add_post("/{run}/{mood}/{version}/{number}/messages", Graph(book, database).take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, LOOPBACK, 0)
    await site.start()
    wire.tell(port=runner.addresses[0][1])
    await asyncio.Event().wait()


async def _take(request: web.Request, book: Path) -> web.StreamResponse:
    mood, body = request.match_info["mood"], await request.read()
    if mood == Receiver.REFUSES:
        return web.Response(status=503)
    _keep(book, _arrived(request, body))
    if mood == Receiver.LATE:
        await asyncio.sleep(HANG_S)
    if mood == Receiver.FORGETS and request.transport is not None:
        request.transport.abort()
    return web.Response(status=204)


@dataclass
class Graph:
    """The Graph API: what is late here is taken, and answered with an error."""

    book: Path
    database: Path
    taken: Counter[str] = field(default_factory=Counter)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take a message for a telephone."""
        run, mood = request.match_info["run"], request.match_info["mood"]
        payload = await request.json()
        if mood != Receiver.REFUSES:
            self.taken[run] += 1
            wamid = f"wamid.{run}.{self.taken[run]}"
            line = {"run": int(run), "wamid": wamid, "phone": payload["to"], "mood": mood}
            mark = payload["biz_opaque_callback_data"]
            _keep(self.book, {**line, "kind": payload["type"], "mark": mark, "seen": _written(self.database)})
        if mood == Receiver.FORGETS and request.transport is not None:
            request.transport.abort()
        if mood in (Receiver.REFUSES, Receiver.LATE):
            return web.json_response({"error": {"code": PASSING}}, status=503)
        return web.json_response({"messages": [{"id": wamid}]})


def _written(database: Path) -> int:
    """Return the number of the last thing that was written."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as looking:
        return int(looking.execute("SELECT coalesce(max(n), 0) FROM witness").fetchone()[0])


def _keep(book: Path, arrived: dict[str, Any]) -> None:
    with book.open("a", encoding="ascii") as file:
        file.write(json.dumps(arrived) + "\n")


def _arrived(request: web.Request, body: bytes) -> dict[str, Any]:
    number, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    digest = hmac.digest(KEY, f"{number}.{at}.".encode() + body, "sha256")
    content = json.loads(body)
    brief = content["data"].get("brief")
    return {
        "run": int(request.match_info["run"]),
        "id": number,
        "kind": content["type"].removeprefix("case."),
        "case": content["data"]["case_id"],
        "to": brief and [brief["hub"]["id"], (brief["team"] or {}).get("id")],
        "body": hashlib.sha256(body).hexdigest(),
        "signed": request.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}",
    }
