"""The Graph API that is pretended refuses what Meta would refuse, and Meta brings calls as it may."""

import random
from collections import Counter

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from demo.graph import TOKEN, Graph
from demo.graph_limits import check_content
from demo.illegal import Illegal
from demo.loopback import Loopback
from demo.meta import NUMBER, Meta, call, signed, text, unruly
from demo.retrying import NotAcknowledged

TO = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "441632960001"}
HELLO = {"type": "text", "text": {"body": "Hello"}}


def menu(*titles, form="button"):
    replies = [{"type": "reply", "reply": {"id": str(n), "title": t}} for n, t in enumerate(titles)]
    return {
        "type": "interactive",
        "interactive": {"type": form, "body": {"text": "Which?"}, "action": {"buttons": replies}},
    }


@pytest.fixture
async def graph():
    made = Graph()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as made:
        yield made


async def post(session, graph, payload, number=NUMBER, token=TOKEN):
    where = f"{graph.server.origin}/v24.0/{number}/messages"
    headers = {"Authorization": f"Bearer {token}"}
    async with session.post(where, json=payload, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_a_legal_message_is_taken_and_has_a_name(graph, session):
    status, answer = await post(session, graph, TO | HELLO)

    assert status == 200
    assert answer["messages"][0]["id"].startswith("wamid.")
    assert (graph.texts(), graph.refused) == (["Hello"], [])


@pytest.mark.parametrize(
    "content",
    [
        {"type": "text", "text": {"body": " "}},
        {"type": "text", "text": {"body": "x" * 4097}},
        {"type": "text", "text": {}},
        {"type": "poem", "poem": {}},
        menu(),
        menu("One", "Two", "Three", "Four"),
        menu("Same", "Same"),
        menu("x" * 21),
        menu("One", form="carousel"),
    ],
)
async def test_what_is_against_a_limit_is_refused_and_the_rule_is_kept(graph, session, content):
    status, answer = await post(session, graph, TO | content)

    assert (status, answer["error"]["code"]) == (400, 131009)
    assert len(graph.refused) == 1
    assert graph.sent == []


@pytest.mark.parametrize(("given", "code"), [({"token": "another"}, 190), ({"number": "1"}, 100)])
async def test_whose_token_or_number_is_not_ours_is_refused(graph, session, given, code):
    _, answer = await post(session, graph, TO | HELLO, **given)

    assert answer["error"]["code"] == code


@given(st.lists(st.integers(), unique=True, max_size=8), st.floats(0, 1), st.integers())
def test_every_call_comes_at_least_once_and_at_most_twice(numbers, twice, seed):
    brought = Counter(one["n"] for one in unruly([{"n": n} for n in numbers], twice, random.Random(seed)))

    assert set(brought) == set(numbers)
    assert set(brought.values()) <= {1, 2}


def test_calls_come_twice_and_in_another_order():
    calls = [{"n": n} for n in range(20)]

    brought = unruly(calls, 0.5, random.Random(1))

    assert len(brought) > len(calls)
    assert brought[: len(calls)] != calls


@given(st.recursive(st.none() | st.text() | st.integers(), lambda of: st.dictionaries(st.text(), of)))
def test_whatever_is_sent_is_legal_or_illegal_and_nothing_else(content):
    payload = content if isinstance(content, dict) else {"type": "text", "text": content}

    try:
        check_content(payload)
    except Illegal:
        return


class Gateway:
    """Answers as it is told, and keeps what came."""

    def __init__(self, *statuses):
        self.statuses, self.came = list(statuses), []
        self.server = Loopback([web.post("/channels/whatsapp", self.take)])

    async def take(self, request):
        body = await request.read()
        made = request.headers["X-Hub-Signature-256"]
        assert signed(body)[1]["X-Hub-Signature-256"] == made
        self.came.append(body)
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr("demo.retrying.PAUSE_S", 0)


async def test_a_call_is_brought_again_until_it_is_acknowledged(session, at_once):
    gateway = Gateway(500, 503)
    await gateway.server.start()

    await Meta(session, gateway.server.origin).bring(call(messages=[text("Hello")]))

    assert len(gateway.came) == 3
    assert len(set(gateway.came)) == 1
    await gateway.server.close()


async def test_a_call_that_is_never_acknowledged_is_told(session, at_once):
    gateway = Gateway(*[500] * 20)
    await gateway.server.start()

    with pytest.raises(NotAcknowledged):
        await Meta(session, gateway.server.origin).bring(call(messages=[text("Hello")]))
    await gateway.server.close()
