"""What a person turns down is remembered in their words, not offered again first, and told to the broker."""

import pytest

from actions.conversation import Conversation, Entity
from actions.memory import Memory, Question, Said
from actions.turned_down import turned_down
from tests.actions.conftest import entity
from tests.actions.test_handoff import CONTACT, WALSALL, the_case

SHOWN = ("a", "b", "c")


def said(intent, text, entities=(), **memory):
    given = {"shown": SHOWN, "seen": SHOWN, **memory}
    conversation = Conversation("c", "m", text, intent, Memory(**given), entities=tuple(entities))
    return {one.name: one.words for one in turned_down(conversation)}


@pytest.mark.parametrize(
    ("intent", "text", "ids"),
    [
        ("deny", "not for us", "abc"),
        ("deny", "No thanks", "abc"),
        ("deny", "none of these, I'm afraid", "abc"),
        ("deny", "neither of em", "abc"),
        ("deny", "the first one is not for us", "a"),
        ("more_options", "I've already had the first two. Is there something different?", "ab"),
        ("more_options", "ta but done all them already, what other ones is there", "abc"),
        ("more_options", "nah not them, others?", "abc"),
        ("more_options", "we had the second one last year, what else", "b"),
        ("deny", "the last one, we had that already", "c"),
        ("request_human", "none of these suit us. Can I talk to somebody?", "abc"),
        ("find_funding", "not the first one, we had that already", "a"),
        # it is not said of any, or not which
        ("more_options", "what else have you got", ""),
        ("more_options", "anything non-repayable below 10k", ""),
        ("deny", "we had that already", ""),
        ("deny", "please don't ring me", ""),
        ("deny", "no loans", ""),
        ("deny", "not all of it", "abc"),
        ("more_options", "not all of them were easy to read, what else", ""),
        ("explain_choice", "why is the first one not for us?", ""),
        ("describe_situation", "we already had a robot and it was no good for us", ""),
        ("ask_cost", "what does the first one cost", ""),
        ("give_profile", "we had 12 people last year", ""),
    ],
)
def test_what_is_turned_down_is_what_is_pointed_at_or_can_only_be_meant(intent, text, ids):
    assert "".join(said(intent, text)) == ids


def test_the_words_are_those_of_the_sentence():
    words = said("more_options", "Thanks. I've already had the first one. What else?")

    assert words == {"a": "I've already had the first one."}


def test_of_the_one_in_focus_a_no_is_said_of_that_one():
    assert "".join(said("deny", "that is not for us", subject="b")) == "b"


@pytest.mark.parametrize(
    ("text", "negated", "ids"),
    [
        ("We already had Made Smarter, what else is there?", False, "m"),
        ("Made Smarter turned us down", False, "m"),
        ("forget Made Smarter", True, "m"),
        ("why not Made Smarter?", True, ""),
        ("tell me about Made Smarter", False, ""),
    ],
)
def test_a_programme_that_is_named_need_not_have_been_shown(text, negated, ids):
    named = Entity("programme", "m", "Made Smarter", negated=negated)

    assert "".join(said("more_options", text, [named], shown=(), seen=())) == ids


@pytest.mark.parametrize(
    ("kind", "text", "ids"),
    [
        ("employees", "not for us", ""),
        ("employees", "none of these are right for us", "abc"),
        ("employees", "no", ""),
        ("handoff_consent", "none of these", ""),
        ("handoff_name", "the last one is not for us", ""),
    ],
)
def test_a_no_to_an_open_question_turns_no_programme_down(kind, text, ids):
    assert "".join(said("deny", text, question=Question(kind))) == ids


@pytest.fixture
def shown(talk):
    talk.say("give_profile", "Walsall", WALSALL)
    talk.say("find_funding", "a grant for a new press")
    if talk.question is not None:
        talk.say("deny", "rather not")
    assert talk.memory.shown
    return talk


def test_it_is_not_offered_again_for_the_same_need_or_another(shown):
    before = shown.memory.shown
    shown.say("deny", "not the first one, we had that already")
    assert shown.memory.rejected == (Said(before[0], "not the first one, we had that already"),)
    shown.say("find_funding", "a grant for a new press")

    assert before[0] not in shown.memory.shown
    assert shown.memory.shown


def test_it_says_what_it_leaves_out(shown):
    shown.say("deny", "none of these")

    assert "leave them out from now on" in shown.reply.text
    assert {one.name for one in shown.memory.rejected} == set(shown.memory.shown)


def test_whoever_asks_about_it_again_has_it_in_mind_again(shown):
    first = shown.memory.shown[0]
    shown.say("deny", "none of these")
    shown.say("ask_details", "tell me more", [entity("programme", first)])

    assert first not in {one.name for one in shown.memory.rejected}


def test_the_broker_reads_what_was_turned_down_and_why(shown):
    first = shown.memory.shown[0]
    shown.say("deny", "not the first one, we had that already")
    walk_to_the_case(shown)

    (rejected,) = the_case(shown)["brief"]["rejected"]
    assert (rejected["id"], rejected["words"]) == (first, "not the first one, we had that already")


def test_what_is_asked_for_consent_names_it(shown):
    shown.say("deny", "none of these")
    shown.say("request_human", "a person")
    shown.press("handoff_consent:choose")

    assert "you did not want" in shown.reply.text


def test_it_is_shown_as_kept_and_forgotten_with_everything_else(shown):
    shown.say("deny", "none of these")
    shown.say("privacy_request", "what do you keep")
    assert "Programmes you did not want" in shown.reply.text
    shown.say("privacy_request", "delete it all")
    shown.say("affirm", "yes")

    assert shown.memory.rejected == ()


def walk_to_the_case(talk):
    talk.say("request_human", "a person")
    talk.press("handoff_consent:yes:business-growth-west-midlands")
    talk.say("out_of_scope", "Priya Patel")
    assert talk.question == CONTACT
    talk.say("nlu_fallback", "01632 960123")
