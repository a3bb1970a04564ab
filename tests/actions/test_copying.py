"""A copy of what is kept, asked for in the chat."""

from dataclasses import replace

import pytest

from actions.base import Tools
from desk.afterwards.settings import MailSettings
from tests.actions.conftest import Talk

SITE = "https://signpost.hub.example"


@pytest.fixture
def phone(tools: Tools):
    return Talk(replace(tools, mail=MailSettings(public_url=SITE)), channel="whatsapp")


@pytest.mark.parametrize(
    "words", ["give me a copy of my data", "can I download what you have on me", "export everything"]
)
def test_whoever_asks_on_the_web_gets_an_address_at_once(talk, words):
    talk.say("privacy_request", words)

    (card,) = talk.reply.cards
    (effect,) = talk.reply.effects
    assert card.url == f"/copies/{effect.content['key']}"
    assert effect.content["key"] not in talk.reply.text
    assert len(effect.content["key"]) >= 43


def test_it_is_offered_with_what_is_kept_and_each_address_is_another(talk):
    keys = set()
    for _ in range(2):
        talk.say("privacy_request", "what do you keep about me")
        talk.press("copy")
        keys.add(talk.reply.effects[0].content["key"])

    assert len(keys) == 2


def test_on_a_phone_it_is_confirmed_first_since_the_address_is_all_that_it_takes(phone):
    phone.say("privacy_request", "give me a copy of my data")
    assert phone.effects() == []
    assert "Anybody who has the link" in phone.reply.text

    phone.press("copy:yes")

    (card,) = phone.reply.cards
    assert card.url.startswith(f"{SITE}/copies/")
    assert phone.effects() == ["give_copy"]


def test_on_a_phone_a_no_makes_no_link(phone):
    phone.say("privacy_request", "give me a copy of my data")
    phone.press("copy:no")

    assert phone.effects() == []


def test_where_no_link_can_lead_anywhere_it_says_who_helps(tools):
    nowhere = Talk(tools, channel="whatsapp")
    nowhere.say("privacy_request", "give me a copy of my data")

    assert nowhere.effects() == []
    assert "growth hub" in nowhere.reply.text
