"""Every role tries every letter: only who leads a front door sees what it could not send, or sends it."""

import pytest
from sqlalchemy import update

from desk.brokers import Broker, Role, add_broker
from desk.chatwoot.settings import ChatwootSettings
from desk.console.parts import PARTS
from desk.given_up import GivenUp, Sort
from knowledge.storage.brokers import brokers
from tests.desk.console.conftest import HUB, OTHER_HUB
from tests.desk.dead import DEAD, INBOX, given_on_whatsapp
from tests.desk.making import NOON

MORE = (
    Broker("b6", "Kim Bloggs", "kim@hub.example", Role.LEAD, frozenset({OTHER_HUB})),
    Broker("b7", "Lou Bloggs", "lou@hub.example", Role.ADMINISTRATOR, frozenset({OTHER_HUB})),
    Broker("b8", "Max Bloggs", "max@hub.example", Role.LEAD, frozenset({HUB, OTHER_HUB})),
)
SEES = {
    "jo@hub.example": None,  # a broker here
    "pat@hub.example": None,  # a broker there
    "al@hub.example": None,  # a curator
    "sam@hub.example": {HUB},
    "kim@hub.example": {OTHER_HUB},
    "lou@hub.example": {OTHER_HUB},
    "max@hub.example": {HUB, OTHER_HUB},
    "di@hub.example": {HUB, OTHER_HUB},
}


@pytest.fixture
def dead(database, accounts, password_hash, console):
    """One of each sort at both front doors, by the id of the letter."""
    with database.open() as session:
        for broker in MORE:
            add_broker(session, broker, password_hash, NOON)
    chatwoot = ChatwootSettings(
        chatwoot_url="https://chat.hub.example",
        chatwoot_account=3,
        chatwoot_inbox=7,
        chatwoot_token="t",
        chatwoot_secret="secret-that-chatwoot-made-up",
    )
    assert chatwoot.inbox_name == INBOX
    object.__setattr__(console.app[PARTS], "chatwoot", chatwoot)
    made = {}
    for number, hub in enumerate((HUB, OTHER_HUB)):
        case = given_on_whatsapp(database, f"c{number}", hub)
        made |= {give(database, case): (sort, hub) for sort, give in DEAD.items()}
    return made


def left(database):
    with database.reading() as session:
        return {one.id for one in GivenUp(session, None, NOON, INBOX).letters()}


@pytest.mark.parametrize("email", SEES)
async def test_every_role_sees_and_sends_again_what_its_front_doors_could_not_send(
    browser, database, dead, email
):
    desk, hubs = browser(), SEES[email]
    await desk.sign_in(email)
    await desk.see("/desk/reports" if email.startswith("al@") else "/desk/")
    status, page = await desk.see("/desk/letters")
    theirs = {number for number, (_, hub) in dead.items() if hub in (hubs or ())}

    assert status == (200 if hubs else 403)
    for number in dead:
        assert (f"/desk/letters/{number}/again" in page) == (number in theirs)
        status, _ = await desk.do(f"/desk/letters/{number}/again")
        assert status == (200 if number in theirs else 404 if hubs else 403)
    assert left(database) == dead.keys() - theirs


async def test_a_lead_of_no_front_door_sees_nothing_and_sends_nothing(browser, database, dead):
    desk = browser()
    await desk.sign_in("sam@hub.example")
    with database.open() as session:
        session.execute(update(brokers).values(hubs=[]))

    _, queue = await desk.see("/desk/")
    _, page = await desk.see("/desk/letters")
    found = [(await desk.do(f"/desk/letters/{number}/again"))[0] for number in dead]

    assert not any(number in page for number in dead)
    assert "/desk/cases/" not in queue
    assert found == [404] * len(dead)
    assert left(database) == dead.keys()


async def test_who_is_not_signed_in_gets_the_sign_in_page(browser, database, dead):
    desk = browser()

    for number in dead:
        _, page = await desk.do(f"/desk/letters/{number}/again")
        assert "Sign in" in page
    assert left(database) == dead.keys()


async def test_a_form_of_another_site_sends_nothing_again(browser, database, dead):
    desk = browser()
    await desk.sign_in("sam@hub.example")
    desk.csrf = "guessed"

    assert [(await desk.do(f"/desk/letters/{number}/again"))[0] for number in dead] == [403] * len(dead)
    assert left(database) == dead.keys()


async def test_the_page_says_what_and_how_old_and_why_in_words(browser, clock, dead):
    clock.now = NOON.replace(day=9)
    desk = browser()
    await desk.sign_in("sam@hub.example")

    _, page = await desk.see("/desk/letters")

    for words in (
        "by webhook",
        "mail to the person, how it went",
        "what was written to the person on WhatsApp",
        "what the person said, to Chatwoot",
        "7 d 0 h",
        "There was no answer in time.",
        "The mail server did not take it.",
        "WhatsApp cannot reach this person.",
    ):
        assert words in page
    assert "a@b.example" not in page
    assert "secret" not in page
    assert len(Sort) == 4


async def test_what_must_not_go_again_has_no_button_and_says_so(browser, database, dead):
    stopped = given_on_whatsapp(database, "c9", HUB, stopped=NOON)
    number = DEAD["line"](database, stopped, "stopped")
    desk = browser()
    await desk.sign_in("sam@hub.example")

    _, page = await desk.see("/desk/letters")

    assert "It cannot be sent again there." in page
    assert f"/desk/letters/{number}/again" not in page
    assert (await desk.do(f"/desk/letters/{number}/again"))[0] == 404
