"""Needs, offers, and what may be done with them."""

import pytest

from actions.needs import NEEDS
from knowledge.traits import is_front_door
from tests.databases import shipped_facts

PROGRAMMES = {programme.id: programme for programme in shipped_facts().programmes}
FINDING = [intent for intent in NEEDS if intent.startswith("find_")]
SKILLS = ("skills", "we cannot find welders for love nor money")


def barrier(name, words):
    return {"name": name, "confidence": 0.9, "words": words}


@pytest.mark.parametrize("intent", FINDING)
def test_asking_for_help_shows_at_most_three_programmes_that_are_on_offer(talk, intent):
    talk.say(intent, "what is there for us")

    assert 1 <= len(talk.cards) <= 3
    assert talk.kinds == {"programme"}
    assert talk.slots["shown"] == talk.cards
    assert all(PROGRAMMES[one].status != "closed" for one in talk.cards)


@pytest.mark.parametrize("intent", FINDING)
def test_what_is_shown_offers_what_was_asked_for(talk, intent):
    need = NEEDS[intent]
    talk.say(intent, "what is there for us")

    shown = [PROGRAMMES[one] for one in talk.cards]
    for programme in shown:
        gives = bool(programme.support & set(need.support))
        helps = bool(programme.barriers & set(need.implied))
        assert gives or helps or is_front_door(programme) or not (need.support or need.implied)


@pytest.mark.parametrize("intent", ["find_funding", "find_skills", "find_facilities", "find_market"])
def test_who_asks_for_something_is_shown_one_front_door_at_most_and_never_first(talk, intent):
    talk.say(intent, "what is there for us")

    doors = [is_front_door(PROGRAMMES[one]) for one in talk.cards]
    assert sum(doors) <= 1
    assert not doors[0]


def test_an_offer_leads_on_to_details_reasons_more_a_plan_and_a_person(talk):
    talk.say("find_funding", "any money going")

    wanted = {"ask_details", "explain_choice", "more_options", "request_roadmap", "request_human"}
    assert wanted <= talk.intents


def test_a_barrier_is_said_back_in_the_persons_own_words_and_kept(talk):
    reply = talk.say("describe_situation", SKILLS[1], barriers=[barrier(*SKILLS)])

    assert SKILLS[1] in reply.text
    assert talk.slots["barriers"] == [{"name": "skills", "words": SKILLS[1]}]
    assert talk.slots["need"] == SKILLS[1]


def test_barriers_add_up_over_the_conversation(talk):
    talk.say("describe_situation", "no welders", barriers=[barrier("skills", "no welders")])
    talk.say("describe_situation", "the bank said no", barriers=[barrier("finance", "the bank said no")])

    assert [one["name"] for one in talk.slots["barriers"]] == ["skills", "finance"]


def test_what_asking_merely_implies_is_not_noted_as_said(talk):
    talk.say("find_digital", "any help with robots")

    assert talk.slots.get("barriers", []) == []


def test_one_question_is_asked_and_its_answer_brings_new_offers(talk):
    talk.say("find_skills", "training please")
    assert talk.question == "places"

    talk.press("worcestershire")

    assert talk.memory.firm.places == ("worcestershire",)
    assert talk.kinds == {"programme"}
    assert talk.question != "places"


def test_a_question_that_was_declined_is_never_asked_again(talk):
    talk.say("find_skills", "training please")
    talk.press("skip:places")
    assert talk.question is None

    for intent in ("find_funding", "find_digital", "more_options"):
        talk.say(intent, "and this")
        assert talk.question != "places"


def test_a_fact_that_is_known_is_not_asked_for(talk, tools):
    talk.say("give_profile", "Walsall", [{"entity": "place", "value": "walsall", "text": "Walsall"}])
    talk.say("find_funding", "any money")

    assert talk.question != "places"


def test_a_conversation_has_at_most_three_of_these_questions(talk):
    talk.say("find_funding", "any money")
    asked = 0
    while talk.question is not None:
        asked += 1
        talk.press(next(c for c in talk.reply.choices if c.intent == "give_profile"))

    assert 1 <= asked <= 4  # with the question which of several places was meant


def test_more_options_shows_nothing_twice(talk):
    talk.say("find_funding", "any money")
    seen = set(talk.cards)
    for _ in range(5):
        talk.say("more_options", "more")
        programmes = {card.id for card in talk.reply.cards if card.kind == "programme"}
        assert not programmes & seen
        seen |= programmes


