"""Small talk, terms, basics, distress, not understood, privacy, feedback, news."""

import pytest

from knowledge.wording import wordings
from tests.actions.conftest import entity


@pytest.mark.parametrize(
    "intent", ["greet", "goodbye", "thank", "ask_capabilities", "ask_if_bot", "start_over", "out_of_scope"]
)
def test_small_talk_has_an_answer_without_programmes(talk, intent):
    talk.say(intent, "words")

    assert talk.reply.text
    assert talk.cards == []
    assert intent == "goodbye" or "request_human" in talk.intents


def test_it_says_that_it_is_a_machine(talk):
    assert "machine" in talk.say("ask_if_bot", "are you real").text


@pytest.fixture
def known(talk):
    """A talk in which something could be lost."""
    talk.say("give_profile", "Walsall", [{"entity": "place", "value": "walsall", "text": "Walsall"}])
    talk.say("find_funding", "money")
    return talk


def test_starting_over_clears_everything_once_it_is_confirmed(known):
    known.say("start_over", "/restart")
    assert known.memory.firm.places == ("walsall",)

    known.press("start_over:yes")

    assert known.memory == type(known.memory)()


def test_whoever_did_not_mean_to_start_over_loses_nothing(known):
    before = known.memory.firm
    known.say("start_over", "forget the grant idea")
    known.press("start_over:no")

    assert known.memory.firm == before
    assert known.question is None


def test_a_request_for_a_person_goes_on_after_a_start_over_that_was_not_meant(known):
    known.say("request_human", "a person please")
    asked = known.question
    known.say("start_over", "restart")
    known.say("deny", "no")

    assert known.question == asked


def test_with_nothing_noted_starting_over_needs_no_question(talk):
    talk.say("start_over", "start again")

    assert talk.question is None


def test_a_yes_to_what_was_shown_asks_which_and_then_tells_about_it(talk):
    talk.say("find_funding", "money")
    shown = talk.cards
    talk.press("skip:places")
    talk.say("affirm", "yes")
    talk.press(shown[1])

    assert talk.cards == [shown[1]]


def test_a_no_to_what_was_shown_leads_on(talk):
    talk.say("find_funding", "money")
    talk.press("skip:places")
    talk.say("deny", "no")

    assert "more_options" in talk.intents


def test_a_button_of_a_question_long_gone_changes_nothing(talk):
    talk.say("privacy_request", "delete my data")
    delete = talk.choice("erase:yes")
    talk.say("greet", "hello")
    talk.press(delete)

    assert talk.effects() == []


@pytest.mark.parametrize(
    "text", ["What is match funding?", "whats a ktp", "TRL?", "de minimis", "UKCA is that new"]
)
def test_a_word_of_the_field_is_explained(talk, text):
    reply = talk.say("explain_term", text)

    assert "do not know that word" not in reply.text


def test_an_unknown_word_is_said_to_be_unknown(talk):
    talk.say("explain_term", "what is a flurble")

    assert "will not guess" in talk.reply.text
    assert "request_human" in talk.intents


def test_a_scheme_that_is_asked_about_by_name_is_answered_from_its_record(talk):
    talk.say("explain_term", "what is it", [{"entity": "programme", "value": "betaden", "text": "betaden"}])

    assert talk.cards == ["betaden"]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("how much holiday pay", "acas-employer-advice"),
        ("am I ok with gdpr", "ico-sme-hub"),
        ("how do I register for VAT", "business-growth-service"),
        ("my customer owes me, an unpaid invoice", "small-business-commissioner"),
        ("where do I buy boxes", "business-growth-service"),
    ],
)
def test_everyday_business_is_pointed_to_who_answers_for_it(talk, text, record):
    talk.say("ask_business_basics", text)

    assert talk.cards == [record]


def test_distress_gets_people_first_and_no_programmes(talk):
    talk.say("urgent_distress", "the bailiffs are here")

    assert talk.kinds == {"urgent_help"}
    assert "more_options" not in talk.intents
    assert "request_human" in talk.intents


@pytest.mark.parametrize(
    "intent",
    ["describe_situation", "nlu_fallback", "deny", "out_of_scope", "give_profile", "more_options", "thank"],
)
def test_distress_lasts_until_the_person_moves_on(talk, intent):
    talk.say("urgent_distress", "the bailiffs are here")
    talk.say(intent, "i owe so much", [{"entity": "place", "value": "walsall", "text": "Walsall"}])

    assert "programme" not in talk.kinds
    assert talk.memory.distressed
    assert "request_human" in talk.intents


def test_whoever_moves_on_from_distress_is_shown_what_fits(talk):
    talk.say("urgent_distress", "the bailiffs are here")
    talk.press("find_support")

    assert talk.kinds == {"programme"}
    assert not talk.memory.distressed


def test_a_yes_after_distress_leads_to_a_person(talk):
    talk.say("urgent_distress", "the bailiffs are here")
    talk.say("affirm", "yes please")

    assert talk.question == "handoff_place"
    assert talk.memory.question.content["reason"] == "distress"


def test_not_understood_asks_with_the_likeliest_meanings(talk):
    talk.say("nlu_fallback", "hmm patents hmm", ranking=("find_ip", "find_expertise", "greet"))

    assert {"find_ip", "find_expertise"} <= talk.intents
    assert talk.memory.misunderstood == 1


def test_not_understood_twice_in_a_row_offers_a_person_and_the_front_door(talk):
    talk.say("nlu_fallback", "hmm", ranking=("find_ip",))
    talk.say("nlu_fallback", "hmm hmm", ranking=("find_ip",))

    assert talk.kinds == {"hub"}
    assert "request_human" in talk.intents
    talk.press("request_human")
    assert talk.memory.question.content["reason"] == "misunderstood"


