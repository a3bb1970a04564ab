"""The way to a person: nothing is passed on without consent, a name and a way to reach them."""

from dataclasses import replace

import pytest

from actions.contacts import is_an_attempt, reach_in
from desk.cases import Consent, Person
from desk.settings import DeskSettings
from tests.actions.conftest import Talk, entity

PLACE, CONSENT, NAME, CONTACT = "handoff_place", "handoff_consent", "handoff_name", "handoff_contact"
WALSALL = [{"entity": "place", "value": "walsall", "text": "Walsall", "extractor": "test"}]
HUB = "business-growth-west-midlands"
AGREE = f"handoff_consent:yes:{HUB}"


def walk_to(talk, kind):
    talk.say("request_human", "a person please")
    if kind in (CONSENT, NAME, CONTACT):
        talk.say("give_profile", "Walsall", WALSALL)
    if kind in (NAME, CONTACT):
        talk.press(AGREE)
    if kind == CONTACT:
        talk.say("out_of_scope", "Priya Patel")
    assert talk.question == kind


def the_case(talk):
    (effect,) = [effect for effect in talk.reply.effects if effect.kind == "open_case"]
    return effect.content


def test_a_person_is_reached_in_four_answers(talk):
    talk.say("find_funding", "we need a grant for a robot")
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "01632 960123")
    case = the_case(talk)

    assert case["hub_id"] == HUB
    assert case["person"] == {"name": "Priya Patel", "phone": "01632 960123"}
    assert case["reference"] in talk.reply.text
    assert talk.slots["case"]["reference"] == case["reference"]
    assert talk.question is None


def test_the_desk_understands_the_case(talk):
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "sam@example.org")
    case = the_case(talk)

    assert Consent.unpack(case["consent"]).recipient == "Business Growth West Midlands"
    assert Person.unpack(case["person"]).email == "sam@example.org"


def test_the_brief_has_the_firm_the_barriers_in_their_words_and_what_was_shown(talk):
    words = "no welders anywhere"
    talk.say("describe_situation", words, WALSALL, [{"name": "skills", "confidence": 0.9, "words": words}])
    shown = talk.cards
    talk.say("request_human", "a person")
    talk.press(AGREE)
    talk.say("nlu_fallback", "Sam, sam@example.org")
    brief = the_case(talk)["brief"]

    assert brief["profile"]["places"] == ["walsall"]
    assert brief["barriers"] == [{"name": "skills", "words": words}]
    assert [one["id"] for one in brief["shown"]] == shown
    assert brief["need"] == words


def test_the_consent_that_is_kept_is_the_text_that_was_read(talk):
    walk_to(talk, CONSENT)
    read = talk.reply.text
    talk.press(AGREE)
    talk.say("nlu_fallback", "Sam")
    talk.say("nlu_fallback", "sam@example.org")

    assert the_case(talk)["consent"]["wording"] in read


def test_the_same_message_opens_the_same_case_and_another_conversation_another(talk, tools):
    cases = []
    for conversation in ("one", "one", "two"):
        again = type(talk)(tools, conversation)
        walk_to(again, CONTACT)
        again.say("nlu_fallback", "sam@example.org")
        cases.append(the_case(again)["case_id"])

    assert cases[0] == cases[1] != cases[2]


@pytest.mark.parametrize("kind", [CONSENT, NAME, CONTACT])
@pytest.mark.parametrize("words", ["no", "never mind", "cancel that", "actually leave it"])
def test_it_can_be_called_off_at_any_step_and_nothing_is_passed_on(talk, kind, words):
    walk_to(talk, kind)
    talk.say("deny", words)

    assert talk.question is None
    assert talk.effects() == []
    assert talk.kinds == {"hub"}
    assert talk.slots.get("case") is None
    assert "Priya" not in str(talk.slots)


def test_without_knowing_the_place_the_national_front_door_gets_it(talk):
    walk_to(talk, PLACE)
    talk.press("skip:handoff_place")

    assert talk.question == CONSENT
    assert "Business Growth Service" in talk.reply.text


def test_the_place_is_not_asked_for_twice(talk):
    talk.say("find_funding", "money")
    talk.press("skip:places")
    talk.say("request_human", "a person")

    assert talk.question == CONSENT


@pytest.mark.parametrize("kind", [PLACE, CONSENT, NAME, CONTACT])
def test_a_question_in_between_is_answered_and_then_it_is_asked_again(talk, kind):
    walk_to(talk, kind)
    talk.say("find_ip", "how do I patent it")

    assert talk.kinds == {"programme"}
    assert talk.question == kind


def test_a_word_in_between_is_explained(talk):
    walk_to(talk, CONTACT)
    talk.say("explain_term", "hang on, what is match funding?")

    assert "share of the cost" in talk.reply.text
    assert talk.question == CONTACT


