"""The front door of the web site counts until somebody says where their firm is."""

import pytest

from knowledge.storage.conversations import Conversations
from tests.actions.conftest import TODAY, Talk
from tests.actions.test_handoff import HUB, PLACE, WALSALL

SITES_HUB = "shropshire-chamber"


@pytest.fixture
def on_site(tools, database):
    """A talk that began on the site of a front door."""

    def begun(hub_id=SITES_HUB):
        name = f"on-the-site-of-{hub_id}"
        with database.open() as session:
            if Conversations(session).hub_of(name) is None:
                Conversations(session).start(name, "web", "https://hub.example.org", TODAY, hub_id)
        return Talk(tools, name)

    return begun


def front_doors(talk):
    return [card.id for card in talk.reply.cards if card.kind == "hub"]


def test_who_does_not_say_where_they_are_is_led_to_the_front_door_of_the_site(on_site):
    talk = on_site()
    talk.say("request_human", "a person please")
    assert talk.question == PLACE

    talk.press("skip:handoff_place")

    assert talk.memory.question.content["hub_id"] == SITES_HUB


def test_a_place_counts_before_the_site(on_site):
    talk = on_site()
    talk.say("request_human", "a person please")
    talk.say("give_profile", "Walsall", WALSALL)

    assert talk.memory.question.content["hub_id"] == HUB


def test_a_place_that_is_told_later_leads_away_from_the_site(on_site):
    talk = on_site()
    talk.say("request_human", "a person please")
    talk.press("skip:handoff_place")
    talk.say("give_profile", "we are in Walsall", WALSALL)

    assert talk.memory.question.content["hub_id"] == HUB


def test_who_calls_it_off_gets_the_contact_of_the_sites_front_door(on_site):
    talk = on_site()
    talk.say("request_human", "a person please")
    talk.press("skip:handoff_place")
    talk.say("deny", "no")

    assert front_doors(talk) == [SITES_HUB]


@pytest.mark.parametrize("hub_id", ["closed-long-ago", None])
def test_a_front_door_that_is_no_longer_recorded_is_as_none(on_site, hub_id):
    talk = on_site(hub_id)
    talk.say("request_human", "a person please")
    talk.press("skip:handoff_place")

    assert talk.memory.question.content["hub_id"] == "business-growth-service"
