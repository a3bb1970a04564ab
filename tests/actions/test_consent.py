"""Before anything is passed on: what, to whom, for what, how long; and each part can be left out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.consent import CONSENT, version
from actions.leaving_out import PARTS
from actions.memory import Question
from desk.cases import Consent, Part
from knowledge.wording import say
from tests.actions.conftest import entity
from tests.actions.test_handoff import AGREE, CONTACT, HUB, NAME, WALSALL, the_case, walk_to

CHOOSE = "handoff_consent:choose"
NEED = "we need a new press and the bank said no"
FIRM = [
    *WALSALL,
    entity("employees", 22),
    entity("sector", "manufacturing"),
    entity("turnover", 2_000_000, "2m"),
]
BANK = [{"name": "finance", "confidence": 0.9, "words": "the bank said no"}]


@pytest.fixture
def told(talk):
    """Somebody who has told of the firm, and is asked for consent."""
    talk.say("describe_situation", NEED, FIRM, BANK)
    talk.say("request_human", "a person")
    assert talk.question == CONSENT
    return talk


def agreed(talk):
    return Consent.unpack(the_case(talk)["consent"])


def labels(talk):
    return [choice.label for choice in talk.reply.choices]


@pytest.mark.parametrize("part_by_part", [False, True])
def test_it_says_what_to_whom_for_what_and_how_long(told, part_by_part):
    if part_by_part:
        told.press(CHOOSE)

    text = told.reply.text
    assert "22 people" in text
    assert "to Business Growth West Midlands, and to nobody else" in text
    assert "They use it to get back to you and to help you with this" in text
    assert say("utter_handoff_kept", days=365) in text


def test_the_parts_stand_one_by_one_with_what_each_holds_and_a_choice_for_each(told):
    told.press(CHOOSE)

    lines = [line for line in told.reply.text.splitlines() if line[:1].isdigit()]
    assert lines[2:6] == [
        "3. Your firm: Walsall, 22 people, manufacturing",
        "4. Your turnover: £2 million a year",
        f"5. What you want: “{NEED}”",
        "6. What holds you back: money",
    ]
    assert len(lines) == 8
    assert [label for label in labels(told) if label.startswith("Leave out")] == [
        "Leave out my name",
        "Leave out how to reach me",
        "Leave out my firm",
        "Leave out my turnover",
        "Leave out what I want",
        "Leave out what holds me back",
        "Leave out what I was shown",
        "Leave out what we wrote here",
    ]


@pytest.mark.parametrize("part_by_part", [False, True])
def test_it_says_what_goes_whatever_is_left_out(told, part_by_part):
    if part_by_part:
        told.press(CHOOSE)

    assert (
        "Whatever you leave out, they also read that you asked for a person and why"
        " (you want to talk to somebody),"
        " why it goes to them, where you wrote, and when I told you that somebody answers."
    ) in told.reply.text


def test_that_it_is_urgent_stands_with_what_they_want_and_goes_with_it(talk):
    talk.say("give_profile", "Walsall", WALSALL)
    talk.say("urgent_distress", "the bailiffs are here")
    talk.press("distress")
    assert "(this is urgent for you)" in talk.reply.text
    talk.press(CHOOSE)
    assert "What you want: that this is urgent for you" in talk.reply.text
    talk.press("handoff_consent:out:need")

    assert "urgent" not in talk.reply.text
    assert "(you want to talk to somebody)" in talk.reply.text
    talk.press("handoff_consent:in:need")
    talk.say("affirm", "yes")
    talk.say("nlu_fallback", "Sam Lee, sam@example.org")
    assert Part.NEED in agreed(talk).fields


def test_the_words_of_a_fact_that_was_left_out_are_told_apart_so_that_they_can_be_hidden(told):
    told.say("deny", "leave out my turnover")
    told.say("affirm", "yes")
    told.say("nlu_fallback", "Sam Lee, sam@example.org")

    left_out = the_case(told)["left_out"]
    assert left_out == {"turnover": 2_000_000, "own_words": {"turnover": "2m"}}


def test_it_warns_that_own_words_may_show_what_was_left_out_while_any_are_passed_on(told):
    told.press(CHOOSE)
    for part in ("turnover", "need", "barriers", "conversation"):
        told.press(f"handoff_consent:out:{part}")
    assert say("utter_handoff_left_out_words") in told.reply.text  # those for the firm go still

    told.press("handoff_consent:out:firm")
    told.press("handoff_consent:out:shown")

    assert say("utter_handoff_left_out_words") not in told.reply.text


def test_a_part_that_holds_nothing_has_no_line(talk):
    walk_to(talk, CONSENT)
    talk.press(CHOOSE)

    assert "What holds you back" not in talk.reply.text
    assert "Your turnover" not in talk.reply.text


def test_a_part_is_left_out_and_put_back_by_a_press(told):
    told.press(CHOOSE)
    told.press("handoff_consent:out:turnover")
    assert "4. Your turnover: left out" in told.reply.text
    assert "£2 million" not in told.reply.text
    told.press("handoff_consent:in:turnover")

    assert "£2 million" in told.reply.text


@pytest.mark.parametrize(
    ("intent", "words", "without"),
    [
        ("deny", "not the conversation", {Part.CONVERSATION}),
        ("affirm", "yes but not my phone number", {Part.CONTACT}),
        ("nlu_fallback", "everything except my name", {Part.NAME}),
        ("deny", "don't pass on what we wrote here", {Part.CONVERSATION}),
    ],
)
def test_words_leave_out_a_part_and_nothing_is_agreed_to_yet(told, intent, words, without):
    told.say(intent, words)

    assert told.question == CONSENT
    assert told.effects() == []
    assert set(told.memory.question.content["left_out"]) == without


def test_what_is_agreed_to_is_kept_as_it_was_read_and_holds_nothing_else(told):
    told.say("deny", "leave out my turnover and the chat")
    read = told.reply.text
    told.say("affirm", "yes")
    told.say("nlu_fallback", "Sam Lee, sam@example.org")

    consent = agreed(told)
    assert consent.fields == set(Part) - {Part.CONVERSATION}
    assert consent.left_out == {"turnover"}
    assert consent.wording == read
    assert "2000000" not in str(the_case(told)["brief"])


def test_numbers_of_the_list_leave_out_what_they_stand_for(told):
    told.press(CHOOSE)
    told.say("give_profile", "2 and 4", [entity("employees", 2)])

    assert set(told.memory.question.content["left_out"]) == {"contact", "turnover"}
    assert told.memory.firm.pack()["employees"] == 22


def test_without_name_and_contact_the_case_opens_at_once_and_it_is_said_what_that_means(told):
    told.press(CHOOSE)
    told.press("handoff_consent:out:name")
    told.press("handoff_consent:out:contact")
    assert "they can only answer you in this chat" in told.reply.text
    told.say("affirm", "yes")

    assert the_case(told)["person"] == {}
    assert not {Part.NAME, Part.CONTACT} & agreed(told).fields
    assert "They can only answer you in this chat" in told.reply.text


def test_without_a_name_only_the_contact_is_asked_for(told):
    told.say("nlu_fallback", "everything except my name")
    told.say("affirm", "yes")
    assert told.question == CONTACT
    told.say("nlu_fallback", "sam@example.org")

    assert the_case(told)["person"] == {"email": "sam@example.org"}


def test_without_a_contact_only_the_name_is_asked_for_and_one_that_comes_with_it_is_not_kept(told):
    told.say("nlu_fallback", "without my phone number")
    told.say("affirm", "yes")
    assert told.question == NAME
    told.say("nlu_fallback", "Sam Lee, 07700 900456")

    assert the_case(told)["person"] == {"name": "Sam Lee"}
    assert "900456" not in told.reply.text


def test_an_older_yes_does_not_agree_to_less_or_more_than_it_was_shown_for(told):
    all_of_it = told.choice(AGREE)
    told.press(CHOOSE)
    told.press("handoff_consent:out:turnover")
    the_rest = told.choice(f"{AGREE}:turnover")
    told.press(all_of_it)
    assert told.question == CONSENT
    assert "has changed since" in told.reply.text
    told.press(the_rest)

    assert told.question == NAME


def test_when_everything_is_left_out_there_is_nothing_to_agree_to(told):
    told.press(CHOOSE)
    for part in PARTS:
        if f"handoff_consent:out:{part}" in str(told.reply.choices):
            told.press(f"handoff_consent:out:{part}")
    assert not [label for label in labels(told) if label.startswith("Yes")]
    told.say("affirm", "yes")
    assert told.question == CONSENT
    told.say("deny", "no")

    assert told.kinds == {"hub"}
    assert told.effects() == []


@pytest.mark.parametrize("part", ["name", "contact", "firm", "turnover"])
def test_it_is_said_that_own_words_may_still_tell_what_was_left_out(told, part):
    told.press(CHOOSE)
    told.press(f"handoff_consent:out:{part}")

    assert say("utter_handoff_left_out_words") in told.reply.text


def test_what_was_left_out_stays_out_after_an_interruption_and_another_front_door(told):
    told.say("deny", "not my turnover")
    told.say("correct_profile", "we are in Coventry", [entity("place", "coventry")])

    assert told.memory.question.content["left_out"] == ["turnover"]
    assert told.memory.question.content["hub_id"] != HUB
    assert "Coventry" in told.reply.text


def test_the_version_is_that_of_the_wordings_and_each_form_has_its_own():
    sentence, by_part = Question(CONSENT), Question(CONSENT, {"listed": ["name"]})

    assert version(sentence) == version(Question(CONSENT, {"hub_id": HUB}))
    assert version(sentence) != version(by_part)


STEPS = st.one_of(
    st.sampled_from(PARTS).map(lambda part: ("press", f"handoff_consent:out:{part}")),
    st.sampled_from(PARTS).map(lambda part: ("press", f"handoff_consent:in:{part}")),
    st.sampled_from(["leave out 1", "only my name", "put the chat back", "not my firm", "hm"]).map(
        lambda words: ("say", words)
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=8))
def test_whatever_is_left_out_the_case_holds_only_what_the_last_list_showed(talk, tools, steps):
    talk = type(talk)(tools)
    talk.say("describe_situation", NEED, FIRM, BANK)
    talk.say("request_human", "a person")
    talk.press(CHOOSE)
    for kind, what in steps:
        if kind == "press" and what in str(talk.reply.choices):
            talk.press(what)
        elif kind == "say" and talk.question == CONSENT:
            talk.say("nlu_fallback", what)
    if talk.question != CONSENT or "nothing to pass on" in talk.reply.text:
        return
    content = talk.memory.question.content
    shown = set(content["listed"]) - set(content["left_out"])
    talk.say("affirm", "yes")
    if talk.question == NAME:
        talk.say("nlu_fallback", "Sam Lee")
    if talk.question == CONTACT:
        talk.say("nlu_fallback", "sam@example.org")

    assert agreed(talk).fields == shown & set(Part)
    assert set(the_case(talk)["person"]) == {
        {"name": "name", "contact": "email"}[p] for p in shown & {"name", "contact"}
    }


@pytest.fixture
def in_polish(talk):
    """Somebody who wrote in Polish before they asked for a person."""
    talk.say("nlu_fallback", "Szukam dofinansowania na maszynę", [entity("language", "pl")])
    talk.say("request_human", "a person please", WALSALL)
    assert talk.question == CONSENT
    return talk


def test_the_language_is_told_among_what_would_be_passed_on_and_is_passed_on(in_polish):
    assert "Walsall; you write in Polish" in in_polish.reply.text

    in_polish.press(CHOOSE)
    assert (
        "2. How to reach you: one phone number or e-mail address; you write in Polish" in in_polish.reply.text
    )

    in_polish.say("affirm", "yes")
    in_polish.say("nlu_fallback", "Ada Example, ada@example.org")
    assert the_case(in_polish)["brief"]["language"] == "pl"


def test_who_always_wrote_english_reads_nothing_of_a_language(told):
    assert "you write in" not in told.reply.text


@pytest.mark.parametrize("text", ["no thanks just give me the number", "just give me their number"])
def test_who_only_wants_to_ring_gets_the_number_and_nothing_is_passed_on(told, text):
    told.say("request_human", text)

    assert say("utter_handoff_declined") in told.reply.text
    assert "phone" in told.reply.text
    assert told.effects() == []


@pytest.mark.parametrize("question", [NAME, CONTACT])
def test_a_part_can_still_be_left_out_when_the_consent_was_given(talk, question):
    walk_to(talk, question)
    talk.say("deny", "actually take my name off")

    assert talk.question == CONSENT
    assert "1. Your name: left out" in talk.reply.text
    talk.say("affirm", "yes")
    talk.say("nlu_fallback", "01632 960123")
    assert the_case(talk)["person"] == {"phone": "01632 960123"}
    assert Part.NAME not in agreed(talk).fields


def test_a_name_that_comes_with_a_part_to_leave_out_is_kept(talk):
    walk_to(talk, NAME)
    talk.say("out_of_scope", "Priya Patel, but leave out the chat")
    talk.say("affirm", "yes")
    talk.say("nlu_fallback", "01632 960123")

    assert the_case(talk)["person"]["name"] == "Priya Patel"
    assert Part.CONVERSATION not in agreed(talk).fields
