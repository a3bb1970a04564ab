"""Codes that lead nowhere: guessed, used, over, of somebody who is gone, or in wrong hands."""

import asyncio
import json
import re

import pytest

from demo.meta import call, text
from desk.codes import SIGNS
from desk.effects import EffectsAt
from desk.erasing import erase_for_good
from desk.teams import NO_TEAMS
from knowledge.storage.conversations import Conversations
from knowledge.wording import say
from tests.bot.gateway.movers import NUMBERS, Mover
from tests.desk.making import given_case, given_hubs

REFUSED = say("utter_moving_refused")
WRONG = ("continue AAAA-AAAA", "CONTINUE bbbb cccc", "continue 2222–3333.")
OTHER = "441632960002"


@pytest.fixture(autouse=True)
def desk(world):
    world.effects = EffectsAt(NO_TEAMS, NUMBERS)


@pytest.fixture
async def mover(phone):
    await phone.gateway.begin()
    return Mover(phone)


def last_row(mover):
    """Return what is in the chat that the telephone is in."""
    with mover.phone.world.database.reading() as session:
        return Conversations(session).get(mover.phone.conversation)


async def test_a_code_that_nobody_gave_is_refused_like_any_other(mover, graph):
    for number, wrong in enumerate(WRONG):
        await mover.phone.write(wrong, wamid=f"wamid.g{number}")

    assert [one for one in graph.texts() if one == REFUSED] == [REFUSED] * len(WRONG)
    assert mover.phone.world.engine.texts() == []
    assert last_row(mover).id != mover.web.id


async def test_a_code_is_good_once_and_not_for_somebody_else_afterwards(mover, graph):
    code = await mover.code()
    await mover.phone.write(code)

    await mover.phone.write(code, sender=OTHER)
    await mover.phone.write(code)

    assert graph.texts().count(REFUSED) == 2
    assert mover.phone.rows("SELECT conversation_id FROM channel_people").count(mover.web.id) == 1


async def test_the_same_message_that_meta_brings_twice_is_one(mover, graph):
    code = await mover.code()
    sent = call(messages=[text(code, wamid="wamid.same")])
    for _ in range(2):
        await mover.phone.meta_calls(sent)

    assert len(graph.texts()) == 1
    assert REFUSED not in graph.texts()


async def test_of_two_at_once_with_one_code_one_gets_the_chat(mover, graph):
    code = await mover.code()
    calls = [
        mover.phone.meta_calls(call(messages=[text(code, wamid=f"wamid.{who}", sender=who)]))
        for who in ("441632960001", OTHER, "441632960003")
    ]

    assert await asyncio.gather(*calls) == [200, 200, 200]

    holders = mover.phone.rows("SELECT conversation_id FROM channel_people")
    assert len(holders) == 3
    assert holders.count(mover.web.id) == 1
    assert graph.texts().count(REFUSED) == 2


async def test_after_a_quarter_of_an_hour_it_is_good_no_more(mover, graph):
    code = await mover.code()
    mover.phone.world.clock.forward(minutes=15)

    await mover.phone.write(code)

    assert graph.texts()[-1] == REFUSED


async def test_a_clock_that_is_set_back_makes_no_used_code_good_again(mover, graph):
    code = await mover.code()
    await mover.phone.write(code)
    mover.phone.world.clock.forward(days=-1)

    await mover.phone.write(code, sender=OTHER)

    assert graph.texts()[-1] == REFUSED


async def test_a_newer_code_ends_the_one_before_and_so_does_a_no(mover, graph):
    first, second = await mover.code(), await mover.code()
    await mover.phone.write(first)
    asked = await mover.ask()
    await mover.press(asked["choices"][1])
    await mover.phone.write(second)

    assert [one for one in graph.texts() if one == REFUSED] == [REFUSED] * 2


async def test_after_five_wrong_tries_even_a_good_code_is_refused_for_a_while(mover, graph):
    for number in range(5):
        await mover.phone.write(f"continue ABCD-EFG{SIGNS[number]}")
    await mover.phone.write(await mover.code())
    assert graph.texts()[-1] == REFUSED

    await mover.phone.write(await mover.code(), sender=OTHER)
    assert graph.texts()[-1] != REFUSED

    mover.phone.world.clock.forward(minutes=16)
    await mover.phone.gateway.begin()
    await mover.phone.write(await mover.code())
    assert graph.texts()[-1] != REFUSED