def test_being_understood_in_between_begins_the_count_anew(talk):
    talk.say("nlu_fallback", "hmm", ranking=("find_ip",))
    talk.say("greet", "hello")
    talk.say("nlu_fallback", "hmm", ranking=("find_ip",))

    assert talk.kinds == set()


def test_a_fact_in_a_message_that_was_not_understood_is_noted(talk):
    talk.say("nlu_fallback", "B77", [{"entity": "postcode", "value": "B77", "text": "B77"}])

    assert talk.memory.firm.places == ("tamworth",)


def test_privacy_shows_what_is_kept_and_deletes_it_only_when_confirmed(talk):
    talk.say("give_profile", "Walsall", [{"entity": "place", "value": "walsall", "text": "Walsall"}])
    assert "Walsall" in talk.say("privacy_request", "what do you hold on me").text
    talk.press("erase")
    assert talk.effects() == []

    talk.press("erase:yes")

    assert talk.effects() == ["erase"]
    assert talk.memory == type(talk.memory)()


def test_deletion_can_be_declined(talk):
    talk.say("privacy_request", "delete my data")
    talk.say("deny", "no")

    assert talk.effects() == []
    assert talk.question is None


@pytest.mark.parametrize(
    ("text", "rating"), [("useless", "bad"), ("not helpful", "bad"), ("brilliant", "good"), ("hm", None)]
)
def test_feedback_is_kept_with_its_rating(talk, text, rating):
    talk.say("give_feedback", text)

    assert talk.reply.effects[0].content == {"rating": rating, "text": text}
    assert (rating == "bad") == any(dict(c.entities).get("answer") == "complaint" for c in talk.reply.choices)


def test_a_report_of_something_wrong_names_its_record(talk):
    talk.say("find_funding", "money")
    shown = talk.cards
    talk.say("report_wrong_information", "the link is dead")
    assert talk.effects() == []
    talk.press(shown[1])

    assert talk.reply.effects[0].content == {"programme_id": shown[1], "text": "the link is dead"}


def test_a_report_about_nothing_shown_is_kept_all_the_same(talk):
    talk.say("report_wrong_information", "your map is out of date")

    assert talk.reply.effects[0].content == {"programme_id": None, "text": "your map is out of date"}


def test_news_needs_an_address_and_consent(talk):
    talk.say("subscribe_updates", "newsletter please")
    talk.say("nlu_fallback", "sam@example.org")
    assert talk.effects() == []
    talk.say("affirm", "yes")

    assert talk.reply.effects[0].content["address"] == "sam@example.org"


def test_the_address_for_news_is_asked_for_again_after_something_else(talk):
    talk.say("subscribe_updates", "newsletter please")
    talk.say("explain_term", "what is match funding")
    assert talk.question == "subscribe_address"
    talk.say("nlu_fallback", "sam@example.org")

    assert talk.question == "subscribe_consent"


def test_news_declined_keeps_no_address(talk):
    talk.say("subscribe_updates", "newsletter please, sam@example.org")
    talk.say("deny", "no")

    assert talk.effects() == []
    assert "sam@example.org" not in str(talk.slots)


def test_two_addresses_that_cannot_work_end_it_with_another_way(talk):
    talk.say("subscribe_updates", "newsletter please")
    talk.say("nlu_fallback", "sam@@")
    talk.say("nlu_fallback", "sam@")

    assert talk.question is None
    assert talk.effects() == []


@pytest.mark.parametrize("language", ["pl", "pa", "ur"])
def test_who_writes_in_another_language_is_answered_in_it_and_offered_a_person(talk, language):
    talk.say(
        "nlu_fallback",
        "Dzień dobry",
        [{"entity": "language", "value": language, "text": "", "extractor": "x"}],
    )

    assert wordings()[f"utter_only_english_{language}"].strip() in talk.reply.text
    assert "request_human" in talk.intents
    assert talk.kinds == {"hub"}


def test_who_does_not_qualify_yet_is_told_from_when_and_may_be_reminded_with_consent(talk):
    young = [entity("trading_age", 6), entity("employees", 10), entity("place", "coventry")]
    talk.say("find_leadership", "we want a leadership course, 10 of us, 6 months going, Coventry", young)
    assert "Help to Grow: Management. You would qualify once you have traded for 1 year" in talk.reply.text
    talk.press("remind:help-to-grow-management:2027-05")
    talk.say("nlu_fallback", "sam@example.org")
    asked = talk.reply.text
    talk.say("affirm", "yes")

    (effect,) = talk.reply.effects
    assert (effect.kind, effect.content["programme_id"]) == ("remind", "help-to-grow-management")
    assert (effect.content["from_month"], effect.content["agreed_to"]) == ("2027-05", asked)


def test_a_reminder_that_is_declined_keeps_no_address(talk):
    young = [entity("trading_age", 6), entity("employees", 10), entity("place", "coventry")]
    talk.say("find_leadership", "we want a leadership course", young)
    talk.press("remind:help-to-grow-management:2027-05")
    talk.say("nlu_fallback", "sam@example.org")
    talk.say("deny", "no")

    assert talk.effects() == []
    assert "sam@example.org" not in str(talk.slots)


@pytest.mark.parametrize("text", ["Kindly stop sending me messages", "don't email me", "stop messaging me"])
def test_who_wants_to_be_left_alone_is_and_is_told(talk, text):
    talk.say("privacy_request", text)

    (effect,) = talk.reply.effects
    assert (effect.kind, effect.content) == ("stop_messages", {"told": True})
    assert "I will not write to you first any more" in talk.reply.text


def test_who_wants_everything_deleted_and_no_messages_is_asked_about_the_deletion(talk):
    talk.say("privacy_request", "stop the emails and delete my data")

    assert talk.question == "erase"
