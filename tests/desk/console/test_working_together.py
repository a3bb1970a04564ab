"""Notes, tags, passing on, finding again, what could not be delivered, and who has read what."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.states import State
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Progress
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.console.conftest import OTHER_HUB
from tests.desk.console.looking import address
from tests.desk.making import NOON


def kept(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id)


def given_up(database):
    """The letter of the case was tried until nobody tried any more."""
    with database.open() as session:
        letter = Deliveries(session).take("w", NOON, NOON + timedelta(minutes=1))
        Deliveries(session).settle(letter.id, "w", Progress.DEAD, NOON, "no_connection")
    return letter


async def test_a_note_and_a_tag_stand_on_the_page_of_the_case(desk, case):
    await desk.see(address(case))
    await desk.do(address(case, "note"), note="Rang <b>at noon</b>", message_id="n1")
    _, text = await desk.do(address(case, "tag"), tag="Call Back")

    assert "Rang &lt;b&gt;at noon&lt;/b&gt;" in text
    assert "Take off the tag call back" in text
    _, text = await desk.do(address(case, "untag"), tag="call back")
    assert "Take off the tag" not in text


@pytest.mark.parametrize(
    ("asked", "there"),
    [("abc234", True), ("press", True), ("DUDLEY urgent", True), ("ada", True), ("Dudley none", False)],
)
async def test_a_case_is_found_by_what_a_broker_remembers_of_it(desk, case, asked, there):
    await desk.see(address(case))
    await desk.do(address(case, "tag"), tag="urgent")

    _, text = await desk.do("/desk/", q=asked)

    assert (case.reference in text) == there


async def test_what_is_looked_for_never_stands_in_an_address(desk, case):
    _, queue = await desk.see("/desk/?q=nobody")
    _, found = await desk.do("/desk/", q="ada@example.org")

    assert case.reference in queue
    assert '<form method="post" action="/desk/" role="search"' in found
    assert 'value="ada@example.org"' in found
    assert (await desk.client.post("/desk/", data={"q": "ada"})).status == 403


async def test_a_note_that_is_refused_says_so_and_keeps_nothing(desk, case):
    await desk.see(address(case))

    status, text = await desk.do(address(case, "note"), note="  ", message_id="n1")

    assert status == 400
    assert "Nothing was kept" in text


async def test_a_case_in_hand_goes_to_a_colleague(desk, database, case):
    await desk.see(address(case))
    _, text = await desk.do(address(case, "claim"))
    assert "Sam Bloggs" in text
    assert "Pat Bloggs" not in text

    await desk.do(address(case, "to-colleague"), broker_id="b2")

    assert kept(database, case).broker == "b2"


async def test_a_case_that_went_to_another_hub_is_not_there_any_more(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))

    status, text = await desk.do(address(case, "to-hub"), hub_id=OTHER_HUB, how="on the phone")

    assert (status, case.reference in text) == (200, False)
    assert kept(database, case).hub_id == OTHER_HUB
    assert (await desk.see(address(case)))[0] == 404


async def test_what_could_not_be_delivered_is_shown_to_a_lead_and_sent_again(browser, database, case):
    letter = given_up(database)
    lead = browser()
    await lead.sign_in("sam@hub.example")
    _, queue = await lead.see("/desk/")
    assert "Could not be delivered: 1" in queue
    _, page = await lead.see("/desk/letters")
    assert "no_connection" in page

    await lead.do(f"/desk/letters/{letter.id}/again")

    with database.reading() as session:
        (again,) = Deliveries(session).of_cases([case.id])
    assert (again.state, again.next_try, again.error) == (Progress.WAITING, NOON, None)
    assert (await lead.do(f"/desk/letters/{letter.id}/again"))[0] == 404


@pytest.mark.parametrize("kind", Kind)
async def test_every_kind_of_letter_that_was_given_up_is_named(browser, database, case, kind):
    with database.open() as session:
        dead = Delivery("d9", case.id, kind, Progress.DEAD, NOON, 3, NOON, settled=NOON, error="timeout")
        Deliveries(session).add(dead)
    lead = browser()
    await lead.sign_in("sam@hub.example")

    status, page = await lead.see("/desk/letters")

    assert (status, "timeout" in page) == (200, True)


@pytest.mark.parametrize("email", ["jo@hub.example", "pat@hub.example", "al@hub.example"])
async def test_who_does_not_lead_sees_no_letters_and_sends_none_again(browser, database, case, email):
    letter = given_up(database)
    desk = browser()
    await desk.sign_in(email)
    await desk.see("/desk/sign-in")
    await desk.see("/desk/")

    assert (await desk.see("/desk/letters"))[0] == 403
    assert (await desk.do(f"/desk/letters/{letter.id}/again"))[0] == 403


async def test_a_lead_of_another_hub_sees_nothing_of_it(browser, database, case, accounts):
    given_up(database)
    with database.open() as session:
        Casebook(session).change(case.id, "expire", "clock", "late", NOON)
    administrator = browser()
    await administrator.sign_in("di@hub.example")

    _, page = await administrator.see("/desk/letters")

    assert case.reference in page


async def test_a_broker_sees_when_the_person_has_seen_what_they_wrote(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    _, text = await desk.do(address(case, "write"), text="Hello", message_id="w1")
    assert "Sent." in text
    with database.open() as session:
        last = Outbox(session).after("c1")[-1]
        Conversations(session).read_by_person("c1", last.seq)

    _, text = await desk.see(address(case))

    assert (last.sender, "They have seen it." in text) == (Sender.BROKER, True)


async def test_what_a_broker_has_on_the_screen_counts_as_read(desk, database, case):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    with database.open() as session:
        said = Outbox(session).add("c1", Sender.PERSON, Shown("Are you there?"), NOON)

    await desk.see(address(case, f"news?after={said.seq - 1}"))

    with database.reading() as session:
        assert Conversations(session).get("c1").broker_read == said.seq


async def test_who_only_looks_at_a_colleagues_case_has_not_read_it_for_them(browser, database, case):
    mine, theirs = browser(), browser()
    await mine.sign_in("jo@hub.example")
    await mine.see(address(case))
    await mine.do(address(case, "claim"))
    with database.open() as session:
        before = Conversations(session).get("c1").broker_read
        Outbox(session).add("c1", Sender.PERSON, Shown("Are you there?"), NOON)
    await theirs.sign_in("sam@hub.example")

    await theirs.see(address(case))

    with database.reading() as session:
        assert Conversations(session).get("c1").broker_read == before
    assert kept(database, case).state is State.CLAIMED
