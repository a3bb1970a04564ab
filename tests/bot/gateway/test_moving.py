"""From a chat on the web to the same chat on WhatsApp, over the real gateway and a fake Graph API."""

import pytest

from demo.graph import choices
from desk.effects import EffectsAt
from desk.people import find
from desk.teams import NO_TEAMS
from knowledge.storage.outbox import Outbox, Sender
from tests.bot.gateway.movers import NUMBERS, Mover
from tests.desk.making import given_case, given_hubs

ON_TO_BROKER = (
    "You go on here with the adviser from Combined Authority Hub, who can read what you said before. "
    "What you write here now goes to them."
)


@pytest.fixture(autouse=True)
def desk(world):
    world.effects = EffectsAt(NO_TEAMS, NUMBERS)


@pytest.fixture
async def mover(phone):
    await phone.gateway.begin()
    return Mover(phone)


async def test_what_is_joined_is_said_first_and_a_code_comes_after_a_yes(mover):
    asked = await mover.ask()

    assert "+44 1632 960009" in asked["text"]
    assert [one["label"] for one in asked["choices"]] == ["Yes, make the code", "No, stay here"]
    assert asked["cards"] == []

    card = await mover.agree()
    assert card["url"].startswith("https://wa.me/441632960009?text=continue%20")
    assert "continue" not in card["title"]


async def test_a_yes_in_words_counts_as_well_and_a_no_changes_nothing(mover):
    await mover.ask()
    given = await mover.say("yes please")
    assert given["replies"][-1]["cards"]

    await mover.ask()
    left = await mover.say("No thanks")
    assert "stays here" in left["replies"][-1]["text"]
    assert (await mover.say("yes"))["replies"][-1]["text"] == "You said: yes"


async def test_the_first_message_with_the_code_joins_and_the_assistant_goes_on(mover, graph):
    await mover.say("We need money")

    await mover.phone.write(await mover.code())

    greeted = mover.phone.world.engine.asked[-1]
    assert (greeted.conversation, greeted.channel, greeted.intent) == (mover.web.id, "whatsapp", "greet")
    assert greeted.entities == {"answer": "moved"}
    assert len(graph.texts()) == 1
    assert graph.texts()[0].startswith("You said: I go on here, on WhatsApp")
    await mover.phone.write("Coventry")
    assert mover.phone.world.engine.asked[-1].conversation == mover.web.id
    assert len(mover.phone.rows("SELECT id FROM conversations")) == 1


async def test_a_button_from_the_web_still_means_the_same_on_the_telephone(mover, graph):
    await mover.phone.write(await mover.code())
    pressed = choices(graph.sent[-1])[0]

    await mover.phone.send("interactive", {"type": "button_reply", "button_reply": pressed})

    assert mover.phone.world.engine.asked[-1].intent == "ask_details"


async def test_the_page_shows_nothing_more_and_takes_nothing_more(mover):
    await mover.phone.write(await mover.code())

    answer = await mover.web.send("late", text="Hello?")
    assert (answer.status, (await answer.json())["error"]["code"]) == (410, "conversation_moved")
    assert await mover.status() == 410
    events = await mover.web.client.get(f"/api/conversations/{mover.web.id}/events", headers=mover.web.bearer)
    erasing = await mover.web.client.delete(f"/api/conversations/{mover.web.id}", headers=mover.web.bearer)
    assert (events.status, erasing.status) == (410, 410)


async def test_neither_the_code_nor_the_message_with_it_is_kept_after_it_was_used(mover):
    message = await mover.code()
    await mover.phone.write(message)

    with mover.phone.world.database.reading() as session:
        said = [one.shown.text for one in Outbox(session).after(mover.web.id)]
    assert message not in said
    assert mover.phone.rows("SELECT code FROM handed_codes") == [None]


async def test_both_are_one_person_under_one_key(mover):
    await mover.phone.write("Hello")
    before = mover.phone.conversation
    await mover.phone.write(await mover.code())

    with mover.phone.world.database.reading() as session:
        found = find(session, "+441632960001")
        assert set(found.conversations) == {before, mover.web.id}
        (person,) = found.people
        assert set(find(session, person).named) == {before, mover.web.id}


async def test_what_a_broker_said_meanwhile_is_brought_once_and_in_order(mover, graph):
    given_hubs(mover.phone.world.database)
    case = given_case(mover.phone.world.database, conversation_id=mover.web.id)
    mover.claimed(case)
    mover.broker_writes(case, "Good morning", "d1")
    await mover.reads()
    code = await mover.code()
    mover.broker_writes(case, "Are you still there?", "d2")
    mover.broker_writes(case, "I have found something", "d3")

    await mover.phone.write(code)
    mover.broker_writes(case, "Can you read me?", "d4")
    await mover.phone.settle()
    await mover.phone.write("Yes, I am here")

    said = graph.texts()
    assert [one.split("\n")[-1] for one in said] == [
        "Are you still there?",
        "I have found something",
        ON_TO_BROKER,
        "Can you read me?",
    ]
    with mover.phone.world.database.reading() as session:
        lines = [one.shown.text for one in Outbox(session).after(mover.web.id) if one.sender is Sender.PERSON]
    assert lines[-2:] == ["I go on here, on WhatsApp", "Yes, I am here"]