def test_more_options_come_to_an_end_with_the_front_door_and_a_person(talk):
    talk.say("find_ip", "patents")
    for _ in range(60):
        talk.say("more_options", "more")
        if talk.kinds == {"hub"}:
            break

    assert talk.kinds == {"hub"}
    assert "request_human" in talk.intents


def test_after_nothing_fits_a_yes_leads_to_a_person(talk):
    talk.say("find_ip", "patents")
    while talk.kinds != {"hub"}:
        talk.say("more_options", "more")
    talk.say("affirm", "yes please")

    assert talk.question.startswith("handoff_")
    assert talk.memory.question.content["reason"] == "nothing_fits"


def test_more_of_nothing_asks_for_the_need(talk):
    talk.say("more_options", "more")

    assert talk.cards == []
    assert "find_funding" in talk.intents


def test_why_gives_the_persons_own_words(talk):
    talk.say("describe_situation", SKILLS[1], barriers=[barrier(*SKILLS)])
    reply = talk.say("explain_choice", "why these")

    assert SKILLS[1] in reply.text
    assert all(PROGRAMMES[one].name in reply.text for one in talk.slots["shown"])


def test_why_about_one_of_them_explains_that_one(talk):
    talk.say("find_funding", "any money")
    reply = talk.say("explain_choice", "why the second one?")
    first, second, *_ = talk.slots["shown"]

    assert PROGRAMMES[second].name in reply.text
    assert PROGRAMMES[first].name not in reply.text


def test_a_plan_has_steps_in_order_with_programmes(talk):
    talk.say("describe_situation", SKILLS[1], barriers=[barrier(*SKILLS)])
    talk.say("request_roadmap", "where do we start")

    assert talk.kinds == {"step"}
    assert talk.slots["shown"]
    assert "ask_details" in talk.intents


def test_a_plan_without_a_need_asks_what_it_is_for(talk):
    talk.say("request_roadmap", "where do we start")

    assert "find_funding" in talk.intents


@pytest.mark.parametrize(("intent", "kind"), [("find_events", "event"), ("find_case_studies", "case_study")])
def test_events_and_firms_are_shown_from_their_records(talk, intent, kind):
    talk.say(intent, "what is there")

    assert talk.kinds == {kind}
    assert all(card.url for card in talk.reply.cards)


def test_outside_the_region_gets_national_support_and_is_told_so(talk):
    talk.say("find_funding", "we are in Leeds", [{"entity": "place", "value": "outside", "text": "Leeds"}])

    assert talk.reply.text
    assert talk.cards
    wide = {"uk", "england"}
    assert all(not PROGRAMMES[one].places or PROGRAMMES[one].places & wide for one in talk.cards)


def test_an_unknown_record_id_from_an_old_choice_is_asked_about_kindly(talk):
    talk.say(
        "ask_details", "that one", [{"entity": "programme", "value": "gone-for-good", "text": "that one"}]
    )

    assert talk.reply.text
    assert talk.intents


def test_the_question_stands_after_the_cards_with_only_its_own_answers(talk):
    talk.say("find_funding", "we want a loan")

    offer, question = talk.replies
    assert offer.cards
    assert {choice.intent for choice in offer.choices} >= {"ask_details", "request_human"}
    assert not question.cards
    assert {choice.intent for choice in question.choices} <= {"give_profile", "deny"}


@pytest.mark.parametrize(
    ("intent", "text", "wants"),
    [
        ("find_market", "we want to sell abroad", ["export_support"]),
        ("find_market", "how do we win council tenders", ["procurement"]),
        ("find_market", "the pub needs more customers", []),
        ("find_funding", "working capital for stock", ["loan"]),
        ("find_funding", "money for a new van", ["grant", "loan", "tax_relief"]),
    ],
)
def test_only_what_the_words_ask_for_is_wanted(talk, intent, text, wants):
    talk.say(intent, text)

    assert list(talk.memory.wants) == wants


def test_more_customers_are_not_met_with_export_finance_first(talk):
    talk.say("find_market", "the pub has not enough customers")

    assert "export_support" not in PROGRAMMES[talk.cards[0]].support


def test_a_want_that_is_given_up_is_gone(talk):
    talk.say("find_skills", "we want apprentices", barriers=[barrier("skills", "apprentices")])
    talk.say(
        "find_market",
        "forget apprentices, i want more customers",
        barriers=[barrier("skills", "forget apprentices"), barrier("market", "more customers")],
    )

    assert not {"training", "placement"} & set(talk.slots["wants"])
    assert talk.slots["need"] == "i want more customers"
    assert [one["name"] for one in talk.slots["barriers"]] == ["market"]
