"""GET /api/programmes over the real facts: every page, every filter, every refusal."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from knowledge.loading import apply
from knowledge.records import Status
from tests.bot.gateway.test_bad_input import refused
from tests.bot.gateway.test_openapi import holds

ADDRESS = "/api/programmes"


async def pages(client, **asked):
    """Every page of a search."""
    found, following = [], {}
    while following is not None:
        answer = await client.get(ADDRESS, params={**asked, **following})
        assert answer.status == 200, await answer.text()
        found.append(await answer.json())
        holds("Found", found[-1])
        following = {"cursor": found[-1]["next"]} if found[-1]["next"] else None
    return found


@pytest.mark.parametrize("limit", ["7", "50"])
async def test_all_pages_together_have_each_programme_on_offer_once(client, facts, limit):
    found = await pages(client, limit=limit)

    ids = [card["id"] for page in found for card in page["programmes"]]
    on_offer = {p.id for p in facts.programmes if p.status is not Status.CLOSED and p.withheld is None}
    assert len(ids) == len(set(ids))
    assert set(ids) == on_offer
    assert {page["total"] for page in found} == {len(ids)}


async def test_one_search_may_use_every_filter(client):
    asked = {
        "need": "finance", "place": "black_country", "postcode": "DY1 1AA", "sector": "manufacturing",
        "employees": "22", "provider": "private", "status": "open", "text": "loan", "limit": "2",
    }  # fmt: skip

    found = await pages(client, **asked)

    cards = [card for page in found for card in page["programmes"]]
    assert "bcrs-business-loans" in [card["id"] for card in cards]
    assert {card["badge"] for card in cards} == {"Private support"}


async def test_the_page_size_may_change_on_the_way(client):
    first = await (await client.get(ADDRESS, params={"limit": "3"})).json()
    second = await (await client.get(ADDRESS, params={"limit": "5", "cursor": first["next"]})).json()
    both = await (await client.get(ADDRESS, params={"limit": "8"})).json()

    assert first["programmes"] + second["programmes"] == both["programmes"]


async def test_a_walk_goes_on_in_facts_that_were_loaded_in_between(client, world, facts):
    first = await (await client.get(ADDRESS, params={"limit": "50"})).json()
    shown = {card["id"] for card in first["programmes"]}
    gone = next(p.id for p in facts.programmes if p.id not in shown and p.status is Status.OPEN)
    kept = tuple(p for p in facts.programmes if p.id != gone)
    with world.database.open() as session:
        apply(session, replace(facts, programmes=kept))

    rest = await pages(client, limit="50", cursor=first["next"])

    ids = [card["id"] for page in rest for card in page["programmes"]]
    on_offer = {p.id for p in kept if p.status is not Status.CLOSED and p.withheld is None}
    assert shown.isdisjoint(ids)
    assert shown | set(ids) == on_offer
    assert rest[0]["total"] == first["total"] - 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("need", "gift"),
        ("place", "atlantis"),
        ("postcode", "here"),
        ("sector", "gift"),
        ("employees", "many"),
        ("provider", "gift"),
        ("price", "gift"),
        ("status", "gift"),
        ("limit", "0"),
        ("limit", "51"),
        ("cursor", "gift"),
        ("text", "a" * 2001),
    ],
)
async def test_a_refusal_names_the_field(client, field, value):
    answer = await client.get(ADDRESS, params={field: value})

    await refused(answer, 400, "bad_search")
    error = (await answer.json())["error"]
    assert error["field"] == field
    holds("Error", await answer.json())


async def test_a_field_that_is_given_twice_is_refused(client):
    answer = await client.get(f"{ADDRESS}?{urlencode([('need', 'grant'), ('need', 'loan')])}")

    assert (await answer.json())["error"]["field"] == "need"


async def test_the_cursor_of_another_search_is_refused(client):
    first = await (await client.get(ADDRESS, params={"need": "grant", "limit": "1"})).json()

    answer = await client.get(ADDRESS, params={"need": "loan", "cursor": first["next"]})

    assert (answer.status, (await answer.json())["error"]["field"]) == (400, "cursor")


async def test_sites_that_may_not_embed_the_chat_may_not_search_either(client):
    answer = await client.get(ADDRESS, headers={"Origin": "https://elsewhere.example.org"})

    await refused(answer, 403, "foreign_origin")
