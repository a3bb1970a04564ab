"""The public pages of the programmes as a browser gets them."""

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from bot.gateway.middlewares import CSP
from knowledge.loading import Facts, apply
from knowledge.records import Status
from tests.knowledge.factories import make_programme

WITHHELD = "community-investment-enterprise-fund"


async def test_a_programme_has_a_page(client):
    answer = await client.get("/programmes/made-smarter-west-midlands")

    page = await answer.text()
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert answer.headers["Content-Security-Policy"] == CSP
    assert "<h1>Made Smarter West Midlands</h1>" in page
    assert 'type="application/ld+json"' in page
    assert " style=" not in page


async def test_a_closed_programme_has_a_page_that_says_so(client):
    answer = await client.get("/programmes/help-to-grow-digital")

    page = await answer.text()
    assert answer.status == 200
    assert "This has closed." in page
    assert "ld+json" not in page


@pytest.mark.parametrize(
    "record_id",
    [
        WITHHELD,
        "no-such-programme",
        "a" * 5000,
        "Made-Smarter-West-Midlands",
        "%00",
        "..%2f..%2fetc",
        "<script>",
        "seis/",
        "seis%20",
        "-",
        "hartree-sme-hubs",
    ],
)
async def test_what_is_withheld_unknown_or_no_id_is_not_there(client, record_id):
    answer = await client.get(f"/programmes/{record_id}")

    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "<script>" not in await answer.text()


async def test_the_pages_of_the_list_together_show_every_programme_on_offer(client, facts):
    address, seen = "/programmes?limit=50", []
    while address:
        page = await (await client.get(address)).text()
        seen += re.findall(r'<h3><a href="/programmes/([^"]+)">', page)
        found = re.search(r'<a href="([^"]+)" rel="next">', page)
        address = unescape(found[1]) if found else None

    assert len(seen) == len(set(seen))
    assert set(seen) == {
        p.id for p in facts.programmes if p.status is not Status.CLOSED and p.withheld is None
    }


async def test_the_form_sends_empty_fields_and_keeps_what_was_chosen(client):
    asked = {
        "text": "", "need": "loan", "place": "dudley", "postcode": "", "sector": "", "employees": "22",
        "provider": "private", "price": "", "status": "",
    }  # fmt: skip

    page = await (await client.get("/programmes", params=asked)).text()

    assert "/programmes/bcrs-business-loans" in page
    assert '<option value="dudley" selected>' in page
    assert 'name="employees" value="22"' in page
    assert "noindex" in page


async def test_a_value_that_is_not_understood_is_told_above_the_form(client):
    answer = await client.get("/programmes", params={"employees": "<many>", "place": "dudley"})

    page = await answer.text()
    assert answer.status == 400
    assert 'role="alert" id="wrong"' in page
    assert 'value="&lt;many&gt;" inputmode="numeric" aria-invalid="true" aria-describedby="wrong"' in page
    assert '<option value="dudley" selected>' in page


async def test_a_forged_cursor_leads_back_to_the_form(client):
    answer = await client.get("/programmes", params={"cursor": "forged"})

    assert answer.status == 400
    assert "start again from the first page" in await answer.text()


async def test_the_first_page_may_be_indexed_and_no_other(client):
    first = await (await client.get("/programmes")).text()
    second = await (await client.get(unescape(re.search(r'href="([^"]+)" rel="next"', first)[1]))).text()

    assert "noindex" not in first
    assert "noindex" in second


async def test_search_engines_are_told_what_is_on_offer_and_nothing_else(client, facts):
    answer = await client.get("/sitemap.xml")

    tree = ET.fromstring(await answer.text())  # noqa: S314 - our own text
    found = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert answer.content_type == "application/xml"
    assert all(address.startswith(str(client.make_url("/"))) for address in found)
    assert sum("/programmes/" in address for address in found) == sum(
        p.status is not Status.CLOSED and p.withheld is None for p in facts.programmes
    )


@pytest.mark.parametrize("host", ["x:99999", ""])
async def test_a_host_that_can_be_none_is_refused(client, host):
    assert (await client.get("/sitemap.xml", headers={"Host": host})).status == 400


async def test_an_empty_database_has_an_empty_list(world):
    client = (await world.gateway()).client

    answer = await client.get("/programmes")

    assert answer.status == 200
    assert "Nothing fits all of this." in await answer.text()


@pytest.fixture
async def reloaded(world):
    """A record that was changed, one that was removed, one that closed, and one that is withheld now."""

    old = Facts(
        programmes=tuple(
            replace(make_programme(name, price="free"), version="a1")
            for name in ("changed", "removed", "closed", "withheld")
        )
    )
    new = Facts(
        programmes=(
            replace(make_programme("changed", price="paid"), version="b2"),
            replace(make_programme("closed", status=Status.CLOSED), version="b2"),
            replace(make_programme("withheld", withheld="not for firms"), version="b2"),
        )
    )
    for release in (old, new):
        with world.database.open() as session:
            apply(session, release, world.clock())
    return (await world.gateway()).client


async def test_an_old_version_is_shown_as_it_was_and_marked(reloaded):
    answer = await reloaded.get("/programmes/changed?version=a1")

    page = await answer.text()
    assert answer.status == 200
    assert "This is an old version of our record, as we had it from 2 November 2026." in page
    assert '<a href="/programmes/changed">See the record as it is today</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="/programmes/changed">' in page
    assert "<dd>Free</dd>" in page
    assert "ld+json" not in page


async def test_todays_version_is_the_page_itself(reloaded):
    today = await (await reloaded.get("/programmes/changed")).text()

    assert await (await reloaded.get("/programmes/changed?version=b2")).text() == today
    assert "old version" not in today


async def test_an_old_version_says_what_became_of_the_programme(reloaded):
    removed = await (await reloaded.get("/programmes/removed?version=a1")).text()
    closed = await (await reloaded.get("/programmes/closed?version=a1")).text()

    assert "This programme is no longer in our records." in removed
    assert "The programme has closed since then." in closed


@pytest.mark.parametrize(
    "path",
    [
        "removed",
        "withheld?version=a1",
        "changed?version=c3",
        "changed?version=",
        "changed?version=A1",
        "changed?version=%00",
        "changed?version=" + "a" * 5000,
        "nobody?version=a1",
    ],
)
async def test_a_version_that_is_not_kept_or_is_withheld_is_not_there(reloaded, path):
    assert (await reloaded.get(f"/programmes/{path}")).status == 404
