"""Each site that embeds the chat has its own greeting, front door and looks, and no other site has them."""

import pytest

from bot.channels.web.sites import Colours, Site
from bot.gateway.sweeper import refresh
from tests.bot.gateway.conftest import COVENTRY

NORTH, SOUTH, FOREIGN = (
    {"Origin": f"https://{name}.example.org"} for name in ("north", "south", "elsewhere")
)
WELCOME = "Welcome to the <b>North Hub</b>."
SITES = (
    Site(
        "north",
        "The North Hub",
        frozenset({"https://north.example.org"}),
        COVENTRY.id,
        WELCOME,
        Colours("#5a1478", "#ffffff"),
    ),
    Site("south", "The South Hub", frozenset({"https://south.example.org"})),
)
NOTHING = {
    "name": None,
    "greeting": None,
    "language": "en",
    "colours": {"accent": None, "text": None, "accent_dark": None, "text_dark": None},
    "contact": "Regional Hub: https://wm.example.org",
}


@pytest.fixture
async def serving(world):
    world.sites = SITES
    gateway = await world.gateway()
    await refresh(gateway.parts.doors, gateway.parts.ledger, gateway.parts.outside)
    return gateway


async def asked(gateway, site, **headers):
    return await gateway.client.get(f"/api/sites/{site}", headers=headers)


async def test_a_site_gets_what_its_owner_has_set(serving):
    answer = await asked(serving, "north", **NORTH)

    assert await answer.json() == {
        "name": "The North Hub",
        "greeting": WELCOME,
        "language": "en",
        "colours": {"accent": "#5a1478", "text": "#ffffff", "accent_dark": None, "text_dark": None},
        "contact": "Coventry Hub: 01632 960001, https://cov.example.org",
    }
    assert answer.headers["Access-Control-Allow-Origin"] == NORTH["Origin"]
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, max-age=300", "Origin")


@pytest.mark.parametrize("site", ["south", "no-such-site", "..%2Fnorth", "<b>"])
async def test_another_site_or_an_unknown_one_gets_the_defaults(serving, site):
    answer = await asked(serving, site, **NORTH)

    assert (answer.status, await answer.json()) == (200, NOTHING)


async def test_a_page_that_may_not_embed_the_chat_is_told_nothing(serving):
    answer = await asked(serving, "north", **FOREIGN)

    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "foreign_origin")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_sites_of_the_file_may_embed_the_chat_besides_those_of_the_settings(serving):
    for name in ("north", "south", "hub"):
        answer = await serving.client.post(
            "/api/conversations", headers={"Origin": f"https://{name}.example.org"}
        )
        assert answer.status == 201


async def test_a_chat_opens_with_the_greeting_of_its_site_before_signposts_own(serving):
    made = await serving.begin("north", **NORTH)

    assert [reply["text"] for reply in made["replies"]] == [WELCOME, "You said: Hello"]


@pytest.mark.parametrize("site", ["south", "no-such-site", "", 7, ["north"], {"id": "north"}])
async def test_a_site_without_a_greeting_or_one_that_is_not_theirs_opens_as_ever(serving, site):
    made = await serving.begin(site, **NORTH)

    assert [reply["text"] for reply in made["replies"]] == ["You said: Hello"]


async def test_while_no_place_is_known_people_are_led_to_the_front_door_of_the_site(serving, world):
    world.engine.down = True

    made = await serving.begin("north", **NORTH)

    assert made["replies"][0]["text"] == WELCOME
    assert "I am Signpost" in made["replies"][1]["text"]
    assert "Coventry Hub" in made["replies"][2]["text"]


async def test_a_place_leads_elsewhere_than_the_site(serving, world):
    world.engine.noted = {"firm": {"places": ["dudley"]}}
    made = await serving.begin("north")
    await serving.say("We are in Dudley")
    world.engine.down = True

    answer = await serving.say("We need money", "m2")

    assert made["replies"][0]["text"] == WELCOME
    assert "Regional Hub" in answer["replies"][0]["text"]


async def test_the_apology_at_the_start_is_not_lost_behind_the_greeting(world):
    import asyncio

    world.sites = SITES
    gateway = await world.gateway(turn_seconds=0.2)
    world.engine.gate = asyncio.Event()

    made = await gateway.begin("north")
    world.engine.gate.set()

    assert made["replies"][0]["text"] == WELCOME
    assert len(made["replies"]) > 1


async def test_the_chat_without_javascript_greets_for_the_site_whose_link_led_there(serving):
    page = await (await serving.client.get("/chat?site=north")).text()

    assert "Welcome to the &lt;b&gt;North Hub&lt;/b&gt;." in page
    other = await (await serving.client.get("/chat?site=%00nothing")).text()
    assert other.count("<h1>") == 1


@pytest.mark.parametrize("site", ["north", ""])
async def test_the_page_for_owners_makes_the_snippet_and_is_strict(serving, site):
    answer = await serving.client.get(f"/embed?site={site}")
    page, server = await answer.text(), str(serving.client.make_url("/").origin())

    assert answer.status == 200
    assert f"&lt;script src=&#34;{server}/widget.js&#34; type=&#34;module&#34;&gt;" in page
    assert (' data-site="north"' in page) == (site == "north")
    assert ("https://north.example.org" in page) == (site == "north")
    assert f"connect-src {server}" in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("site", "whom"),
    [("north", "Coventry Hub: 01632 960001"), ("south", "Regional Hub"), ("", "Regional Hub")],
)
async def test_the_snippet_says_whom_to_ask_where_the_script_does_not_come(serving, site, whom):
    page = await (await serving.client.get(f"/embed?site={site}")).text()

    assert f"&lt;p&gt;Or ask {whom}" in page.split("<h2>2.")[0]


async def test_signposts_own_page_says_whom_to_ask_without_the_chat(serving):
    page = await (await serving.client.get("/")).text()

    assert "<p>Or ask Regional Hub: https://wm.example.org</p>" in page
    assert 'contact="Regional Hub: https://wm.example.org"' in page


async def test_an_id_that_nobody_has_set_up_is_said_and_stays_text(serving):
    page = await (await serving.client.get("/embed", params={"site": '"><script>x'})).text()

    assert "No site has this id here" in page
    assert "<script>x" not in page
    assert "data-site" not in page.split("<h2>2.")[0]


async def test_the_page_for_owners_does_not_say_which_other_sites_there_are(serving):
    page = await (await serving.client.get("/embed?site=north")).text()

    assert "South" not in page