async def test_who_tries_under_a_new_name_from_the_same_number_has_tried_before(mover, graph):
    for number in range(5):
        known = {"wa_id": "441632960001", "user_id": f"GB.{number}"}
        sent = text(f"continue ABCD-EFG{SIGNS[number]}", wamid=f"wamid.n{number}")
        await mover.phone.meta_calls(call(contacts=[known], messages=[sent]))

    await mover.phone.write(await mover.code(), wamid="wamid.good")

    assert graph.texts()[-1] == REFUSED


@pytest.mark.parametrize("how", ["by the person", "by the operator"])
async def test_the_code_of_a_chat_that_was_deleted_leads_nowhere(mover, graph, how):
    code = await mover.code()
    if how == "by the person":
        address = f"/api/conversations/{mover.web.id}"
        assert (await mover.web.client.delete(address, headers=mover.web.bearer)).status == 200
    else:
        with mover.phone.world.database.open() as session:
            erase_for_good(session, mover.web.id, mover.phone.world.clock())

    await mover.phone.write(code)

    assert graph.texts()[-1] == REFUSED
    assert mover.phone.rows("SELECT id FROM handed_codes") == []


async def test_who_lures_somebody_with_a_code_of_their_own_reads_nothing_of_theirs(mover, graph):
    luring = await mover.code()
    await mover.phone.write(luring, sender=OTHER)
    await mover.phone.write("My turnover is a secret", sender=OTHER)

    answer = await mover.web.client.get(f"/api/conversations/{mover.web.id}", headers=mover.web.bearer)

    assert answer.status == 410
    assert "secret" not in await answer.text()
    assert (await mover.web.send("w99", text="I am them")).status == 410


async def test_a_code_stands_in_no_log(mover, caplog):
    caplog.set_level("DEBUG")
    message = await mover.code()
    await mover.phone.write(message.lower())
    await mover.phone.write(message)

    ours = " ".join(r.getMessage() for r in caplog.records if r.name.startswith(("bot", "desk", "knowledge")))
    for written in (message.split()[1], message.split()[1].replace("-", "")):
        assert not re.search(written, ours, re.IGNORECASE)


async def test_only_a_mark_of_it_is_kept_outside_of_the_sealed_line_that_showed_it(mover):
    message = await mover.code()
    code = message.split()[1]

    kept = json.dumps([str(row) for row in mover.phone.rows("SELECT code FROM handed_codes")])

    assert code.replace("-", "") not in kept
    assert code not in kept


async def test_where_a_request_is_open_in_both_neither_is_lost_and_the_code_stays_good(mover, graph):
    given_hubs(mover.phone.world.database)
    await mover.phone.write("Hello")
    own = mover.phone.conversation
    theirs = given_case(mover.phone.world.database, conversation_id=own)
    given_case(mover.phone.world.database, conversation_id=mover.web.id)
    code = await mover.code()

    await mover.phone.write(code)
    assert graph.texts()[-1] == say("utter_moving_two_requests")
    assert mover.phone.conversation == own

    mover.claimed(theirs)
    mover.closed(theirs)
    await mover.phone.write(code)
    assert mover.phone.conversation == mover.web.id


async def test_without_a_number_nothing_is_offered(world, phone, gateway):
    world.effects = EffectsAt(NO_TEAMS)
    without = Mover(phone)
    phone.gateway = await world.gateway()
    await phone.gateway.begin()

    asked = await without.ask()

    assert asked["text"] == say("utter_moving_not_here")
    assert asked["choices"] == []


async def test_from_the_telephone_there_is_no_way_to_the_telephone(mover, graph):
    await mover.phone.write("continue on WhatsApp")

    assert graph.texts()[-1] == say("utter_moving_only_from_web")


@pytest.mark.parametrize(
    "said", ["continue on the web", "Can I carry on on my laptop?", "move this chat to the website please"]
)
async def test_who_wants_to_go_on_on_a_web_page_is_told_why_not_and_what_opens_there(mover, graph, said):
    await mover.phone.write("Hello")
    turns = len(mover.phone.world.engine.asked)

    await mover.phone.write(said)

    assert graph.texts()[-1] == say("utter_moving_not_back")
    assert len(mover.phone.world.engine.asked) == turns


@pytest.mark.parametrize("said", ["can I talk to a computer", "we sell on the web", "build a website"])
async def test_who_speaks_of_the_web_otherwise_is_answered(mover, said):
    await mover.phone.write(said)

    assert mover.phone.world.engine.texts()[-1] == said


async def test_on_the_web_itself_nobody_is_told_that_they_cannot_come_here(mover):
    assert (await mover.say("continue on the web"))["replies"][-1]["text"] == "You said: continue on the web"
