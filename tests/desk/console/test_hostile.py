"""Requests that mean harm, in the console in a real browser: nothing runs, nothing is lost or too wide."""

import re

import pytest

import tests.browser
from desk.cases import Person
from desk.transcript import Line
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests import hostile
from tests.desk.console.open_console import given_request, open_console
from tests.desk.making import NOON, NOTED, given_conversation, make_brief, make_case
from tests.guarded import Guarded
from tests.looks import TOO_WIDE

pytestmark = pytest.mark.browser
browser = tests.browser.browser

CASES, LINES = 12, 120
EMAIL = "ada?bcc=x&body='onclick=alert(1)@evil.example"  # legal: nothing of it may be a field of a mail
BLANKS = re.compile(r"[\s\ufeff\x00\x1c-\x1f\x85]")


@pytest.fixture
def console(database, password_hash):
    with open_console(database, password_hash) as opened:
        yield opened


@pytest.fixture
def guarded(browser, console):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    console.signed_in(page)
    yield Guarded(page, console.address)
    context.close()


def typed(how_many, seed):
    """What people can have typed: half a character never gets past the gateway, nor does a NUL."""
    return [re.sub("[\x00\ud800-\udfff]", "", text) for text in hostile.texts(how_many, seed)]


def given_hostile(database, number):
    """A request of which every word that somebody gave means harm."""
    name, need, words, place = typed(4, number)
    conversation = f"h{number}"
    given_conversation(database, conversation)
    name = " ".join(one for one in name.split() if one.isprintable())
    person = Person(f"Ada {name}", email=EMAIL, phone="+447700900000")
    own_words = {"places": place, "employees": words}
    barriers = [{"name": "finance", "words": words}]
    noted = NOTED | {
        "need": need,
        "barriers": barriers,
        "profile": NOTED["profile"] | {"own_words": own_words},
    }
    said = tuple(Line(NOON, "person", text, (text,)) for text in typed(20, number))
    draft = make_case(person=person, conversation_id=conversation)
    brief = make_brief(draft, noted, said).pack() | {"hub_name": name}
    reference = f"SP-ABC{number:03}"
    return given_request(
        database, person=person, conversation_id=conversation, reference=reference, brief=brief
    )


def say(database, conversation, texts):
    with database.open() as session:
        for text in texts:
            Outbox(session).add(conversation, Sender.PERSON, Shown(text), NOON)


def plainly(text):
    return BLANKS.sub("", text)


def test_a_request_and_all_that_is_said_in_it_stays_text(console, guarded):
    page = guarded.page
    for number in range(CASES):
        case = given_hostile(console.database, number)
        page.goto(f"{console.address}/desk/cases/{case.id}")
        page.get_by_role("button", name="Take this request").click()
        page.get_by_label("New tag").fill(typed(1, number)[0].replace("\n", " ").strip()[:30] or "x")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_label("New note", exact=False).fill(typed(1, number)[0].strip()[:900] or "x")
        page.get_by_role("button", name="Keep the note").click()
        said = typed(LINES, 100 + number)
        say(console.database, case.conversation_id, said[::2])  # they come in live
        page.locator("#lines > li").nth(LINES // 2 - 1).wait_for(state="attached")
        live = page.locator("#lines .text").all_text_contents()
        say(console.database, case.conversation_id, said[1::2])
        page.reload()  # and these with the page
        whole = page.locator("#lines .text").all_text_contents()
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

        mail = page.locator("a[href^='mailto:']").get_attribute("href")
        assert "?" not in mail
        assert [plainly(one) for one in live[-LINES // 2 :]] == [plainly(one) for one in said[::2]]
        assert [plainly(one) for one in whole[-LINES // 2 :]] == [plainly(one) for one in said[1::2]]
        assert (guarded.trouble(), page.evaluate(TOO_WIDE)) == ([], [])
    page.goto(f"{console.address}/desk/")
    assert (guarded.trouble(), page.evaluate(TOO_WIDE)) == ([], [])
