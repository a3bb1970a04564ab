"""Records that hold next to nothing, and no records at all: a clear answer each time."""

from dataclasses import replace
from functools import cache

import pytest

from actions.base import Tools
from actions.catalogue import ANSWERS
from knowledge.loading import Facts, apply
from knowledge.records import Contact, Status, Window
from tests.actions.conftest import TODAY, Talk, entity
from tests.databases import shipped_facts, with_tables
from tests.knowledge.factories import make_programme

BARE = {
    "provider_kind": "unknown",
    "price": "unknown",
    "contact": Contact(),
    "window": Window(),
    "status": Status.UNKNOWN,
    "sources": (),
    "last_known": None,
}
INTENTS = sorted(set(ANSWERS) - {"nlu_fallback"})


@cache
def knowing(*programmes):
    """The tools of actions with these programmes in the knowledge base, and the real front doors."""
    facts = shipped_facts()
    database = with_tables()
    with database.open() as session:
        apply(session, Facts(programmes=programmes, hubs=facts.hubs, urgent_help=facts.urgent_help))
    return Tools(database, None, lambda: TODAY, ANSWERS)


def talk_about(*programmes):
    """A talk with these programmes in the knowledge base."""
    return Talk(knowing(*programmes))


@pytest.mark.parametrize("intent", INTENTS)
def test_a_record_with_nothing_but_a_name_gets_a_clear_answer(intent):
    talk = talk_about(make_programme("bare", **BARE))
    reply = talk.say(intent, "what about it", [entity("programme", "bare")])

    assert reply.text.strip() or reply.cards
    assert "None" not in reply.text
    assert reply.choices or talk.question or intent == "goodbye"


@pytest.mark.parametrize("intent", INTENTS)
def test_an_empty_knowledge_base_still_leads_to_a_person(intent):
    talk = talk_about()
    reply = talk.say(intent, "can you help", [])

    assert reply.text.strip() or reply.cards
    assert reply.choices or talk.question or intent == "goodbye"


def test_two_programmes_of_one_name_are_both_offered_and_told_apart():
    twins = [
        replace(make_programme(f"twin-{n}", provider=f"Council {n}"), name="Growth Grant") for n in (1, 2)
    ]
    talk = talk_about(*twins)
    talk.say("find_funding", "is there a grant")

    assert set(talk.cards) == {"twin-1", "twin-2"}
    assert "Council 1" in str(talk.reply.cards)
    assert "Council 2" in str(talk.reply.cards)


def test_a_programme_that_there_is_no_record_of_is_asked_back():
    talk = talk_about(make_programme("bare", **BARE))
    reply = talk.say("ask_details", "tell me about the moon grant", [entity("programme", "moon-grant")])

    assert reply.text
    assert "request_human" in talk.intents


@pytest.mark.parametrize("number", [0, 10**9, -4, True, "many", {"min": 9, "max": 2}])
def test_an_absurd_number_of_people_breaks_nothing(number):
    talk = talk_about(make_programme("bare", **BARE))
    reply = talk.say("give_profile", "we are so many", [entity("employees", number)])

    assert reply.text
