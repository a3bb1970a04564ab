"""The gateway's way to the action endpoint: real HTTP, with the facts that are shipped."""

import pytest
from aiohttp import web

from actions.endpoint import make_app
from bot.asking_actions import ActionEndpoint
from bot.gateway.planner import Planner, PlannerAway
from knowledge.storage.database import Database
from tests.databases import with_facts
from tests.knowledge.plans_to_keep import ASKED

SECRET = "a-secret-of-32-characters-or-more"


@pytest.fixture
async def url(aiohttp_server):
    database = with_facts()
    server = await aiohttp_server(make_app(SECRET, database))
    yield str(server.make_url(""))
    database.close()


async def test_a_plan_is_laid_out_again_from_what_was_stored(url):
    plan = await Planner(ActionEndpoint(url, SECRET, 10)).lay_out(ASKED)

    assert plan.steps
    assert plan.programmes()


@pytest.mark.parametrize("secret", ["", "wrong"])
async def test_without_the_secret_nothing_is_laid_out(url, secret):
    with pytest.raises(PlannerAway):
        await Planner(ActionEndpoint(url, secret, 10)).lay_out(ASKED)


async def test_when_nobody_listens_the_planner_is_away(unused_tcp_port):
    with pytest.raises(PlannerAway):
        await Planner(ActionEndpoint(f"http://127.0.0.1:{unused_tcp_port}", SECRET, 1)).lay_out(ASKED)


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"plan": 1}', '{"plan": {"title": 1}}', "null"])
async def test_whoever_answers_something_else_is_no_planner(aiohttp_server, body):
    async def answer(_request):
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/plan", answer)
    server = await aiohttp_server(app)

    with pytest.raises(PlannerAway):
        await Planner(ActionEndpoint(str(server.make_url("")), SECRET, 1)).lay_out(ASKED)


async def test_a_body_that_is_none_is_refused(aiohttp_client):
    database = Database("sqlite://")
    client = await aiohttp_client(make_app(SECRET, database))

    for body in (b"", b"{", b"[]", b"null", b'"x"', b'{"firm": 1, "need": {}}', b'{"firm": {}}', b"\xff"):
        answer = await client.post("/plan", data=body, headers={"Authorization": f"Bearer {SECRET}"})
        assert answer.status == 400
