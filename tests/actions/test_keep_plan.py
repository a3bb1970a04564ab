"""Keeping a plan: what the chat says, and what is to be stored with it."""

import json

import pytest

from actions.base import Tools
from actions.catalogue import ANSWERS
from desk.effects import EffectContext, apply
from knowledge.packing import unpack
from knowledge.plans import Asked, KeptPlan
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversations
from knowledge.storage.plans import Plans, new_key
from tests.actions.conftest import TODAY, Talk, barrier, entity

KEEP = "keep_plan"
NEED = "we want a new press, ring me on 01632 960123"


@pytest.fixture
def planned(talk):
    talk.say(
        "request_roadmap",
        NEED,
        [entity("place", "dudley", "Dudley"), entity("employees", 22, "22 of us")],
        [barrier("finance", "the bank said no")],
    )
    return talk


def kept_by(reply):
    (effect,) = [one for one in reply.effects if one.kind == KEEP]
    return effect.content


def test_every_plan_can_be_kept(planned):
    assert planned.choice(KEEP).label == "Keep this plan"


def test_keeping_answers_with_the_address_of_a_page(planned):
    reply = planned.press(KEEP)

    (card,) = reply.cards
    assert card.kind == "plan"
    assert card.url == f"/plans/{kept_by(reply)['key']}"
    assert "25 November 2027" not in reply.text
    assert ("Kept until", "24 November 2027") in card.lines


def test_what_is_kept_is_what_was_shown(planned):
    shown = [card.title for card in planned.reply.cards if card.kind == "step"]

    plan = unpack(KeptPlan, kept_by(planned.press(KEEP))["plan"])

    assert [step.title for step in plan.steps] == shown


def test_no_plan_names_what_was_turned_down_neither_now_nor_laid_out_again(planned):
    first = planned.memory.shown[0]
    planned.say("deny", "the first one is not for us")
    planned.say("request_roadmap", "then what should we do first")

    kept = kept_by(planned.press(KEEP))

    assert first not in planned.memory.shown
    assert first not in {one.id for one in unpack(KeptPlan, kept["plan"]).programmes()}
    assert Asked.unpack(kept["asked"]).turned_down == {first}


def test_the_address_stands_on_the_card_alone(planned):
    reply = planned.press(KEEP)

    assert kept_by(reply)["key"] not in reply.text + reply.cards[0].title


def test_neither_contacts_nor_other_words_are_kept(planned):
    content = kept_by(planned.press(KEEP))

    written = json.dumps(content)
    assert not any(words in written for words in ("01632", "22 of us", "the bank said no"))
    assert Asked.unpack(content["asked"]).firm.employees == planned.memory.firm.employees


def test_keeping_twice_makes_two_addresses(planned):
    keep = planned.choice(KEEP)

    assert kept_by(planned.press(keep))["key"] != kept_by(planned.press(keep))["key"]


def test_an_open_question_does_not_stand_in_the_way(talk):
    talk.say("request_roadmap", NEED, [], [barrier("finance", "the bank said no")])
    assert talk.question is not None

    assert talk.press(KEEP).effects


def test_after_a_fresh_start_there_is_nothing_to_keep(planned):
    keep = planned.choice(KEEP)
    planned.say("start_over", "start again")
    planned.press("start_over:yes")

    reply = planned.press(keep)

    assert reply.effects == ()
    assert "no plan to keep" in reply.text


@pytest.fixture
def keeping(database, planned):
    """The same talk after its plan was stored."""
    name = new_key()
    content = kept_by(planned.press(KEEP))
    with database.open() as session:
        Conversations(session).start(name, "web", "own", TODAY)
        apply(session, Effect(KEEP, content), EffectContext(name, "m1", "web"), TODAY)
    return Talk(Tools(database, None, lambda: TODAY, ANSWERS), name, slots=planned.slots)


def test_who_asks_what_is_kept_hears_of_the_plan(keeping):
    assert "I keep a plan for you" in keeping.say("privacy_request", "what do you know about me?").text


def test_who_keeps_no_plan_hears_of_none(planned):
    assert "I keep a plan" not in planned.say("privacy_request", "what do you know about me?").text


def test_a_fresh_start_says_that_the_plan_goes_and_deletes_it(keeping, database):
    asked = keeping.say("start_over", "start again")
    reply = keeping.press("start_over:yes")
    with database.open() as session:
        for effect in reply.effects:
            apply(session, effect, EffectContext(keeping.conversation, "m2", "web"), TODAY)

    assert "plan that I keep for you would be deleted" in asked.text
    with database.reading() as session:
        assert Plans(session).how_many(keeping.conversation, TODAY) == 0