@pytest.mark.parametrize("kind", [CONSENT, NAME, CONTACT])
def test_asking_why_is_answered_with_why(talk, kind):
    walk_to(talk, kind)
    talk.say("explain_choice", "why do you need that?")

    assert talk.question == kind
    assert "reach you" in talk.reply.text


def test_after_two_interruptions_it_rests_and_can_be_taken_up_again(talk):
    walk_to(talk, NAME)
    talk.say("find_ip", "how do I patent it")
    talk.say("find_skills", "and training")
    assert talk.question is None
    talk.press("request_human")

    assert talk.question == CONSENT


@pytest.mark.parametrize("intent", ["start_over", "goodbye", "urgent_distress"])
def test_some_things_end_it(talk, intent):
    walk_to(talk, NAME)
    talk.say(intent, "words")

    assert not (talk.question or "").startswith("handoff_")


def test_a_question_is_not_a_name(talk):
    walk_to(talk, NAME)
    talk.say("find_funding", "can I get a grant")

    assert talk.question == NAME
    assert "name" not in talk.memory.question.content


@pytest.mark.parametrize("words", ["Sam Lee", "it's Gaz"])
def test_a_name_that_is_half_taken_for_a_goodbye_is_a_name(talk, words):
    walk_to(talk, NAME)
    talk.say("goodbye", words, confidence=0.48)

    assert talk.question == CONTACT


def test_a_contact_given_before_consent_is_not_kept(talk):
    walk_to(talk, CONSENT)
    talk.say("give_profile", "Sam Lee 01632 960123")

    assert talk.question == CONSENT
    assert "960123" not in str(talk.slots)


def test_a_contact_given_before_consent_is_not_asked_for_again_after_it(talk):
    walk_to(talk, CONSENT)
    talk.say("give_profile", "Sam Lee 01632 960123")
    talk.say("affirm", "yes")
    assert talk.question == NAME
    assert "01632 960123" in talk.reply.text
    talk.say("nlu_fallback", "Sam Lee")

    assert the_case(talk)["person"] == {"name": "Sam Lee", "phone": "01632 960123"}


def test_who_asks_to_be_rung_is_asked_for_consent_and_a_name_only(talk):
    talk.say("nlu_fallback", "ring me 07700 900456")
    talk.say("give_profile", "Walsall", WALSALL)
    assert "900456" not in str(talk.slots)
    talk.press(AGREE)
    talk.say("nlu_fallback", "Jaz")

    assert the_case(talk)["person"] == {"name": "Jaz", "phone": "07700 900456"}


def test_an_address_without_a_word_leads_to_what_it_is_for(talk):
    talk.say("nlu_fallback", "sam@example.org")
    assert talk.intents >= {"request_human", "subscribe_updates"}
    assert "sam@example.org" not in str(talk.slots)
    talk.press("subscribe_updates")

    assert talk.question == "subscribe_consent"
    assert "sam@example.org" in talk.reply.text


def test_a_yes_to_one_front_door_is_not_a_yes_to_another(talk):
    walk_to(talk, CONSENT)
    old = talk.choice(AGREE)
    talk.say("correct_profile", "we are in Coventry", [entity("place", "coventry")])
    other = talk.memory.question.content["hub_id"]
    assert other != HUB
    talk.press(old)
    assert talk.question == CONSENT
    talk.press(f"handoff_consent:yes:{other}")

    assert talk.question == NAME


def test_a_front_door_that_is_gone_since_the_yes_is_asked_for_anew(talk):
    walk_to(talk, CONTACT)
    talk.slots["question"] = {**talk.slots["question"], "hub_id": "gone"}
    talk.say("nlu_fallback", "01632 960123")
    assert talk.effects() == []
    assert talk.question == CONSENT
    talk.press(AGREE)

    assert the_case(talk)["hub_id"] == HUB
    assert the_case(talk)["person"] == {"name": "Priya Patel", "phone": "01632 960123"}


def test_in_despair_the_goodbye_still_has_those_who_listen_first(talk):
    talk.say("urgent_distress", "I can't go on")
    talk.say("goodbye", "bye")

    assert talk.cards[0] == "samaritans"


def test_an_address_that_is_spelt_out_is_read(talk):
    walk_to(talk, CONTACT)
    talk.say("find_case_studies", "gaz at example dot org")

    assert the_case(talk)["person"]["email"] == "gaz@example.org"


def test_a_name_and_a_number_among_other_words_are_both_taken(talk):
    walk_to(talk, NAME)
    talk.say("give_profile", "Sarah-Jane O'Connor here, mob is 07700 900 456 but only after 5")

    assert the_case(talk)["person"] == {"name": "Sarah-Jane O'Connor", "phone": "07700 900456"}


