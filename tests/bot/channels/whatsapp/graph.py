"""A Graph API on loopback: checks what it gets against the documented limits, and signs what it sends."""

import asyncio
import hashlib
import hmac
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.whatsapp.settings import WhatsAppSettings

NUMBER = "106540352242922"
SECRET = "the secret of the app"
WORD = "a word of our own"
TOKEN = "the token of the system user"
FORMS = {"button", "list"}


def check(payload: dict[str, Any]) -> None:
    """Fail when Meta would refuse a message: the figures are those of its reference."""
    assert payload["messaging_product"] == "whatsapp"
    assert payload["recipient_type"] == "individual"
    assert ("to" in payload) != ("recipient" in payload)
    check_content(payload)


def check_content(payload: dict[str, Any]) -> None:
    """Fail when the content of a message is not legal."""
    kind = payload["type"]
    assert kind in {"text", "interactive", "template"}
    {"text": _text, "interactive": _interactive, "template": _template}[kind](payload[kind])


def _sized(text: Any, most: int) -> None:
    assert isinstance(text, str)
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= most, (len(text), most)


def _text(content: dict[str, Any]) -> None:
    _sized(content["body"], 4096)


def _interactive(content: dict[str, Any]) -> None:
    assert content["type"] in FORMS
    _sized(content["body"]["text"], 1024)
    if "footer" in content:
        _sized(content["footer"]["text"], 60)
    (_buttons if content["type"] == "button" else _list)(content["action"])


def _buttons(action: dict[str, Any]) -> None:
    replies = [button["reply"] for button in action["buttons"]]
    assert {button["type"] for button in action["buttons"]} == {"reply"}
    assert 1 <= len(replies) <= 3
    for reply in replies:
        _sized(reply["title"], 20)
        _sized(reply["id"], 256)
        assert "\n" not in reply["title"]
    _differ(replies)


def _list(action: dict[str, Any]) -> None:
    _sized(action["button"], 20)
    rows = [row for section in action["sections"] for row in section["rows"]]
    assert 1 <= len(rows) <= 10
    assert len(action["sections"]) == 1 or all(section.get("title") for section in action["sections"])
    for row in rows:
        assert set(row) <= {"id", "title", "description"}
        _sized(row["title"], 24)
        _sized(row["id"], 200)
        if "description" in row:
            _sized(row["description"], 72)
    _differ(rows)


def _differ(options: list[dict[str, str]]) -> None:
    assert len({option["title"] for option in options}) == len(options)
    assert len({option["id"] for option in options}) == len(options)


def _template(content: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,512}", content["name"])
    assert re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", content["language"]["code"])
    kinds = [component["type"] for component in content["components"]]
    assert set(kinds) <= {"body", "button"}
    assert kinds.count("body") <= 1
    for component in content["components"]:
        (_body if component["type"] == "body" else _quick_reply)(component)
    assert sum(len(blank) for blank in blanks(content)) <= 1024
    indices = [button["index"] for button in pressable(content)]
    assert indices == [str(number) for number in range(len(indices))]
    assert len(indices) <= 10


def _body(component: dict[str, Any]) -> None:
    assert set(component) == {"type", "parameters"}
    assert component["parameters"]
    for parameter in component["parameters"]:
        assert set(parameter) == {"type", "text"}
        assert parameter["type"] == "text"
        _sized(parameter["text"], 1024)
        assert not re.search(r"[\n\t]| {4}", parameter["text"])


def _quick_reply(component: dict[str, Any]) -> None:
    assert set(component) == {"type", "sub_type", "index", "parameters"}
    assert component["sub_type"] == "quick_reply"
    (parameter,) = component["parameters"]
    assert parameter["type"] == "payload"
    _sized(parameter["payload"], 128)


def blanks(content: dict[str, Any]) -> list[str]:
    """Return what a template is filled in with."""
    found = [component for component in content["components"] if component["type"] == "body"]
    return [parameter["text"] for component in found for parameter in component["parameters"]]


