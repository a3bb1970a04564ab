"""What is sent to the console by accident or on purpose: refused in words, nothing lost, nothing shown."""

import asyncio
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Person
from desk.couriers import MailServer
from desk.states import State
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.console.conftest import OTHER_HUB
from tests.desk.console.looking import address, said, state
from tests.desk.delivering import OneWay
from tests.desk.mailbox import open_mailbox
from tests.desk.making import NOON, NOTED, given_case, given_conversation, make_brief, make_case
from tests.desk.making import SAID as TALK

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
HARM = ("<script>", "<img", 'onerror="')


@pytest.fixture
def hostile(database, accounts):
    """A request with script in the name, the need, the firm's own words and what was said."""
    given_conversation(database, "c1", SCRIPT)
    person = Person(f"Ada {SCRIPT}", email="ada@example.org")
    noted = NOTED | {"need": SCRIPT, "barriers": [{"name": "finance", "words": SCRIPT}]}
    lines = tuple(type(one)(one.at, one.who, SCRIPT) for one in TALK)
    brief = make_brief(make_case(person=person), noted, lines).pack()
    return given_case(database, person=person, brief=brief)


def harm_in(page):
    """What of the script a browser would run; the console has scripts of its own from files alone."""
    ours = page.replace('<script src="/desk/static/console.js" type="module"></script>', "")
    return [one for one in HARM if one in ours]


async def test_script_in_names_words_notes_and_tags_is_text_on_every_page(desk, database, hostile):
    await desk.see(address(hostile))
    await desk.do(address(hostile, "claim"))
    await desk.do(address(hostile, "write"), text=SCRIPT, message_id="w1")
    await desk.do(address(hostile, "note"), note=SCRIPT, message_id="n1")
    await desk.do(address(hostile, "tag"), tag="<script>a</script>")
    await desk.do(address(hostile, "to-hub"), hub_id=OTHER_HUB, how="")
    _, case = await desk.see(address(hostile))
    _, queue = await desk.do("/desk/", q=SCRIPT)

    assert [harm_in(page) for page in desk.pages if harm_in(page)] == []
    assert case.count("&lt;script&gt;alert(1)") >= 5
    assert "&lt;script&gt;a&lt;/script&gt;" in queue + case


async def test_a_draft_that_is_given_back_is_text_too(desk, hostile):
    await desk.see(address(hostile))

    status, page = await desk.do(address(hostile, "write"), text=SCRIPT, message_id="w1")

    assert (status, harm_in(page)) == (409, [])


async def test_a_letter_has_no_part_that_a_mail_program_shows_as_html(database, hostile):
    with open_mailbox() as box:
        await OneWay(database, box.settings(), MailServer(box.settings()), lambda: NOON).deliver_next()

    (mail,) = box.arrived
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "application/json"]
    assert SCRIPT in mail.get_body().get_content()
    assert not [one for one in mail.values() if "script" in one]


async def test_five_megabytes_in_pieces_are_refused_and_nothing_of_them_is_said(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    before = said(database)

    async def pieces():
        yield f"csrf={desk.csrf}&message_id=w1&text=".encode()
        for _ in range(50):
            yield b"x" * 100_000
            await asyncio.sleep(0)

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await desk.client.post(address(case, "write"), data=pieces(), headers=kind)

    assert (answer.status, "too long" in await answer.text()) == (413, True)
    assert said(database) == before


@pytest.mark.parametrize("act", ["claim", "write", "close"])
async def test_what_is_sent_after_the_session_has_ended_changes_nothing_and_leads_to_the_door(
    desk, database, case, clock, act
):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    clock.now = NOON + timedelta(minutes=61)
    fields = {"csrf": desk.csrf, "text": "Hello", "message_id": "w1", "outcome": "helped"}

    answer = await desk.client.post(address(case, act), data=fields, allow_redirects=False)

    assert (answer.status, answer.headers["Location"]) == (302, "/desk/sign-in")
    assert state(database, case) is State.CLAIMED
    assert [who for who, _ in said(database) if who is Sender.BROKER] == []


async def test_after_twelve_hours_a_session_ends_however_much_it_is_used(desk, clock):
    statuses = []
    for half_hours in range(1, 26):
        clock.now = NOON + half_hours * timedelta(minutes=30)
        answer = await desk.client.get("/desk/", allow_redirects=False)
        statuses.append(answer.status)

    assert statuses == [200] * 23 + [302] * 2


async def test_a_clock_that_jumps_back_loses_nothing_and_shows_no_age_below_nothing(
    desk, database, case, clock
):
    await desk.see(address(case))
    clock.now = NOON - timedelta(days=1)

    _, queue = await desk.see("/desk/")
    await desk.do(address(case, "claim"))
    status, page = await desk.do(address(case, "write"), text="Hello", message_id="w1")

    assert "0 min" in queue
    assert "-" not in queue.split("<td")[1].split("</td>")[0].split(">")[1]
    assert (status, "Hello" in page) == (200, True)
    with database.reading() as session:
        assert [event.seq for event in Casebook(session).audit(case.id)] == [1, 2, 3, 4]


async def test_a_clock_that_jumps_a_year_ahead_and_back_signs_out_and_loses_nothing(
    desk, database, case, clock
):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    clock.now = NOON + timedelta(days=365)
    assert (await desk.client.get(address(case), allow_redirects=False)).status == 302
    await desk.sign_in()
    _, late = await desk.see(address(case))
    clock.now = NOON

    await desk.sign_in()
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("Are you there?"), NOON)
    _, page = await desk.see(address(case))

    assert "16:00, late" in late
    assert "16:00, in time" in page
    assert "Are you there?" in page
    assert state(database, case) is State.CLAIMED