def test_a_number_without_a_name_is_kept_and_only_the_name_asked_for(talk):
    walk_to(talk, NAME)
    talk.say("give_profile", "evenings only, 07700 900456")
    assert talk.question == NAME
    talk.say("nlu_fallback", "Jaz")

    assert the_case(talk)["person"] == {"name": "Jaz", "phone": "07700 900456"}


def test_a_number_after_the_offer_of_a_person_means_yes(talk):
    talk.say("urgent_distress", "the bailiffs are here")
    talk.say("give_profile", "07700 900456")

    assert talk.question == PLACE


def test_whose_hours_are_not_known_promise_nothing(talk):
    walk_to(talk, NAME)
    talk.say("give_profile", "Jaz, 07700 900456")

    assert "I cannot promise when." in talk.reply.text


def test_whose_hours_are_known_promise_what_the_calendar_allows(tools):
    desk = DeskSettings(desk_hours="Mon-Fri 09:00-17:00", desk_reply_hours=4)
    talk = Talk(replace(tools, desk=desk))
    walk_to(talk, NAME)
    talk.say("give_profile", "Jaz, 07700 900456")

    assert "They are open now. Somebody should reply by 4 pm today." in talk.reply.text


def test_half_heard_distress_does_not_lose_a_name(talk):
    walk_to(talk, NAME)
    talk.say("urgent_distress", "Dee Lost", confidence=0.4)

    assert talk.question == CONTACT


def test_in_despair_those_who_listen_come_first(talk):
    talk.say("urgent_distress", "I can't go on")

    assert talk.cards[0] == "samaritans"


@pytest.mark.parametrize("intent", ["report_wrong_information", "request_human", "give_feedback"])
def test_another_matter_with_an_ordinal_does_not_tell_which_programme(talk, intent):
    talk.say("find_funding", "a grant in Walsall", WALSALL)
    talk.say("ask_details", "tell me more")
    assert talk.question == "which_programme"
    talk.say(intent, "the second one is no good")

    assert talk.question != "which_programme"
    assert talk.kinds != {"programme"}


def test_a_question_for_a_plan_does_not_tell_which_programme(talk):
    talk.say("find_funding", "a grant in Walsall", WALSALL)
    talk.say("ask_details", "tell me more")
    talk.say("request_roadmap", "what should we do first?")

    assert talk.question != "which_programme"
    assert talk.kinds != {"programme"}


@pytest.mark.parametrize(
    "text", ["oh seven seven double oh nine hundred 456", "07700nine00456", "ring 07700 900456"]
)
def test_numbers_are_read_as_they_are_spoken(text):
    assert reach_in(text).value == "07700 900456"
    assert is_an_attempt(text)


def test_an_address_with_dots_in_words_is_read():
    assert reach_in("sarah dot oc at example dot com").value == "sarah.oc@example.com"


def test_a_name_that_sounds_like_a_place_does_not_move_the_firm(talk):
    walk_to(talk, NAME)
    talk.say("give_profile", "John Coventry", [{"entity": "place", "value": "coventry", "text": "Coventry"}])

    assert talk.question == CONTACT
    assert talk.memory.firm.places == ("walsall",)


def test_two_contacts_that_cannot_work_give_the_hubs_own(talk):
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "sam@@")
    assert talk.question == CONTACT
    talk.say("nlu_fallback", "12345")

    assert talk.question is None
    assert talk.kinds == {"hub"}
    assert talk.effects() == []


def test_who_has_asked_already_is_told_the_reference(talk):
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "sam@example.org")
    reference = talk.slots["case"]["reference"]
    talk.say("request_human", "a person please")
    assert reference in talk.reply.text
    assert talk.question is None

    talk.press("another")
    assert talk.question == CONSENT


def test_a_complaint_is_the_reason_that_the_broker_reads(talk):
    talk.say("give_feedback", "useless")
    talk.press("request_human")
    talk.say("give_profile", "Walsall", WALSALL)
    talk.press(AGREE)
    talk.say("nlu_fallback", "Sam, sam@example.org")

    assert the_case(talk)["reason"] == "complaint"


def test_a_place_is_not_taken_for_a_name_unless_it_is_said_again(talk):
    walk_to(talk, NAME)
    talk.say("give_profile", "Walsall", WALSALL)
    assert talk.question == NAME
    assert talk.effects() == []

    talk.say("give_profile", "Walsall", WALSALL)
    talk.say("nlu_fallback", "sam@example.org")

    assert talk.reply.effects[0].content["person"]["name"] == "Walsall"


def test_an_address_alone_is_typed_and_not_pressed(talk):
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "jo.bloggs@example.org", confidence=1.0, only=True)

    assert talk.effects() == ["open_case"]
