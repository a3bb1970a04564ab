"""What a broker is suggested: what the chat shows, asked of the action endpoint over real HTTP."""

import asyncio
import json
import logging
from datetime import UTC, datetime

import pytest
from aiohttp import web

from actions.base import Tools
from actions.catalogue import ANSWERS
from actions.endpoint import make_app
from bot.asking_actions import ActionEndpoint
from bot.suggester import Suggester
from desk.brief import Brief, build
from desk.cases import Part
from desk.suggesting import Sought, SuggestionsAway
from knowledge.encoder import Encoder
from knowledge.firms import Firm
from knowledge.meaning import Meaning
from tests.actions.conftest import Talk, barrier, entity
from tests.databases import with_facts
from tests.desk.making import HUBS, make_case, make_consent
from tests.servers import PREPARED

SECRET = "a-secret-of-32-characters-or-more"
ENCODED = PREPARED / "encoder"  # the vectors of the facts are there already
TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOLD = {
    "money for a machine": ("find_funding", "money for a new press", [entity("place", "dudley")], []),
    "a way of working": (
        "find_digital",
        "we want robots on the line and cobots for packing",
        [entity("technology", "robotics", "robots"), entity("place", "coventry")],
        [barrier("digital", "robots on the line")],
    ),
    "customers": (
        "find_market",
        "we need more customers for our cakes",
        [entity("sector", "food_and_drink")],
        [],
    ),
    "one kind of money": ("find_funding", "a loan for our bakery", [entity("place", "walsall")], []),
    "a trouble": (
        "describe_situation",
        "nobody here can read drawings",
        [],
        [barrier("skills", "read drawings")],
    ),
}


@pytest.fixture(scope="module")
def database():
    database = with_facts()
    yield database
    database.close()


@pytest.fixture(scope="module")
def encoder():
    return Encoder(ENCODED)


@pytest.fixture
async def suggester(aiohttp_server, database, encoder):
    server = await aiohttp_server(make_app(SECRET, database, encoder, lambda: TODAY, ENCODED))
    return Suggester(ActionEndpoint(str(server.make_url("")), SECRET, 30))


def brief_of(talk, *left_out):
    """What is passed on of what was said so far."""
    talk.say("request_human", "can I talk to somebody")
    if talk.question == "handoff_place":
        talk.say("deny", "not sure")
    talk.press(talk.reply.choices[0])
    talk.say("give_profile", "Ada Example, 01632 960123")
    (effect,) = [one for one in talk.reply.effects if one.kind == "open_case"]
    case = make_case(consent=make_consent(*left_out))
    return Brief.unpack(build(case, HUBS[0], effect.content["brief"], ()).pack())


async def test_what_the_person_turned_down_is_not_suggested(suggester):
    before = await suggester.suggest(Sought(Firm(places=("dudley",)), aim="find_funding", need="a new press"))
    turned_down = Sought(
        Firm(places=("dudley",)), aim="find_funding", need="a new press", rejected=(before[0].id,)
    )

    assert before[0].id not in {card.id for card in await suggester.suggest(turned_down)}


@pytest.mark.parametrize("told", TOLD)
async def test_a_broker_is_suggested_first_what_the_chat_showed(suggester, database, encoder, told):
    talk = Talk(Tools(database, Meaning(encoder, ENCODED), lambda: TODAY, ANSWERS))
    intent, text, entities, barriers = TOLD[told]

    def in_the_chat():
        talk.say(intent, text, entities, barriers)
        return [one.id for one in talk.reply.cards if one.kind == "programme"], brief_of(talk)

    shown, brief = await asyncio.to_thread(in_the_chat)

    suggested = await suggester.suggest(Sought.of(brief))

    assert shown
    assert [one.id for one in suggested][: len(shown)] == shown
    assert len({one.id for one in suggested}) == len(suggested) <= 5
    assert all(one.lines for one in suggested)


async def test_what_was_left_out_of_the_brief_counts_for_nothing(database, encoder):
    talk = Talk(Tools(database, Meaning(encoder, ENCODED), lambda: TODAY, ANSWERS))

    def in_the_chat():
        talk.say(*TOLD["a way of working"])
        return brief_of(talk, Part.NEED, Part.BARRIERS, Part.FIRM)

    sought = Sought.of(await asyncio.to_thread(in_the_chat))

    assert (sought.firm.pack(), sought.barriers, sought.wants) == ({}, (), ())
    assert (sought.aim, sought.need) == (None, None)


def test_what_is_sought_is_the_same_once_it_was_sent(database):
    talk = Talk(Tools(database, None, lambda: TODAY, ANSWERS))
    talk.say(*TOLD["a way of working"])
    sought = Sought.of(brief_of(talk))

    assert sought.firm.technologies
    assert Sought.unpack(json.loads(json.dumps(sought.pack()))) == sought


async def test_without_the_secret_or_anybody_there_nothing_is_suggested(aiohttp_server, database, caplog):
    server = await aiohttp_server(make_app(SECRET, database))
    talk = Talk(Tools(database, None, lambda: TODAY, ANSWERS))
    sought = Sought.of(await asyncio.to_thread(lambda: (talk.say(*TOLD["customers"]), brief_of(talk))[1]))

    with caplog.at_level(logging.DEBUG):
        for url, secret in ((str(server.make_url("")), "wrong"), ("http://127.0.0.1:9", SECRET)):
            with pytest.raises(SuggestionsAway):
                await Suggester(ActionEndpoint(url, secret, 2)).suggest(sought)

    assert "cakes" not in caplog.text


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"cards": 1}', '{"cards": [{"title": 1}]}', "null"])
async def test_whoever_answers_something_else_suggests_nothing(aiohttp_server, body):
    async def answer(_request):
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/suggest", answer)
    server = await aiohttp_server(app)
    sought = Sought.unpack(
        {"firm": {}, "barriers": [], "wants": [], "aim": None, "need": None, "rejected": []}
    )

    with pytest.raises(SuggestionsAway):
        await Suggester(ActionEndpoint(str(server.make_url("")), SECRET, 1)).suggest(sought)


async def test_a_body_that_is_none_is_refused(aiohttp_client, database):
    client = await aiohttp_client(make_app(SECRET, database))

    for body in (b"", b"{", b"[]", b"null", b'"x"', b'{"firm": 1}', b'{"firm": {}}', b"\xff"):
        answer = await client.post("/suggest", data=body, headers={"Authorization": f"Bearer {SECRET}"})
        assert answer.status == 400
