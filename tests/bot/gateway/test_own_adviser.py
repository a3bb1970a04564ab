"""From a yes on the web to a card in an adviser's own chat in Teams, over the real gateway."""

import re

import pytest

from bot.engine.messages import Turn
from desk.effects import EffectsAt
from desk.erasing import erase_for_good
from desk.own_adviser import HAND, is_for_own_adviser
from desk.questions import DESK
from desk.teams import NO_TEAMS
from knowledge.replies import Choice, Effect, Reply
from knowledge.storage.outbox import Outbox
from knowledge.storage.teams_links import TeamsLinks
from knowledge.wording import say
from tests.bot.gateway.teams_office import BEA, EVE, claimed
from tests.desk.making import NOTED

CODE, WRITTEN = "ABCD2345", "brief ABCD-2345"
PARTS = ["firm", "need", "barriers", "shown"]
REFUSED, GOT = say("utter_adviser_refused"), say("utter_adviser_got")


@pytest.fixture(autouse=True)
def desk(world):
    world.effects = EffectsAt(NO_TEAMS)
    world.engine.answers["pass it on"] = lambda _spoken: agreed()


def agreed(code=CODE, handed="h1", parts=PARTS):
    consent = {
        "wording": "May I pass this on? Ada Example",
        "version": "v1",
        "recipient": "an adviser of their own",
        "fields": parts,
        "left_out": ["turnover"],
    }
    content = {"id": handed, "code": code, "consent": consent, "brief": NOTED}
    return Turn((Reply("Done", effects=(Effect(HAND, content),)),), {}, {})


@pytest.fixture
async def owner(office):
    await office.ada.gateway.begin()
    await office.ada.gateway.say("Hello, I am Ada Example, ring 01632 960 123")
    await office.ada.gateway.say("pass it on", "m2")
    return office.ada.gateway


async def told(owner):
    return (await owner.said())[-1]


@pytest.mark.parametrize(
    "said",
    [
        "Send this to my adviser",
        "could you share it with our business advisor, please?",
        "Can I send my plan to my growth hub adviser",
        "pass this on to my accountant!",
    ],
)
async def test_who_says_so_asks_the_assistant_for_it_however_it_would_understand_it(gateway, said):
    await gateway.say(said)

    asked = gateway.parts.outside.engine.asked[-1]
    assert (asked.text, asked.intent, asked.entities) == (said, "request_human", {"answer": "adviser"})


@pytest.mark.parametrize("said", ["I need an adviser", "send this to my wife", "share an adviser's plan"])
def test_anything_else_is_understood_as_it_was(said):
    assert not is_for_own_adviser(said)


async def test_an_adviser_who_is_no_broker_gets_what_was_agreed_to_as_a_card(office, owner):
    await office.say(EVE, WRITTEN)

    card = office.sent_to(EVE.chat)[-1]
    assert GOT in card
    for part in ("dudley", "money for a new press", "the bank said no", "Programme One"):
        assert part.lower() in card.lower()
    for private in ("Ada ", "01632", "ada@example", "100000", "SP-"):
        assert private not in card
    assert "has been used" in await told(owner)


async def test_a_part_that_was_left_out_is_not_on_the_card(office, owner):
    office.world.engine.answers["again"] = lambda _spoken: agreed("WXYZ6789", "h2", ["firm"])
    await owner.say("again", "m3")
    await office.say(EVE, "brief WXYZ-6789")

    card = office.sent_to(EVE.chat)[-1]
    assert "dudley" in card.lower()
    assert "press" not in card
    assert "bank" not in card


async def test_it_is_read_once_and_refused_in_one_wording(office, owner):
    await office.say(EVE, "brief AAAA-2222")
    await office.say(EVE, WRITTEN)
    await office.say(BEA, WRITTEN)
    office.clock.forward(minutes=15)
    office.world.engine.answers["again"] = lambda _spoken: agreed("WXYZ6789", "h2")
    await owner.say("again", "m3")
    office.clock.forward(minutes=15)
    await office.say(EVE, "brief WXYZ-6789")

    assert office.sent_to(BEA.chat)[-1].endswith(REFUSED)
    assert [REFUSED in one for one in office.sent_to(EVE.chat)[-3:]] == [True, False, True]


async def test_the_owners_own_chat_does_not_use_it_up(office, owner):
    await owner.say(WRITTEN, "m3")
    assert REFUSED in await told(owner)

    await office.say(EVE, WRITTEN)
    assert GOT in office.sent_to(EVE.chat)[-1]


async def test_five_wrong_tries_shut_out_whoever_made_them_and_nobody_else(office, owner):
    for last in "23456":
        await office.say(EVE, f"brief AAAA-222{last}")
    await office.say(EVE, WRITTEN)
    assert office.sent_to(EVE.chat)[-1] == REFUSED

    await office.say(BEA, WRITTEN)
    assert GOT in office.sent_to(BEA.chat)[-1]


async def test_where_others_read_along_it_is_burnt_and_the_owner_is_told(office, owner):
    await office.say_in_channel(EVE, WRITTEN)
    assert "money for a new press" not in str(office.connector.sent)
    assert "others can read it" in await told(owner)

    await office.say(EVE, WRITTEN)
    assert office.sent_to(EVE.chat)[-1].endswith(REFUSED)


async def test_a_broker_who_talks_to_somebody_reads_it_and_does_not_send_it_there(office, waiting, owner):
    await claimed(office)
    with office.database.reading() as session:
        assert TeamsLinks(session).of_broker("bea").case_id == waiting.id

    await office.say(BEA, WRITTEN)

    assert GOT in office.sent_to(BEA.chat)[-1]
    assert office.said() == []


async def test_an_unused_code_that_is_taken_back_reads_nothing(office, owner):
    await take_back(owner)
    assert "Nobody has read it" in await told(owner)

    await office.say(EVE, WRITTEN)
    assert office.sent_to(EVE.chat)[-1].endswith(REFUSED)


async def test_what_was_read_is_named_when_it_is_taken_back_and_shown_no_more(office, owner):
    await office.say(EVE, WRITTEN)
    await take_back(owner)

    assert "what you told of your firm" in await told(owner)
    with office.database.reading() as session:
        theirs = Outbox(session).after(office.ada.conversation)
    assert "press" not in str(theirs)


async def test_what_somebody_has_deleted_is_in_nobody_elses_chat(office, owner):
    await office.say(EVE, WRITTEN)
    with office.database.open() as session:
        erase_for_good(session, owner.id, office.clock())

    with office.database.reading() as session:
        assert "press" not in str(Outbox(session).after(office.ada.conversation))
    assert office.ada.rows("SELECT id FROM handed_codes") == []


async def test_a_code_stands_in_no_log(office, owner, caplog):
    caplog.set_level("DEBUG")
    await office.say(EVE, WRITTEN)

    ours = " ".join(r.getMessage() for r in caplog.records if r.name.startswith(("bot", "desk", "knowledge")))
    assert not re.search("abcd-?2345", ours, re.IGNORECASE)


async def take_back(owner):
    """Press the button that stands with the code, as the assistant offers it."""
    engine = owner.parts.outside.engine
    button = Choice("Take it back", DESK, (("effect", "take_back_brief"),))
    engine.answers["ways"] = lambda _spoken: Turn((Reply("Here", choices=(button,)),), {}, {})
    shown = await owner.say("ways", "m8")
    answer = await owner.send("m9", choice=shown["replies"][-1]["choices"][0]["choice"])
    assert answer.status == 200
