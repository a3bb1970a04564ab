"""axe-core finds nothing in any state of the console: bright, dark, with forced colours."""

import re

import pytest
from sqlalchemy import update

import tests.browser
from desk.states import IN_HAND, State
from knowledge.storage.cases import cases
from knowledge.storage.deliveries import Deliveries, Progress
from knowledge.storage.notes import Notes, WrongInformation
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.axe import LOOKS, found
from tests.browser import send
from tests.desk.console.open_console import EMAIL, HUB, open_console
from tests.desk.dead import given_on_whatsapp
from tests.desk.making import NOON

pytestmark = pytest.mark.browser
browser = tests.browser.browser


@pytest.fixture
def console(database, password_hash):
    """With a request, something that could not be sent, a wrong record, and a channel that takes nothing."""
    with open_console(database, password_hash) as opened:
        given_on_whatsapp(database, "c2", HUB)
        with database.open() as session:
            letter = Deliveries(session).take("w", NOON, NOON)
            Deliveries(session).settle(letter.id, "w", Progress.DEAD, NOON, "no_connection")
            about = WrongInformation("c1", "m5", NOON, "made-smarter-west-midlands", "It is wrong.")
            Notes(session).keep(about)
            entry = Outbox(session).add("c2", Sender.BOT, Shown("Hello"), NOON)
            Outbox(session).put_off(entry.id, NOON, "token")
        yield opened


def at_the_door(page, console):
    page.goto(f"{console.address}/desk/sign-in")
    yield "sign-in"
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    yield "refused"


def around(page, console):
    console.signed_in(page)
    page.get_by_text("WhatsApp takes nothing from us").wait_for()
    yield "queue"
    page.get_by_label("Find a reference", exact=False).fill("nothing like it")
    send(page, "Find")
    yield "nothing found"
    for path in ("letters", "reports", "nowhere", "cases/0"):
        page.goto(f"{console.address}/desk/{path}")
        yield path


def in_the_case(page, console):
    page.goto(console.page_of_case)
    yield "waiting"
    send(page, "Take this request")
    page.get_by_label("Your message").fill("Hello, how can I help?")
    send(page, "Send")
    page.get_by_role("log").get_by_text("how can I help").wait_for()
    page.get_by_label("New tag").fill("urgent")
    send(page, "Add")
    page.get_by_label("New note", exact=False).fill("Rang at noon")
    send(page, "Keep the note")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    yield "in hand, with everything open"
    console.say_as_person("Are you there?")
    page.get_by_role("log").get_by_text("Are you there?").wait_for()
    yield "with what came in live"
    page.evaluate("document.querySelector('.pass-on').open = true")
    page.get_by_role("button", name="Ask them in the chat").click()
    yield "asked for another front door"
    page.get_by_role("button", name="Close").click()
    page.get_by_text("closed", exact=False).first.wait_for()
    yield "closed"
    page.goto(f"{console.address}/desk/")
    yield "queue with what is done"
    page.get_by_role("button", name=re.compile("Sign out")).click()
    yield "signed out"


def in_other_states(page, console):
    console.signed_in(page)
    for state in State:
        its = {"state": state, "broker": "b2" if state in IN_HAND else None}
        is_gone = state in (State.EXPIRED, State.WITHDRAWN)
        with console.database.open() as session:
            gone = {"brief": None, "erased": NOON} if is_gone else {}
            session.execute(update(cases).where(cases.c.id == console.case.id).values(**its, **gone))
        page.goto(console.page_of_case)
        yield f"of another broker, {state}" if state in IN_HAND else str(state)


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_nothing_is_found_in_any_state(browser, console, looks):
    context = browser.new_context(viewport={"width": 1200, "height": 800}, **looks)
    page, trouble = context.new_page(), {}
    page.set_default_timeout(15_000)

    for walk in (at_the_door, around, in_the_case, in_other_states):
        for state in walk(page, console):
            trouble[state] = found(page)

    context.close()
    assert {state: what for state, what in trouble.items() if what} == {}
