"""The page of the demo: only this machine sees it, and nothing that is sent to it breaks it."""

import asyncio
import json

import aiohttp
import pytest
from aiohttp import web

from demo.activities import Caller
from demo.board import MOST, Board
from demo.bot_connector import BotConnector
from demo.loopback import Loopback
from demo.meta import Meta
from demo.office import CHAT, Office
from demo.page import Page, only_from_here
from demo.phone import Phone

TOLD = {
    "gateway": "http://127.0.0.1:1",
    "console": "http://127.0.0.1:2/desk/",
    "site": "demo-hub",
    "site_name": "The Demo <Growth> Hub",
    "adviser": "Bea Example",
    "email": "bea@hub.example",
}
BUTTONS = {
    "type": "interactive",
    "interactive": {
        "type": "button",
        "body": {"text": "Which?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "c1", "title": "This one"}}]},
    },
}


class Front:
    """The page, with a gateway behind it that takes everything."""

    def __init__(self, session):
        self.session, self.came = session, []
        self.board, self.connector = Board(), BotConnector()
        routes = [web.post("/channels/whatsapp", self.take), web.post("/api/messages", self.take)]
        self.gateway = Loopback(routes)
        self.answer = {}

    async def start(self):
        await self.gateway.start()
        await self.connector.server.start()
        origin = self.gateway.origin
        self.phone = Phone(Meta(self.session, origin), self.board)
        self.office = Office(Caller(self.session, origin, self.connector), self.connector, self.board)
        page = Page(self.phone, self.office, self.board, TOLD)
        self.server = Loopback(page.routes(), 0, [only_from_here])
        await self.server.start()

    async def close(self):
        await self.phone.close()
        for server in (self.server, self.connector.server, self.gateway):
            await server.close()

    async def take(self, request):
        self.came.append(await request.json())
        return web.json_response(self.answer)

    async def post(self, where, content, **headers):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = {"Origin": self.server.origin, **headers}
        async with self.session.post(self.server.origin + where, data=data, headers=given) as answer:
            return answer.status, await answer.text()

    async def get(self, where, **headers):
        async with self.session.get(self.server.origin + where, headers=headers) as answer:
            return answer.status, answer.headers, await answer.text()


@pytest.fixture
async def front():
    async with aiohttp.ClientSession() as session:
        made = Front(session)
        await made.start()
        yield made
        await made.close()


def message_in(called):
    return called["entry"][0]["changes"][0]["value"]["messages"][0]


async def test_what_is_typed_on_the_phone_goes_out_signed_and_stands_there(front):
    assert await front.post("/phone", {"text": "Hello"}) == (200, '{"told": ""}')

    assert message_in(front.came[0])["text"] == {"body": "Hello"}
    assert [(one["text"], one["ticks"]) for one in front.board.after(0)] == [("Hello", "sent")]


async def test_a_button_on_the_phone_sends_back_what_it_was_given(front):
    front.phone.taken("wamid.out", BUTTONS)

    assert (await front.post("/phone", {"of": "wamid.out", "index": 0}))[0] == 200

    pressed = [message_in(one) for one in front.came if "messages" in one["entry"][0]["changes"][0]["value"]]
    assert pressed[0]["interactive"]["button_reply"] == {"id": "c1", "title": "This one"}


async def test_what_was_marked_as_read_has_its_ticks(front):
    await front.post("/phone", {"text": "Hello"})
    own, *_ = front.board.after(0)

    front.phone.taken(own["name"], {"status": "read", "typing_indicator": {"type": "text"}})

    shown = {thing["name"]: thing for thing in front.board.after(0)}
    assert (shown[own["name"]]["ticks"], shown["typing"]["on"]) == ("read", True)


@pytest.mark.parametrize(
    "content",
    [b"", b"[", b"[]", b'"x"', b"\xff", {"text": 5}, {"text": " "}, {}, {"text": None}],
)
@pytest.mark.parametrize("where", ["/phone", "/teams"])
async def test_what_cannot_be_read_is_said_to_be_so(front, where, content):
    status, told = await front.post(where, content)

    assert (status, json.loads(told)) == (400, {"told": "That could not be read."})
    assert front.came == []


@pytest.mark.parametrize("index", [1, -1, "0", None, 10**9])
async def test_a_button_that_is_not_there_is_said_to_be_gone(front, index):
    front.phone.taken("wamid.out", BUTTONS)

    status, told = await front.post("/phone", {"of": "wamid.out", "index": index})

    assert (status, json.loads(told)) == (409, {"told": "There is no such button on the phone any more"})


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_no_other_site_can_press_our_buttons(front, origin):
    assert (await front.post("/phone", {"text": "Hello"}, Origin=origin))[0] == 403
    assert front.came == []


async def test_a_name_that_leads_here_from_elsewhere_shows_nothing(front):
    status, _, told = await front.get("/", Host="evil.example")

    assert (status, told) == (421, f"Open {front.server.origin}\n")


@pytest.mark.parametrize("path", ["/static/../page.py", "/static/%2e%2e%2fpage.py", "/static/none.css"])
async def test_only_the_files_of_the_page_are_served(front, path):
    assert (await front.get(path))[0] == 404


async def test_pages_say_what_they_may_load(front):
    _, headers, text = await front.get("/hub")

    assert "script-src http://127.0.0.1:1;" in headers["Content-Security-Policy"]
    assert "The Demo &lt;Growth&gt; Hub" in text
    assert "default-src 'none'" in (await front.get("/"))[1]["Content-Security-Policy"]


async def test_who_looks_is_told_all_there_is_and_then_what_changes(front):
    front.board.show("chat", "gone", {})
    front.board.clear("chat")
    front.phone.taken("wamid.out", BUTTONS)
    async with front.session.get(f"{front.server.origin}/events") as events:
        lines = [await events.content.readline() for _ in range(4)]
        front.office.shown(CHAT, "1", {"type": "message", "text": "Hello"})
        news = [await events.content.readline() for _ in range(4)]

    shown = [json.loads(line[6:])["pane"] for line in [*lines, *news] if line.startswith(b"data: ")]
    assert shown == ["phone", "phone", "chat", "chat"]


def test_the_oldest_is_forgotten():
    board = Board()
    for number in range(MOST + 5):
        board.show("phone", str(number), {})

    assert len(board.things) == MOST
    assert board.get("phone", "4") is None


async def test_a_change_wakes_whoever_waits_for_it():
    board = Board()
    waiting = asyncio.create_task(board.changed(0))
    await asyncio.sleep(0)

    board.show("phone", "1", {})

    async with asyncio.timeout(5):
        await waiting
