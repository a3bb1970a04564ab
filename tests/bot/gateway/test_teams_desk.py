"""The queue of a front door in a channel of Teams: from a case that opens to its end."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.gateway.failing import give_up
from demo.activities import ROOM, in_room
from demo.reading_cards import buttons, words
from desk.casebook import Casebook
from desk.narrowing import narrow
from desk.passing_on import PassingOn
from desk.relay import Relay
from desk.states import State
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox
from knowledge.storage.teams_posts import TeamsPosts
from tests.bot.gateway.teams_office import BEA, CAL, DEE, OTHER_HUB, THREAD, claimed

MESSAGE, CARD = "application/vnd.microsoft.activity.message", "application/vnd.microsoft.card.adaptive"


async def test_a_case_arrives_as_a_card_in_the_channel_of_its_front_door(office, waiting):
    assert office.connector.to == [ROOM]
    said = words(office.card_in())
    for told in ("SP-ABC234", "waiting", "dudley", "0 min", "grant"):
        assert told in said.lower() or told in said, (told, said)
    assert [one["title"] for one in buttons(office.card_in())] == ["Claim"]


async def test_a_card_in_a_channel_holds_no_name_no_contact_and_nobodys_words(office, waiting):
    whole = str(office.card_in())

    for private in ("Ada ", "example.org", "01632", "press", "the bank said no", "unit", "dozen"):
        assert private not in whole


async def test_who_claims_has_the_case_and_all_see_it_on_the_card(office, waiting):
    answer = await claimed(office)

    assert (answer["statusCode"], answer["type"]) == (200, CARD)
    assert "in hand: Bea Example" in words({"attachments": [{"content": answer["value"]}]})
    case = office.case(waiting.id)
    assert (case.state, case.broker) == (State.CLAIMED, "bea")
    assert "in hand: Bea Example" in words(office.card_in())
    assert [one["title"] for one in buttons(office.card_in())] == [
        "Talk from my chat",
        "Return to the assistant",
        "Close",
    ]


async def test_who_claims_gets_the_whole_brief_alone(office, waiting):
    await claimed(office)

    brief, card = office.sent_to(BEA.chat)
    assert "Ada Example" in brief
    assert "ada@example.org" in brief
    assert "What you write to me here goes to the person" in card


async def test_what_they_write_reaches_the_person_and_the_persons_words_reach_them_in_order(office, waiting):
    await claimed(office)
    office.connector.sent.clear()
    office.connector.to.clear()

    await office.say(BEA, "Good morning, I can help")
    for said in ("Thank you", "What does it <b>cost</b>?"):
        office.person_says(said)
    await office.bring()
    await office.say(BEA, "Nothing")

    assert office.said() == ["Good morning, I can help", "Nothing"]
    assert [said.partition("<br/>")[2] for said in office.sent_to(BEA.chat)] == [
        "Thank you",
        "What does it &lt;b&gt;cost&lt;/b&gt;?",
    ]
    assert "SP-ABC234" in office.sent_to(BEA.chat)[0]
    assert office.case(waiting.id).state is State.IN_CONVERSATION
    assert office.world.engine.texts() == []


async def test_nothing_is_told_twice_and_nothing_of_what_was_said_before(office, waiting):
    office.person_says("Before anybody came")
    await claimed(office)
    office.person_says("Afterwards")
    for _ in range(3):
        await office.bring()

    told = "\n".join(office.sent_to(BEA.chat))
    assert told.count("Afterwards") == 1
    assert "Before anybody came" not in told


async def test_two_workers_at_once_tell_each_word_once(office, waiting):
    await claimed(office)
    for said in ("One", "Two", "Three"):
        office.person_says(said)
    other = replace(office.follower, name="another worker")
    await asyncio.gather(*(one.follow_next() for one in (office.follower, other) for _ in range(3)))

    said = [one.partition("<br/>")[2] for one in office.sent_to(BEA.chat)[2:]]
    assert said == ["One", "Two", "Three"]


async def test_what_a_worker_that_died_had_in_hand_is_told_when_its_lease_is_over(office, waiting):
    await claimed(office)
    office.person_says("Are you there?")
    now = office.clock()
    with office.database.open() as session:
        TeamsPosts(session).take("a worker that died", now, now + timedelta(seconds=40))
    await office.bring()
    before = office.sent_to(BEA.chat)[2:]
    office.clock.forward(seconds=40)
    await office.bring()

    assert before == []
    assert len(office.sent_to(BEA.chat)[2:]) == 1


async def test_who_took_the_app_away_is_not_tried_for_ever(office, waiting, caplog):
    await claimed(office)
    office.person_says("Are you there?")
    office.connector.failures[:] = [403]
    await office.bring()
    office.clock.forward(hours=1)
    await office.bring()

    assert office.sent_to(BEA.chat)[2:] == []
    assert f"case {waiting.id} is given up in Teams" in caplog.text


async def test_what_the_person_says_is_told_although_teams_fails_in_between(office, waiting):
    await claimed(office)
    for said in ("One", "Two", "Three"):
        office.person_says(said)
    office.connector.failures[:] = [502]
    await office.bring()
    office.clock.forward(minutes=6)
    await office.bring()

    said = [one.partition("<br/>")[2] for one in office.sent_to(BEA.chat)[2:]]
    assert said == ["One", "Two", "Three"]


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(office, waiting):
    button = office.button("Claim")
    found = await asyncio.gather(office.press(BEA, button), office.press(CAL, button))

    winner = office.case(waiting.id).broker
    loser = found[1] if winner == "bea" else found[0]
    name = {"bea": "Bea Example", "cal": "Cal Example"}[winner]
    assert loser["value"] == f"{name} has this request in hand. Nothing was changed."


@pytest.mark.parametrize("where", ["in_channel", "alone"])
async def test_return_gives_the_person_back_to_the_assistant(office, waiting, where):
    await claimed(office)
    place = {"in_channel": ROOM, "alone": BEA.chat}[where]
    answer = await office.press(BEA, office.button("Return to the assistant", place), where)
    await office.bring()

    assert answer["type"] == CARD
    assert office.case(waiting.id).state is State.RETURNED
    assert "not with you any more" in office.sent_to(BEA.chat)[-1]
    assert [one["title"] for one in buttons(office.card_in())] == ["Claim"]
    assert buttons(office.card_in(BEA.chat)) == []


async def test_close_needs_an_outcome_and_takes_the_one_that_is_chosen(office, waiting):
    await claimed(office)
    close = office.button("Close")
    without = await office.press(BEA, close)
    made_up = await office.press(BEA, close, data={"outcome": "not_said"})
    state = office.case(waiting.id).state
    await office.press(BEA, close, data={"outcome": "helped"})
    await office.bring()

    assert without["value"] == made_up["value"] == "Choose what became of it first, then close."
    assert state is State.CLAIMED
    closed = office.case(waiting.id)
    assert (closed.state, closed.outcome) == (State.CLOSED, "helped")
    assert buttons(office.card_in()) == []
    assert "dudley" not in words(office.card_in()).lower()


async def test_after_the_end_what_they_write_goes_to_the_assistant_again(office, waiting):
    await claimed(office)
    await office.press(BEA, office.button("Return to the assistant"))

    await office.say(BEA, "robot grants")

    assert office.world.engine.texts() == ["robot grants"]
    assert office.said() == []


async def test_what_is_written_into_a_case_that_was_taken_away_is_sent_to_nobody(office, waiting):
    await claimed(office)
    with office.database.open() as session:
        Relay(session, "bea", office.clock()).release(waiting.id)

    await office.say(BEA, "I can help")

    assert office.said() == []
    assert office.world.engine.texts() == []
    assert "nothing was sent" in office.sent_to(BEA.chat)[-1]


async def test_of_two_cases_in_hand_the_one_that_is_chosen_is_written_to(office):
    with office.database.open() as session:
        Conversations(session).start("c2", "web", "own", office.clock())
    cases = [office.given_case(), office.given_case(conversation_id="c2", reference="SP-XYZ789")]
    await office.bring()
    claims = [button for one in office.connector.sent for button in buttons(one)]
    for claim in claims:
        await office.press(BEA, claim)
    await office.bring()
    first = next(one for one in claims if one["data"]["case"] == cases[0].id)
    turning = {**first, "verb": "talk"}
    await office.say(BEA, "To the second" if claims[1] is not first else "To the first")
    await office.press(BEA, turning, "alone")
    await office.say(BEA, "And to the first")

    assert office.said("c1")[-1] == "And to the first"
    assert len(office.said("c1") + office.said("c2")) == 2


async def test_a_line_that_does_not_reach_the_person_is_told_to_who_wrote_it(office, waiting):
    await claimed(office)
    await office.say(BEA, "I can help")
    with office.database.open() as session:
        line = next(one for one in Outbox(session).after("c1") if one.shown.text == "I can help")
        give_up(session, line, "blocked", office.clock())
    await office.bring()

    assert "has not reached the person" in office.sent_to(BEA.chat)[-1]
    assert "taken the app out of Teams" in office.sent_to(BEA.chat)[-1]


async def test_a_message_to_the_person_that_comes_again_is_said_once_also_after_the_end(office, waiting):
    await claimed(office)
    await office.say(BEA, "I can help", id="same")
    await office.say(BEA, "I can help", id="same")
    await office.press(BEA, office.button("Return to the assistant"))
    await office.say(BEA, "I can help", id="same")

    assert office.said() == ["I can help"]
    assert office.world.engine.texts() == []


async def test_the_button_of_a_card_that_is_out_of_date_shows_how_it_stands(office, waiting):
    old = office.button("Claim")
    await office.press(BEA, old)
    await office.press(BEA, old | {"verb": "close"}, data={"outcome": "helped"})
    answer = await office.press(CAL, old)

    assert answer["type"] == CARD
    assert "closed" in words({"attachments": [{"content": answer["value"]}]})
    assert office.case(waiting.id).broker is None


async def test_what_happens_elsewhere_is_on_the_card_soon(office, waiting):
    with office.database.open() as session:
        Relay(session, "cal", office.clock()).claim(waiting.id)
    await office.bring()

    assert "in hand: Cal Example" in words(office.card_in())


async def test_what_is_taken_off_a_request_goes_from_the_card_and_the_rest_stays(office, waiting):
    with office.database.open() as session:
        narrow(session, waiting.id, waiting.conversation_id, ["firm"], office.clock())
    await office.bring()

    said = words(office.card_in())
    assert "dudley" not in said.lower()
    assert "SP-ABC234" in said
    assert [one["title"] for one in buttons(office.card_in())] == ["Claim"]


async def test_a_case_that_is_taken_back_leaves_no_button_and_nothing_of_it(office, waiting):
    await claimed(office)
    with office.database.open() as session:
        Casebook(session).withdraw(waiting.id, office.clock())
    await office.bring()

    assert buttons(office.card_in()) == []
    assert "dudley" not in words(office.card_in()).lower()
    assert "not with you any more" in office.sent_to(BEA.chat)[-1]


async def test_a_case_that_is_passed_on_stands_in_the_channel_of_the_other_front_door_alone(office, waiting):
    await office.say(DEE, f"desk {office.code_for(DEE)}")
    await office.say_in_channel(DEE, "desk here", conversation=in_room("19:other"))
    old = office.button("Claim")
    await claimed(office)
    with office.database.open() as session:
        relay = Relay(session, "bea", office.clock())
        PassingOn(relay).to_hub(waiting.id, OTHER_HUB, "They said so on the telephone.")
    office.sort(waiting)
    await office.bring()
    answer = await office.press(BEA, old)
    await office.press(DEE, office.button("Claim", "19:other"))

    assert words(office.card_in(ROOM)).splitlines()[1:] == ["Another front door has this request now."]
    assert "no such request that you may see" in answer["value"]
    assert "not with you any more" in office.sent_to(BEA.chat)[-1]
    assert office.case(waiting.id).broker == "dee"


async def test_an_old_client_claims_by_a_message_and_gets_its_answer_as_one(office, waiting):
    data = office.button("Claim")["fallback"]["data"]
    said = data.pop("msteams")
    await office.ada.write(said["text"], value=data, **BEA.in_channel)
    await office.bring()

    assert office.case(waiting.id).broker == "bea"
    assert office.sent_to(THREAD)[-1] == "Done."
    assert "in hand: Bea Example" in words(office.card_in())


async def test_without_a_channel_the_case_waits_and_arrives_when_there_is_one(office):
    await office.say_in_channel(BEA, "desk off")
    office.connector.sent.clear()
    case = office.given_case()
    await office.bring()
    waited = list(office.connector.sent)
    await office.say_in_channel(BEA, "desk here")
    office.clock.forward(minutes=1)
    await office.bring()

    assert waited == []
    assert case.reference in words(office.card_in())


async def test_what_teams_does_not_take_is_brought_later(office):
    office.given_case()
    office.connector.failures[:] = [429, 502]
    await office.bring()
    failed = list(office.connector.sent)
    for _ in range(2):
        office.clock.forward(minutes=1)
        await office.bring()

    assert failed == []
    assert office.connector.to.count(ROOM) == 1
