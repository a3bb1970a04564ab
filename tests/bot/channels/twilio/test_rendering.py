"""No reply of any length or shape becomes an illegal message, nothing is lost, every choice can be made."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.cutting import length
from bot.channels.marked import marks, meant
from bot.channels.twilio.rendering import LONGEST_BODY, in_approved_words, knock, render
from bot.channels.twilio.settings import Content
from bot.channels.whatsapp.rendering import distinct
from bot.channels.whatsapp.wording import plain
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Sender, Shown
from knowledge.wording import say
from tests.bot.channels.twilio.exchange import FOLLOW_UP, check_content, variables, words
from tests.bot.channels.whatsapp.test_rendering import REPLIES

ASKED = Content(FOLLOW_UP)


def buttons(*labels):
    return tuple(Button(label, f"choice-{number}") for number, label in enumerate(labels))


def rendered(text="Hello", sender=Sender.BOT, **more):
    payloads = render(Shown(text, **more), sender)
    for payload in payloads:
        check_content(payload)
    return [words(payload) for payload in payloads]


def test_a_short_text_is_one_message():
    assert rendered("Hello there") == ["Hello there"]


def test_a_row_that_shows_nothing_is_no_message():
    assert rendered("  ") == []


def test_what_an_adviser_writes_is_marked_as_theirs():
    assert rendered("I can help", Sender.BROKER) == ["*Adviser*\n\nI can help"]


def test_choices_are_a_list_that_says_how_to_choose_and_how_to_reach_a_person():
    (said,) = rendered("Do you sell to firms?", choices=buttons("Yes", "No"))

    assert said.split("\n") == [
        "Do you sell to firms?",
        "",
        "1) Yes",
        "2) No",
        "",
        say("utter_whatsapp_by_number"),
        say("utter_whatsapp_person"),
    ]


def test_where_numbers_mean_something_else_they_have_letters():
    (said,) = rendered("How many?", choices=buttons("Just me", "2 to 9"))

    assert "A) Just me\nB) 2 to 9" in said
    assert say("utter_whatsapp_by_letter") in said


def test_choices_without_a_text_say_how_to_choose_as_well():
    assert rendered("", choices=buttons("Yes"))[0].startswith("1) Yes\n\nTo choose")


def test_a_long_text_is_cut_between_sentences():
    said = rendered("This is a sentence about money. " * 200)

    assert len(said) > 1
    assert all(one.endswith(".") and length(one) <= LONGEST_BODY for one in said)


def test_a_template_holds_nothing_personal_and_is_numbered():
    check_content(knock(ASKED))
    assert variables(knock(ASKED)) == {}

    shown = Shown("?", blanks=("SP-ABC234", "A\tGrant\n    for   Ada's firm"), choices=buttons("Yes", "No"))
    payload = in_approved_words(shown, ASKED)
    check_content(payload)
    assert list(variables(payload).values()) == [
        "SP-ABC234",
        "A Grant for Ada’s firm",
        "choice-0",
        "choice-1",
    ]
    assert len(variables(in_approved_words(shown, Content(FOLLOW_UP, has_buttons=False)))) == 2


@pytest.mark.parametrize("blank", ["", " \n", "x" * 3000])
def test_no_blank_is_empty_or_too_long(blank):
    check_content(in_approved_words(Shown("?", blanks=(blank,)), ASKED))


@given(REPLIES, st.sampled_from(Sender))
def test_every_reply_is_legal_and_the_same_each_time(shown, sender):
    payloads = render(shown, sender)

    for payload in payloads:
        check_content(payload)
    assert payloads == render(shown, sender)


@given(REPLIES)
def test_every_choice_stands_whole_behind_its_mark_and_can_be_made_by_it(shown):
    read = "".join("".join(map(words, render(shown, Sender.BOT))).split())
    offered = distinct(shown.choices)

    for mark, button in zip(marks(shown, offered), offered, strict=True):
        label = "".join(plain(" ".join(button.label.split())).split())
        assert f"{mark}){label}" in read
        assert meant(mark, shown, offered) == button


@given(st.lists(st.text(alphabet="abcdefgh.!?", min_size=1, max_size=30), min_size=1, max_size=400))
def test_nothing_of_a_text_is_lost_and_no_word_is_cut(said):
    read = [word for one in rendered(" ".join(said)) for word in one.split()]

    assert read == plain(" ".join(said)).split()


@given(st.lists(st.text(max_size=400), max_size=9), st.integers(0, 9))
def test_every_template_is_legal(blanks, how_many):
    shown = Shown("?", blanks=tuple(blanks), choices=buttons(*map(str, range(how_many))))

    check_content(in_approved_words(shown, ASKED))


def test_an_address_on_a_card_stays_whole():
    card = Card("p1", "programme", "A programme", "What it does. " * 120, url="https://example.org/a_b_")

    assert re.search(r"(^|\n)https://example\.org/a_b_$", rendered("Hello", cards=(card,))[-1])
