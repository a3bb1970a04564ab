"""The console: who gets in, who sees which case, and what a broker does with one."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.effects import EffectsAt
from desk.escalation import look
from desk.states import State
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.console.conftest import BROKERS, MESSAGE, OTHER_HUB, PASSWORD
from tests.desk.console.looking import address, said, state
from tests.desk.making import (
    CHAIN,
    CONTEXT,
    NOON,
    given_conversation,
    given_hubs,
    open_case,
)

ACTS = (
    "take-over",
    "claim",
    "write",
    "insert",
    "note",
    "tag",
    "untag",
    "to-colleague",
    "ask-for-hub",
    "to-hub",
    "return",
    "release",
    "close",
)
FIELDS = {
    "text": "Hello",
    "message_id": "w1",
    "outcome": "helped",
    "note": "Rang",
    "tag": "urgent",
    "hub_id": OTHER_HUB,
    "broker_id": "b2",
    "how": "by phone",
}


async def test_nobody_sees_anything_without_signing_in(browser, case):
    desk = browser()

    for path in ("/desk/", address(case), address(case, "news")):
        answer = await desk.client.get(path, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (302, "/desk/sign-in")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("jo@hub.example", "wrong wrong wrong"),
        ("nobody@hub.example", PASSWORD),
        ("", ""),
        ("jo@hub.example", "x" * 300),
    ],
)
async def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(browser, email, password):
    desk = browser()
    answer = await desk.sign_in(email, password)

    assert answer.status == 401
    assert "That did not work" in desk.pages[-1]
    assert password not in desk.pages[-1] or not password


async def test_after_five_wrong_passwords_the_right_one_has_to_wait(browser, clock):
    desk = browser()
    for _ in range(5):
        await desk.sign_in(password="wrong wrong wrong")

    assert (await desk.sign_in()).status == 401
    clock.now = NOON + timedelta(minutes=16)
    assert (await desk.sign_in()).status == 200


async def test_the_cookie_is_for_this_site_and_no_script(browser):
    answer = await browser().client.post(
        "/desk/sign-in", data={"email": "jo@hub.example", "password": PASSWORD}, allow_redirects=False
    )

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/desk/" in cookie


async def test_who_signs_out_is_out_on_the_server_too(desk):
    token = desk.client.session.cookie_jar.filter_cookies(desk.client.make_url("/desk/"))[
        "signpost_desk"
    ].value
    await desk.see("/desk/")
    await desk.do("/desk/sign-out")

    answer = await desk.client.get(
        "/desk/", headers={"Cookie": f"signpost_desk={token}"}, allow_redirects=False
    )
    assert answer.status == 302


async def test_a_session_that_is_not_used_ends(desk, clock):
    clock.now = NOON + timedelta(minutes=61)

    answer = await desk.client.get("/desk/", allow_redirects=False)

    assert answer.status == 302


async def test_a_page_that_is_left_open_keeps_nobody_signed_in(desk, case, clock):
    await desk.see(address(case))
    for minutes in range(0, 61, 20):
        clock.now = NOON + timedelta(minutes=minutes)
        await desk.client.get(address(case, "news"))

    answer = await desk.client.get("/desk/", allow_redirects=False)

    assert answer.status == 302


async def test_the_queue_shows_what_waits_with_its_age_and_its_promise(desk, case, clock):
    clock.now = NOON + timedelta(minutes=50)

    status, text = await desk.see("/desk/")

    assert status == 200
    assert case.reference in text
    assert "50 min" in text
    assert "2 November 2026, 16:00, in time" in text


async def test_a_promise_that_was_not_kept_is_shown_as_late(desk, case, clock):
    for minutes in range(0, 300, 50):  # a session that is used stays
        clock.now = NOON + timedelta(minutes=minutes)
        _, text = await desk.see("/desk/")

    assert "late" in text
    assert "2 November 2026, 16:00, late" in (await desk.see(address(case)))[1]


async def test_the_first_word_stops_the_clock(desk, database, case, clock):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    assert "2 November 2026, 16:00, in time" in (await desk.see("/desk/"))[1]

    await desk.do(address(case, "write"), text="Hello", message_id="w1")

    assert "16:00" not in (await desk.see("/desk/"))[1]
    assert "16:00" not in (await desk.see(address(case)))[1]


async def test_a_case_shows_its_team_why_it_is_that_one_and_when_it_moves_on(desk, database, clock):
    given_hubs(database)
    given_conversation(database)
    with database.open() as session:
        EffectsAt(CHAIN)(session, open_case(), CONTEXT, NOON)
        (case,) = Cases(session).newest(1)

    _, queue = await desk.see("/desk/")
    _, text = await desk.see(address(case))

    assert "the everybody" in queue
    assert "the everybody: No other team suits the request better. It was open when they asked." in text
    assert "Goes to the next team, if nobody takes it</dt><dd>2 November 2026, 14:00" in text

    clock.now = NOON + timedelta(hours=2)
    look(database, CHAIN, timedelta(days=30), clock.now)
    await desk.sign_in()
    _, text = await desk.see(address(case))
    assert "the lead: The team before it did not take the request up in time." in text
    assert "waiting (clock, passed on to lead)" in text


@pytest.mark.parametrize(
    "broker", BROKERS, ids=lambda one: f"{one.role.value} of {len(one.hubs)} hubs {one.id}"
)
@pytest.mark.parametrize("act", ["", "news", *ACTS])
async def test_every_role_is_tried_against_every_address_of_a_case(browser, database, case, broker, act):
    desk = browser()
    await desk.sign_in(broker.email)
    await desk.see("/desk/sign-in")
    _, queue = await desk.see("/desk/")
    allowed = broker.id in ("b1", "b2", "b5")

    if act in ACTS:
        status, text = await desk.do(address(case, act), **FIELDS)
    else:
        status, text = await desk.see(address(case, act))

    assert (case.reference in queue) == allowed
    if not allowed:
        assert status in (403, 404)
        assert case.reference not in text
        assert state(database, case) is State.WAITING
    elif act == "take-over" and broker.id == "b1":
        assert status == 403
    else:
        assert status in (200, 404, 409)


async def test_a_broker_takes_a_case_writes_shows_a_programme_and_closes_it(desk, database, case):
    await desk.see(address(case))
    _, page = await desk.do(address(case, "claim"))
    assert state(database, case) is State.CLAIMED
    assert "Your message" in page

    message = MESSAGE.search(page)[1]
    for _ in range(2):  # two clicks on one button
        await desk.do(address(case, "write"), text="Hello, how can I help?", message_id=message)
    assert [text for who, text in said(database) if who is Sender.BROKER] == ["Hello, how can I help?"]

    await desk.do(address(case, "close"), outcome="helped")
    assert state(database, case) is State.CLOSED
    with database.reading() as session:
        assert Conversations(session).get("c1").owner is Owner.BOT
        assert Casebook(session).get(case.id).outcome == "helped"


async def test_who_comes_second_is_told_who_was_first(browser, database, case):
    first, second = browser(), browser()
    await first.sign_in()
    await second.sign_in("sam@hub.example")
    await first.see(address(case))
    await second.see(address(case))
    await first.do(address(case, "claim"))

    status, text = await second.do(address(case, "claim"))

    assert status == 409
    assert "Jo Bloggs was first" in text


async def test_what_the_person_writes_comes_in_by_itself(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("<b>it is urgent</b>"), NOON + timedelta(minutes=1))

    answer = await desk.client.get(address(case, "news"))

    (*_, line) = (await answer.json())["lines"]
    assert (line["from"], line["text"]) == ("person", "<b>it is urgent</b>")


async def test_what_people_wrote_is_text_and_no_html(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("<script>alert(1)</script>"), NOON)

    _, text = await desk.see(address(case))

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


async def test_a_message_that_could_not_be_sent_is_given_back(browser, database, case):
    first, second = browser(), browser()
    await first.sign_in()
    await second.sign_in("sam@hub.example")
    await first.see(address(case))
    await first.do(address(case, "claim"))
    await second.see(address(case))

    status, text = await second.do(address(case, "write"), text="a long letter", message_id="w1")

    assert status == 409
    assert "Nothing was sent" in text
    assert said(database)[-1][0] is Sender.SYSTEM


@pytest.mark.parametrize("csrf", ["", "forged", "é"])
async def test_a_form_without_the_word_of_the_session_is_refused(desk, database, case, csrf):
    await desk.see("/desk/")

    answer = await desk.client.post(address(case, "claim"), data={"csrf": csrf})

    assert answer.status == 403
    assert state(database, case) is State.WAITING


async def test_a_form_that_a_browser_sends_from_the_console_is_taken(browser):
    desk = browser()
    origin = str(desk.client.make_url("/").origin())

    answer = await desk.client.post(
        "/desk/sign-in",
        data={"email": "jo@hub.example", "password": PASSWORD},
        headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status == 200
    assert answer.headers["Referrer-Policy"] == "same-origin"  # with no-referrer a browser sends no origin


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_form_of_another_site_is_refused(desk, database, case, headers):
    await desk.see("/desk/")

    answer = await desk.client.post(address(case, "claim"), data={"csrf": desk.csrf}, headers=headers)

    assert answer.status == 403
    assert state(database, case) is State.WAITING


async def test_five_megabytes_are_refused(desk, case):
    await desk.see("/desk/")

    status, _ = await desk.do(address(case, "write"), text="x" * 5_000_000, message_id="w1")

    assert status == 413


@pytest.mark.parametrize("path", ["/desk/cases/none", "/desk/nowhere", "/desk/static/none.js"])
async def test_what_is_not_there_is_a_page_that_leads_back(desk, path):
    status, text = await desk.see(path)

    assert status == 404
    assert "/desk/" in text


@pytest.mark.parametrize("path", ["/desk/", "/desk/sign-in", "/desk/static/console.js", "/desk/cases/none"])
async def test_every_answer_keeps_the_page_where_it_belongs(desk, path):
    answer = await desk.client.get(path)

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
