"""A request for a person can be taken back, by a button of the desk, in words after asking."""

import pytest

from actions.library import Library
from desk.questions import DESK, EFFECT
from desk.states import State
from tests.actions.test_handoff import CONTACT, walk_to


@pytest.fixture
def asked(talk):
    """Somebody whose request is open."""
    walk_to(talk, CONTACT)
    talk.say("nlu_fallback", "sam@example.org")
    return talk


def back_buttons(talk):
    """The requests that a button takes back at once."""
    pressed = [dict(one.entities) for one in talk.reply.choices if one.intent == DESK]
    return [one["case_id"] for one in pressed if one[EFFECT] == "withdraw_case"]


def taken_back(talk):
    return [one.content["case_id"] for one in talk.reply.effects if one.kind == "withdraw_case"]


@pytest.mark.parametrize("intent", ["request_human", "privacy_request"])
def test_what_tells_of_the_request_has_a_button_of_the_desk_that_takes_it_back(asked, intent):
    asked.say(intent, "how is it going")

    assert back_buttons(asked) == [asked.slots["case"]["case_id"]]


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        ("privacy_request", "withdraw my request"),
        ("privacy_request", "I've changed my mind, don't pass it on"),
        ("privacy_request", "I withdraw my consent for the adviser to contact me"),
        ("deny", "changed my mind"),
        ("deny", "I don’t want anybody to ring me"),
        ("request_human", "I don't need the adviser any more, cancel my request"),
        ("nlu_fallback", "stop them calling me"),
        ("privacy_request", "stop"),
        ("nlu_fallback", "cancel that please"),
    ],
)
def test_words_are_asked_about_first_and_a_yes_takes_it_back(asked, intent, words):
    case_id = asked.slots["case"]["case_id"]
    asked.say(intent, words)
    assert asked.question == "withdraw"
    assert asked.slots["case"]["reference"] in asked.reply.text
    assert taken_back(asked) == []
    asked.press("withdraw:yes")

    assert taken_back(asked) == [case_id]


@pytest.mark.parametrize("words", ["yes", "withdraw it", "yes, take it back", "don't pass it on"])
def test_a_yes_may_be_said_in_other_words(asked, words):
    asked.say("privacy_request", "withdraw my request")
    asked.say("deny" if "don't" in words else "affirm", words)

    assert len(taken_back(asked)) == 1


@pytest.mark.parametrize("words", ["no", "never mind", "don't take it back", "leave it"])
def test_a_no_leaves_it_as_it_is(asked, words):
    asked.say("privacy_request", "withdraw my request")
    asked.say("deny", words)

    assert taken_back(asked) == []
    assert asked.slots["case"] is not None
    assert asked.question is None


@pytest.mark.parametrize("words", ["delete my data", "what do you keep about me?", "is this private"])
def test_other_questions_about_data_are_not_taken_for_it(asked, words):
    asked.say("privacy_request", words)

    assert asked.question != "withdraw"


def test_who_has_no_request_is_not_asked_to_take_one_back(talk):
    talk.say("privacy_request", "don't pass my number on to anybody")

    assert talk.question is None
    assert "Nobody gets any of it unless you agree first" in talk.reply.text


def test_after_it_was_taken_back_a_new_request_begins_afresh(asked, monkeypatch):
    monkeypatch.setattr(Library, "case_state", lambda _self, _id: State.WITHDRAWN)
    asked.say("request_human", "a person please")

    assert asked.question == "handoff_consent"


def test_a_request_that_the_desk_took_back_is_forgotten(asked, monkeypatch):
    monkeypatch.setattr(Library, "case_state", lambda _self, _id: State.WITHDRAWN)
    asked.say("privacy_request", "what do you keep about me?")

    assert asked.slots["case"] is None
    assert "request SP-" not in asked.reply.text


def test_a_yes_that_comes_too_late_says_that_it_is_done(asked, monkeypatch):
    asked.say("privacy_request", "withdraw my request")
    monkeypatch.setattr(Library, "holds_case", lambda _self, _id: False)
    asked.press("withdraw:yes")

    assert asked.effects() == []
    assert "taken back already" in asked.reply.text


def test_a_closed_request_is_said_to_be_closed(asked, monkeypatch):
    monkeypatch.setattr(Library, "case_state", lambda _self, _id: State.CLOSED)
    asked.say("privacy_request", "what do you keep about me?")

    assert "is closed" in asked.reply.text
    assert back_buttons(asked) == []


def test_a_part_that_is_named_can_be_taken_off_alone(asked):
    asked.say("deny", "actually take my name off")

    assert asked.slots["case"]["reference"] in asked.reply.text
    assert asked.effects() == []
    asked.press("withdraw:yes")

    (effect,) = asked.reply.effects
    assert (effect.kind, effect.content["parts"]) == ("narrow_case", ["name"])
    assert asked.memory.case is not None


def test_who_named_a_part_may_still_take_back_all_or_nothing(asked):
    for answer, effects in (("withdraw:no", []), ("withdraw:all", ["withdraw_case"])):
        asked.say("deny", "please remove my phone number")
        asked.press(answer)

        assert asked.effects() == effects


def test_who_says_again_that_it_is_to_be_taken_back_means_all_of_it(asked):
    asked.say("deny", "actually take my name off")
    asked.say("deny", "take it back")

    assert len(taken_back(asked)) == 1
