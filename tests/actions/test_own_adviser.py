"""Passing on what was told to an adviser of their own: seen first, part by part, and behind a code."""

import pytest

from actions.own_adviser import CONSENT
from desk.cases import Consent, Part
from desk.codes import said_after
from desk.moving_settings import MovingSettings
from desk.own_adviser import HAND
from knowledge.replies import Choice
from tests.actions.conftest import Talk
from tests.actions.test_consent import BANK, FIRM, NEED

ADVISER = Choice("Send to my adviser", "request_human", (("answer", "adviser"),))


@pytest.fixture
def told(talk):
    talk.say("describe_situation", NEED, FIRM, BANK)
    return talk


@pytest.fixture
def asked(told):
    told.press(ADVISER)
    assert told.question == CONSENT
    return told


def handed(talk):
    (effect,) = talk.reply.effects
    assert effect.kind == HAND
    return effect.content


def yes(talk):
    return next(one for one in talk.reply.choices if ":yes:" in str(dict(one.entities).get("answer")))


def test_what_would_be_passed_is_shown_part_by_part_and_no_name_is_asked(asked):
    lines = [line for line in asked.reply.text.splitlines() if line[:1].isdigit()]

    assert [line.partition(":")[0] for line in lines][:4] == [
        "1. Your firm",
        "2. Your turnover",
        "3. What you want",
        "4. What holds you back",
    ]
    assert "Your name" not in asked.reply.text
    assert "What we wrote here" not in asked.reply.text


def test_after_a_yes_there_is_a_code_on_a_card_and_nowhere_in_the_text(asked):
    reply = asked.press(yes(asked))

    content = handed(asked)
    (card,) = reply.cards
    assert said_after("brief", card.lines[0][1]) == content["code"]
    assert content["code"][:4] not in reply.text + card.title
    consent = Consent.unpack(content["consent"])
    assert consent.fields == {Part.FIRM, Part.NEED, Part.BARRIERS} | (consent.fields & {Part.SHOWN})
    assert "22 people" in consent.wording
    assert asked.question is None


def test_what_is_left_out_is_not_passed_and_the_consent_says_so(asked):
    asked.say("nlu_fallback", "leave out my turnover and what holds us back")
    assert "left out" in asked.reply.text
    asked.press(yes(asked))

    content = handed(asked)
    consent = Consent.unpack(content["consent"])
    assert Part.BARRIERS not in consent.fields
    assert consent.left_out == {"turnover"}
    assert "turnover" not in content["brief"]["profile"]


def test_a_yes_from_before_something_was_left_out_asks_again(asked):
    before = yes(asked)
    asked.press("handoff_consent:out:need")

    asked.press(before)
    assert (asked.question, asked.effects()) == (CONSENT, [])


def test_a_yes_to_a_front_door_is_none_to_an_adviser_and_the_other_way_round(told):
    told.press(ADVISER)
    for_adviser = yes(told)
    told.say("deny", "no")
    told.say("request_human", "a person")
    for_hub = yes(told)

    told.press(for_adviser)
    assert (told.question, told.effects()) == ("handoff_consent", [])
    told.say("deny", "no")
    told.press(ADVISER)
    told.press(for_hub)
    assert (told.question, told.effects()) == (CONSENT, [])


def test_a_no_passes_nothing_on(asked):
    reply = asked.say("deny", "no")

    assert reply.effects == ()
    assert "nothing on" in reply.text
    assert asked.question is None


def test_who_has_told_nothing_has_nothing_to_pass_on(talk):
    assert "nothing yet" in talk.press(ADVISER).text
    assert talk.question is None


def test_something_else_is_answered_and_the_question_rests(asked):
    asked.say("thank", "thanks")

    assert (asked.question, asked.effects()) == (None, [])


def test_the_way_to_the_telephone_is_offered_where_there_is_one(tools, told):
    def labels(talk):
        talk.press("request_roadmap")
        return [one.label for one in talk.press("keep_plan").choices]

    assert "Continue on WhatsApp" not in labels(told)
    assert "Send to my adviser" in [one.label for one in told.reply.choices]
    numbers = MovingSettings(whatsapp_display_numbers={"": "+44 1632 960009"})
    with_whatsapp = Talk(type(tools)(**{**vars(tools), "moving": numbers}))
    with_whatsapp.say("describe_situation", NEED, FIRM, BANK)
    assert "Continue on WhatsApp" in labels(with_whatsapp)


def test_who_comes_along_with_their_chat_hears_what_is_known_and_goes_on(told):
    reply = told.press(Choice("I go on here", "greet", (("answer", "moved"),)))

    assert "We go on here where we were" in reply.text
    assert "22 people" in reply.text
    assert reply.choices


def test_an_open_question_is_asked_again_to_who_comes_along(told):
    told.say("request_human", "a person")
    question = told.question

    reply = told.press(Choice("I go on here", "greet", (("answer", "moved"),)))

    assert told.question == question
    assert "22 people" in reply.text
