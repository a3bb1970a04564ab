"""Who may do nothing with the queue of a front door in Teams, and what comes twice or too late."""

import pytest
from sqlalchemy import update

from demo.activities import ROOM, activity, in_room
from demo.reading_cards import words
from desk.brokers import disable_broker
from desk.passing_on import PassingOn
from desk.relay import Relay
from desk.states import State
from knowledge.storage.brokers import brokers
from tests.bot.gateway.teams_office import BEA, CAL, DEE, EVE, HUB, OTHER_HUB, THREAD, claimed

MESSAGE, CARD = "application/vnd.microsoft.activity.message", "application/vnd.microsoft.card.adaptive"


@pytest.mark.parametrize(
    ("member", "told"), [(EVE, "do not know each other"), (DEE, "no such request that you may see")]
)
@pytest.mark.parametrize("verb", ["claim", "return", "close", "talk"])
async def test_nobody_else_can_do_anything_with_it(office, waiting, member, told, verb):
    if member is DEE:
        await office.say(DEE, f"desk {office.code_for(DEE)}")
    before = office.case(waiting.id)
    forged = {**office.button("Claim"), "verb": verb}
    answer = await office.press(member, forged, data={"outcome": "helped"})

    assert told in answer["value"]
    assert answer["type"] == MESSAGE
    assert office.case(waiting.id) == before
    assert office.sent_to(member.chat)[2:] == []


async def test_a_colleague_cannot_end_or_speak_in_what_another_has_in_hand(office, waiting):
    await claimed(office)
    before = office.case(waiting.id)
    for title in ("Return to the assistant", "Close", "Talk from my chat"):
        await office.press(CAL, office.button(title), data={"outcome": "helped"})
    await office.say(CAL, "Hello there")

    assert office.case(waiting.id) == before
    assert office.said() == []


@pytest.mark.parametrize("data", [None, {}, {"case": 5}, {"case": "x" * 5000}, {"case": "no such"}, []])
async def test_a_press_about_no_case_changes_nothing(office, waiting, data):
    answer = await office.ada.press({**office.button("Claim"), "data": data}, **BEA.in_channel)

    assert answer["value"] == "There is no such request that you may see. Nothing was changed."
    assert office.case(waiting.id).state is State.WAITING


async def test_a_press_that_comes_again_later_does_nothing_again(office, waiting):
    button = office.button("Claim")
    await office.press(BEA, button, id="press-1")
    await office.press(BEA, office.button("Claim") | {"verb": "return"}, id="press-2")
    answer = await office.press(BEA, button, id="press-1")

    assert office.case(waiting.id).state is State.RETURNED
    assert answer["type"] == CARD


async def test_only_a_broker_of_the_front_door_names_its_channel(office, connector):
    for member, asked in ((EVE, "desk here"), (DEE, f"desk here {HUB}")):
        if member is DEE:
            await office.say(DEE, f"desk {office.code_for(DEE)}")
        await office.say_in_channel(
            member, asked, conversation={**DEE.in_channel["conversation"], "id": "19:x"}
        )
    office.given_case()
    await office.bring()

    assert connector.to.count("19:x") == 0
    assert connector.to[-1] == ROOM


async def test_a_chat_is_no_channel(office, connector):
    await office.say(BEA, "desk here")

    assert "in a channel of a team alone" in office.sent_to(BEA.chat)[-1]


async def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(office):
    code, late = office.code_for(DEE), None
    await office.say(EVE, f"desk {code}x")
    await office.say(DEE, f"desk {code.lower()}")
    await office.say(EVE, f"desk {code}")
    late = office.code_for(DEE)
    office.clock.forward(minutes=15)
    await office.say(EVE, f"desk {late}")

    assert "You are Dee Example" in office.sent_to(DEE.chat)[-1]
    assert [said for said in office.sent_to(EVE.chat) if "You are" in said] == []
    assert office.sent_to(EVE.chat)[-1].startswith("This code is not good")
    assert len(office.ada.rows("SELECT key FROM teams_links")) == 3


async def test_a_code_that_others_have_read_is_good_no_more(office):
    code = office.code_for(DEE)
    await office.say_in_channel(DEE, f"desk {code}")
    await office.say(DEE, f"desk {code}")

    assert "Others read this" in office.sent_to(THREAD)[-1]
    assert office.sent_to(DEE.chat)[-1].startswith("This code is not good")


async def test_who_is_another_one_in_teams_gets_the_words_and_the_former_one_none(office, waiting):
    await claimed(office)
    await office.say(EVE, f"desk {office.code_for(BEA)}")
    office.person_says("For the broker alone")
    await office.bring()
    before = [*office.sent_to(BEA.chat), *office.sent_to(EVE.chat)]
    await office.press(EVE, office.button("Talk from my chat"))
    await office.say(EVE, "It is me again")
    office.person_says("And again")
    await office.bring()

    assert not any("For the broker alone" in said for said in before)
    assert not any("again" in said for said in office.sent_to(BEA.chat))
    assert "And again" in office.sent_to(EVE.chat)[-1]
    assert office.said() == ["It is me again"]


async def test_an_account_that_is_switched_off_does_nothing_any_more(office, waiting):
    await claimed(office)
    with office.database.open() as session:
        disable_broker(session, "bea", office.clock())
    await office.bring()
    answer = await office.press(BEA, office.button("Claim"))
    await office.say(BEA, "I can help")

    assert "do not know each other" in answer["value"]
    assert office.said() == []


async def test_a_code_and_what_is_said_to_a_person_are_in_no_log(office, waiting, caplog):
    await claimed(office)
    code = office.code_for(DEE)
    await office.say(DEE, f"desk {code}")
    await office.say(BEA, "Something private")
    office.person_says("Something secret")
    office.connector.failures[:] = [502]
    await office.bring()

    for private in (code, "private", "secret", "Example", BEA.object_id):
        assert private not in caplog.text


async def test_what_presses_without_a_good_token_does_nothing(office, waiting):
    pressed = {"action": {"verb": "claim", "data": {"case": waiting.id}}}
    made = {"name": "adaptiveCard/action", "value": pressed, **BEA.in_channel}
    status, _ = await office.ada.call(activity(office.connector, "invoke", **made), headers={})

    assert status == 401
    assert office.case(waiting.id).state is State.WAITING


async def test_who_works_for_two_front_doors_shows_neither_what_is_the_others(office, waiting):
    with office.database.open() as session:
        session.execute(update(brokers).where(brokers.c.id == "bea").values(hubs=[HUB, OTHER_HUB]))
    await office.say(DEE, f"desk {office.code_for(DEE)}")
    await office.say_in_channel(DEE, "desk here", conversation=in_room("19:other"))
    old = office.button("Claim")
    await claimed(office)
    with office.database.open() as session:
        PassingOn(Relay(session, "bea", office.clock())).to_hub(waiting.id, OTHER_HUB, "They said so.")

    answer = await office.press(BEA, old)

    shown = words({"attachments": [{"content": answer["value"]}]})
    assert shown.splitlines()[1:] == ["Another front door has this request now."]
