"""When a person is offered: always in the same words, with the reason for the broker, and a no is a no."""

import pytest

from actions.pass_to_broker import REASONS
from desk.cases import Reason
from knowledge.access import opens_through_others
from knowledge.wording import say
from tests.actions.conftest import entity
from tests.actions.test_handoff import CONSENT, CONTACT, NAME, PLACE, WALSALL, walk_to
from tests.databases import shipped_facts

OFFER = say("utter_offer_person", hub="Business Growth West Midlands")


def misunderstood_twice(talk):
    talk.say("nlu_fallback", "blah")
    talk.say("nlu_fallback", "blah blah")


def outside_twice(talk):
    talk.say("out_of_scope", "what is the weather")
    talk.say("out_of_scope", "and tomorrow")


def nothing_fits(talk):
    talk.say("find_ip", "patents")
    while talk.question != "offer":
        talk.say("more_options", "more")


def in_distress(talk):
    talk.say("urgent_distress", "the bailiffs are here")


def complains(talk):
    talk.say("give_feedback", "that was useless")


def asks_how_to_get_in(talk):
    talk.say("ask_how_to_apply", "how do we apply", [entity("programme", "ipo-ip-advance")])


LED_TO = {
    Reason.MISUNDERSTOOD: misunderstood_twice,
    Reason.NOTHING_FITS: nothing_fits,
    Reason.DISTRESS: in_distress,
    Reason.COMPLAINT: complains,
    Reason.BROKER_ONLY: asks_how_to_get_in,
}


@pytest.fixture
def local(talk):
    """Somebody whose firm is known to be in Walsall."""
    talk.say("give_profile", "Walsall", WALSALL)
    return talk


@pytest.mark.parametrize("reason", LED_TO)
def test_the_offer_is_in_the_same_words_and_a_yes_is_enough(local, reason):
    LED_TO[reason](local)
    assert local.reply.text.endswith(OFFER)
    local.say("affirm", "yes")

    assert local.question == CONSENT
    assert local.memory.question.content["reason"] == reason.value


@pytest.mark.parametrize("reason", LED_TO)
def test_its_button_says_the_same_reason(local, reason):
    LED_TO[reason](local)
    local.press(reason.value)

    assert local.memory.question.content["reason"] == reason.value


@pytest.mark.parametrize("reason", LED_TO)
def test_a_no_gets_the_telephone_and_address_of_the_front_door(local, reason):
    LED_TO[reason](local)
    local.say("deny", "no thanks")

    assert local.kinds == {"hub"}
    assert "0345 646 1352" in local.reply.text
    assert "https://" in local.reply.text
    assert local.question is None


@pytest.mark.parametrize("kind", [PLACE, CONSENT, NAME, CONTACT])
def test_a_no_at_any_later_step_gets_them_as_well(talk, kind):
    walk_to(talk, kind)
    talk.say("deny", "no")

    assert talk.kinds == {"hub"}
    assert say("utter_handoff_declined") in talk.reply.text
    assert "https://" in talk.reply.text


def test_of_a_front_door_whose_number_is_not_known_a_no_says_so(talk):
    talk.say("give_profile", "Coventry", [entity("place", "coventry")])
    talk.say("request_human", "a person")
    talk.say("deny", "no")

    assert "On the web: https://cwgrowthhub.co.uk" in talk.reply.text
    assert "I do not have a telephone number or an address to write to for them." in talk.reply.text


def test_what_is_outside_twice_is_offered_a_person_too(local):
    outside_twice(local)

    assert local.reply.text.endswith(OFFER)


def test_who_asks_is_not_offered_what_they_asked_for(local):
    local.say("request_human", "a person please")

    assert local.question == CONSENT
    assert local.memory.question.content["reason"] == Reason.ASKED.value


def test_every_reason_but_an_unknown_one_leads_somewhere():
    assert {Reason.ASKED, *LED_TO} == set(Reason) - {Reason.OTHER} == REASONS


@pytest.mark.parametrize("intent", ["ask_details", "ask_cost", "ask_deadline"])
def test_whatever_is_asked_of_a_programme_that_others_open_a_person_is_offered(local, intent):
    local.say(intent, "and that one", [entity("programme", "ipo-ip-advance")])

    assert say("utter_opens_through_others") in local.reply.text
    assert local.reply.text.endswith(OFFER)


def test_a_programme_that_a_firm_can_enter_itself_offers_no_more_than_the_button(local):
    local.say("ask_details", "tell me more", [entity("programme", "made-smarter-west-midlands")])

    assert local.question is None
    assert OFFER not in local.reply.text


def test_which_programmes_others_open_is_read_from_their_own_records():
    found = {programme.id for programme in shipped_facts().programmes if opens_through_others(programme)}

    assert found == {"ipo-ip-advance", "local-innovation-partnerships-fund-west-midlands"}