def pressable(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons of a template that send back what was given with it."""
    return [component for component in content["components"] if component["type"] == "button"]


@dataclass(frozen=True)
class Approved:
    """A template as Meta has approved it: its language, how many blanks it has and how many quick replies."""

    language: str
    blanks: int
    buttons: int


APPROVED = {
    "adviser_replied": Approved("en_GB", 0, 1),
    "how_did_it_go": Approved("en_GB", 2, 5),
    "how_did_it_go_plain": Approved("en_GB", 2, 0),
    "news_of_a_programme": Approved("en_GB", 1, 1),
}


def refusal(content: dict[str, Any]) -> tuple[int, int] | None:
    """Return the status and the number of the error when a template is not the approved one."""
    approved = APPROVED.get(content["name"])
    if approved is None or approved.language != content["language"]["code"]:
        return 404, 132001
    if len(blanks(content)) != approved.blanks:
        return 400, 132000
    return (400, 132012) if len(pressable(content)) > approved.buttons else None


@dataclass
class Graph:
    """Takes messages; `failures` are what it answers instead: a status with an error number, or "hang"."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    failures: list[tuple[int, int | None] | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        app = web.Application()
        app.add_routes([web.post("/v24.0/{number}/messages", self._take)])
        self.server = TestServer(app)

    def settings(self, **given: Any) -> WhatsAppSettings:
        """Return settings that lead here."""
        standing = {
            "whatsapp_numbers": {NUMBER: "h1"},
            "whatsapp_app_secret": SECRET,
            "whatsapp_verify_token": WORD,
            "whatsapp_access_token": TOKEN,
            "whatsapp_template": "adviser_replied",
            "whatsapp_graph_url": str(self.server.make_url("/")).rstrip("/"),
            "whatsapp_loopback": True,
        }
        return WhatsAppSettings(**(standing | given))

    def texts(self) -> list[str]:
        """Return the words of what was taken."""
        return [words(payload) for payload in self.sent]

    async def _take(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert request.match_info["number"] == NUMBER
        payload = await request.json()
        if self.failures:
            failure = self.failures.pop(0)
            if failure == "hang":
                await self.stopping.wait()
                return web.Response()
            status, code = failure
            error = {} if code is None else {"error": {"code": code, "message": "of 441632960001"}}
            return web.json_response(error, status=status, headers=self.headers)
        if payload.get("status") == "read":
            self.read.append(payload)
            return web.json_response({"success": True})
        check(payload)
        refused = refusal(payload["template"]) if payload["type"] == "template" else None
        if refused is not None:
            return web.json_response({"error": {"code": refused[1]}}, status=refused[0])
        self.sent.append(payload)
        return web.json_response({"messages": [{"id": self.wamid(next(self._numbers))}]})

    @staticmethod
    def wamid(number: int) -> str:
        """Return what the message of this number is called here."""
        return f"wamid.HBgMNDQxNjMyOTYwMDAx/{number}=="


def words(payload: dict[str, Any]) -> str:
    """Return what a message says."""
    kind = payload["type"]
    content = payload[kind]
    return {
        "text": lambda: content["body"],
        "interactive": lambda: content["body"]["text"],
        "template": lambda: f"template {content['name']} {content['language']['code']}",
    }[kind]()


def choices(payload: dict[str, Any]) -> list[dict[str, str]]:
    """Return what can be chosen in a message."""
    action = payload.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return rows or [button["reply"] for button in action.get("buttons", ())]


def call(*, number: str = NUMBER, **value: Any) -> dict[str, Any]:
    """Return a call with one change."""
    given = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **value}
    change = {"field": "messages", "value": given}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def message(
    kind: str = "text", content: Any = None, wamid: str = "wamid.1", at: int = 1, sender: str = "441632960001"
) -> dict[str, Any]:
    """Return one message."""
    return {"from": sender, "id": wamid, "timestamp": str(at), "type": kind, kind: content}


def text(said: str, **more: Any) -> dict[str, Any]:
    """Return one text."""
    return message("text", {"body": said}, **more)


def status(wamid: str, state: str, *codes: int) -> dict[str, Any]:
    """Return how far a message has come."""
    errors = [{"code": code, "title": "of 441632960001"} for code in codes]
    return {"id": wamid, "status": state, "timestamp": "1", "recipient_id": "441632960001", "errors": errors}


def signed(content: Any, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Return the body of a call and its headers."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return body, {"X-Hub-Signature-256": f"sha256={made}", "Content-Type": "application/json"}
