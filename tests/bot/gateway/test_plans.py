"""The page of a kept plan: who may read it, what it says today, and how it is updated and deleted."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

import desk.effects
from bot.engine.messages import Turn
from bot.gateway.middlewares import CSP
from knowledge.loading import apply
from knowledge.loading.release import Facts
from knowledge.packing import pack
from knowledge.records import Status
from knowledge.replies import Card, Effect, Reply
from knowledge.storage.conversations import Conversations
from knowledge.storage.erasure import erase_conversation
from knowledge.storage.plans import Origin, Plans
from tests.knowledge.factories import make_programme
from tests.knowledge.plans_to_keep import ASKED, kept_plan, kept_programme, kept_step

KEY, THEIRS = "k" * 32, "t" * 32
PAGE = f"/plans/{KEY}"
RECORD = make_programme("a-grant", version="ab12cd34")


def keep(world, key=KEY, conversation="c1", plan=None):
    with world.database.open() as session:
        Conversations(session).start(conversation, "web", "own", world.clock())
        Plans(session).keep(key, plan or kept_plan(), ASKED, Origin(conversation, "m1"), world.clock())


def know(world, *programmes):
    with world.database.open() as session:
        apply(session, Facts(programmes=programmes))


@pytest.fixture
async def client(world):
    keep(world)
    know(world, RECORD)
    return (await world.gateway()).client


async def read(client, path=PAGE):
    answer = await client.get(path)
    return answer.status, await answer.text()


async def proof(client, path=PAGE):
    _, page = await read(client, path)
    return dict(re.findall(r'name="(csrf)" value="([^"]+)"', page))


async def test_a_plan_can_be_read_again(client):
    status, page = await read(client)

    assert status == 200
    assert "<h1>Plan: Buy a machine</h1>" in page
    assert page.index("1. Step 1") < page.index("2. Step 2")
    assert 'href="https://example.org/a-grant"' in page
    assert "This rests on record a-grant, version ab12cd34." in page
    assert "Last known to run: May 2026." in page
    assert "Made on 2 November 2026" in page


async def test_the_page_is_complete_and_strict_and_nobody_keeps_or_lists_it(client):
    answer = await client.get(PAGE)

    page = await answer.text()
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1>") == 1
    assert " style=" not in page
    assert "<script" not in page


async def test_the_drawing_says_in_words_what_it_shows(client):
    _, page = await read(client)

    assert '<svg role="img" aria-labelledby="timeline"' in page
    assert "Step 1: can begin at once, takes about 2 to 4 weeks." in page
    assert "Step 2: can begin 2 to 4 weeks after the day of this plan, takes about 2 to 4 weeks." in page


@pytest.mark.parametrize("path", ["", ".pdf", ".ics", "/delete"])
@pytest.mark.parametrize("key", ["unknown", KEY[:-1], KEY + "k", "%00", "..%2Fetc"])
async def test_a_key_that_is_not_one_finds_nothing(client, key, path):
    status, page = await read(client, f"/plans/{key}{path}")

    assert status == 404
    assert "There is no plan at this address" in page or "nothing at this address" in page
    assert "Buy a machine" not in page


async def test_a_wrong_address_is_not_kept_by_a_cache_either(client):
    answer = await client.get("/plans/unknown")

    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_plan_whose_time_is_over_is_not_shown(client, world):
    world.clock.forward(days=366)

    assert (await read(client))[0] == 404


async def test_each_key_opens_its_own_plan(client, world):
    keep(world, THEIRS, "c2", replace(kept_plan(), title="Plan: Theirs"))

    assert "Plan: Theirs" in (await read(client, f"/plans/{THEIRS}"))[1]
    assert "Plan: Theirs" not in (await read(client))[1]


async def test_a_plan_survives_a_new_start(client, world):
    again = (await world.gateway()).client

    assert (await read(again))[0] == 200


async def test_erasing_the_chat_deletes_its_plan_and_no_other(client, world):
    keep(world, THEIRS, "c2")
    with world.database.open() as session:
        erase_conversation(session, "c1", world.clock())

    assert (await read(client))[0] == 404
    assert (await read(client, f"/plans/{THEIRS}"))[0] == 200


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        ([RECORD], None),
        ([replace(RECORD, version="other", summary="Other.")], "Changed:"),
        ([replace(RECORD, status=Status.CLOSED)], "Closed:"),
        ([make_programme("another")], "Gone:"),
    ],
)
async def test_what_has_changed_since_is_marked(client, world, today, mark):
    know(world, *today)

    _, page = await read(client)

    assert [one for one in ("Changed:", "Closed:", "Gone:") if one in page] == ([mark] if mark else [])
    assert ("have changed or closed since" in page) is (mark is not None)


async def test_hostile_words_of_a_record_are_only_text(world):
    name = '"><script>alert(1)</script>{{ 7 * 7 }}'
    programme = kept_programme(name=name, provider=name, url="javascript:alert(1)", to_check=(name,))
    keep(world, plan=kept_plan(kept_step(title=name, programmes=(programme,)), title=name))
    client = (await world.gateway()).client

    status, page = await read(client)

    assert status == 200
    assert "<script" not in page
    assert "javascript:" not in page
    assert "{{ 7 * 7 }}" in page


async def test_an_update_lays_the_plan_out_again_for_the_same_firm_and_need(client, world):
    world.planner.plan = replace(kept_plan(), title="Plan: Another way")
    hidden = await proof(client)
    world.clock.forward(days=10)

    answer = await client.post(f"{PAGE}/update", data=hidden)
    page = await answer.text()

    assert str(answer.url.path) == PAGE
    assert "Plan: Another way" in page
    assert "The plan is up to date." in page
    assert "12 November 2027" in page
    assert world.planner.asked == [ASKED]


async def test_when_nobody_can_lay_it_out_the_plan_stays_as_it_is(client, world):
    world.planner.away = True

    answer = await client.post(f"{PAGE}/update", data=await proof(client))

    assert answer.status == 503
    assert "could not be updated just now" in await answer.text()
    assert "Buy a machine" in (await read(client))[1]


async def test_when_there_are_no_steps_any_more_the_plan_stays_as_it_is(client, world):
    answer = await client.post(f"{PAGE}/update", data=await proof(client))

    assert "know of no steps" in await answer.text()
    assert "Buy a machine" in (await read(client))[1]


async def test_a_plan_is_deleted_after_a_question(client):
    status, question = await read(client, f"{PAGE}/delete")
    answer = await client.post(f"{PAGE}/delete", data=await proof(client, f"{PAGE}/delete"))

    assert status == 200
    assert "Delete this plan?" in question
    assert "The plan is deleted" in await answer.text()
    assert (await read(client))[0] == 404


@pytest.mark.parametrize("what", ["update", "delete"])
async def test_a_form_without_its_proof_changes_nothing(client, world, what):
    keep(world, THEIRS, "c2")
    world.planner.plan = replace(kept_plan(), title="Plan: Another way")
    theirs = await proof(client, f"/plans/{THEIRS}")

    for data in ({}, {"csrf": "wrong"}, theirs):
        answer = await client.post(f"{PAGE}/{what}", data={"x": "y", **data})
        assert answer.status == 403

    assert "Buy a machine" in (await read(client))[1]


async def test_another_site_cannot_delete_a_plan(client):
    elsewhere = {"Origin": "https://hub.example.org"}

    answer = await client.post(f"{PAGE}/delete", data=await proof(client), headers=elsewhere)

    assert answer.status == 403
    assert (await read(client))[0] == 200


async def test_the_proof_of_a_plan_opens_no_chat(client):
    hidden = await proof(client)

    answer = await client.get("/api/conversations/c1", headers={"Authorization": f"Bearer {hidden['csrf']}"})

    assert answer.status == 403


async def test_the_plan_comes_as_a_pdf_and_as_a_calendar(client):
    pdf, calendar = await client.get(f"{PAGE}.pdf"), await client.get(f"{PAGE}.ics")

    assert (pdf.status, pdf.content_type) == (200, "application/pdf")
    assert (await pdf.read()).startswith(b"%PDF-")
    assert (calendar.status, calendar.content_type) == (200, "text/calendar")
    assert len(Calendar.from_ical(await calendar.read()).walk("VEVENT")) == 3
    assert pdf.headers["Cache-Control"] == calendar.headers["Cache-Control"] == "no-store"


async def test_guessing_is_slowed_down(world):
    client = (await world.gateway(plans_per_minute=3)).client

    statuses = [(await read(client, f"/plans/guess{n}"))[0] for n in range(5)]

    assert statuses == [404, 404, 404, 429, 429]


async def test_the_log_never_names_a_key(client, caplog):
    caplog.set_level("INFO")

    for path in ("", ".pdf", ".ics", "/delete"):
        await client.get(f"{PAGE}{path}")

    logged = [record.getMessage() for record in caplog.records if record.name == "signpost.access"]
    assert len(logged) == 4
    assert not any(KEY in line for line in logged)


async def test_a_year_is_counted_from_the_last_update(client, world):
    world.planner.plan = kept_plan()
    world.clock.now += timedelta(days=360)
    await client.post(f"{PAGE}/update", data=await proof(client))
    world.clock.now += timedelta(days=360)

    assert (await read(client))[0] == 200


async def test_a_plan_kept_in_the_chat_has_its_page_until_the_chat_is_deleted(world):
    kept = {"key": THEIRS, "plan": pack(kept_plan()), "asked": ASKED.pack()}
    card = Card("plan", "plan", "Plan", url=f"/plans/{THEIRS}")
    reply = Reply("Done.", (card,), effects=(Effect("keep_plan", kept),))
    world.engine.answers["Keep it"] = lambda _: Turn((reply,), {}, {})
    world.effects = desk.effects.apply
    gateway = await world.gateway()
    await gateway.begin()

    (said,) = (await gateway.say("Keep it"))["replies"]
    address = said["cards"][0]["url"]
    before, _ = await read(gateway.client, address)
    await gateway.client.delete(f"/api/conversations/{gateway.id}", headers=gateway.bearer)
    after, _ = await read(gateway.client, address)

    assert (before, after) == (200, 404)
