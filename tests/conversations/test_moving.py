"""The whole way from the web to WhatsApp: the real servers and model, a fake Graph API, a signed webhook."""

import asyncio
import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

from demo.graph import TOKEN, WORD, Graph
from demo.meta import NUMBER, SECRET, call, signed, text
from tests.servers import Chat, running_servers

pytestmark = pytest.mark.whole

TOLD = "we press zinc parts in Walsall, 22 of us, and the bank said no to a loan for a new press"
LONGEST_WAIT_S = 60


@pytest.fixture
async def graph():
    made = Graph()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()


@pytest.fixture
async def servers(graph, tmp_path):
    settings = {
        "SIGNPOST_WHATSAPP_NUMBERS": json.dumps({NUMBER: ""}),
        "SIGNPOST_WHATSAPP_APP_SECRET": SECRET,
        "SIGNPOST_WHATSAPP_VERIFY_TOKEN": WORD,
        "SIGNPOST_WHATSAPP_ACCESS_TOKEN": TOKEN,
        "SIGNPOST_WHATSAPP_GRAPH_URL": graph.server.origin,
        "SIGNPOST_WHATSAPP_LOOPBACK": "true",
        "SIGNPOST_WHATSAPP_DISPLAY_NUMBERS": json.dumps({"": "+44 1632 960009"}),
    }
    starting = running_servers(tmp_path / "home", **settings)
    running = await asyncio.to_thread(starting.__enter__)
    yield running
    await asyncio.to_thread(starting.__exit__, None, None, None)


async def write(servers, graph, said, wamid):
    """Write on the telephone, and return what is answered."""
    before = len(graph.sent)
    body, headers = signed(call(messages=[text(said, wamid=wamid)]))
    await asyncio.to_thread(_post, f"{servers.address}/channels/whatsapp", body, headers)
    async with asyncio.timeout(LONGEST_WAIT_S):
        while len(graph.sent) == before:
            await asyncio.sleep(0.05)
    return "\n".join(graph.texts()[before:])


def _post(address, body, headers):
    request = urllib.request.Request(address, body, {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def code_of(chat):
    (card,) = chat.cards
    query = urllib.parse.urlsplit(card["url"]).query
    return urllib.parse.parse_qs(query)["text"][0]


async def test_a_chat_goes_on_where_it_was_and_nothing_is_asked_twice(servers, graph):
    chat = Chat(servers.address)

    def on_the_web():
        chat.begin()
        chat.say(TOLD)
        chat.say("can we continue on WhatsApp?")
        chat.choose("Yes, make the code")

    await asyncio.to_thread(on_the_web)
    message = code_of(chat)

    greeted = await write(servers, graph, message, "wamid.1")
    assert "We go on here where we were" in greeted
    assert "Walsall" in greeted
    assert "22 people" in greeted
    assert "Where is your firm" not in greeted

    answered = await write(servers, graph, "what help is there for us?", "wamid.2")
    assert "Where is your firm" not in answered
    assert "How many people" not in answered

    with pytest.raises(urllib.error.HTTPError, match="410"):
        await asyncio.to_thread(lambda: chat.noted)
    assert message.split()[1] not in servers.log.read_text(encoding="utf-8")


async def test_what_was_told_goes_to_an_adviser_once(servers, graph):
    owner, adviser = Chat(servers.address), Chat(servers.address)

    def on_the_web():
        owner.begin()
        owner.say(TOLD)
        owner.say("send this to my adviser please")
        assert "Walsall" in owner.text
        assert "22 people" in owner.text
        owner.choose("Yes")
        (card,) = owner.cards
        code = card["lines"][0][1]
        adviser.begin().say(code)
        return code

    code = await asyncio.to_thread(on_the_web)
    (card,) = adviser.cards
    told = str(card["lines"])
    assert "Walsall" in told
    assert "22 people" in told
    await asyncio.to_thread(adviser.say, code)
    assert adviser.cards == []
    assert code.split()[1] not in servers.log.read_text(encoding="utf-8")
