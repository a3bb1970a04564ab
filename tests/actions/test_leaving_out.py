"""What somebody would rather not pass on is heard in their own words, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.leaving_out import PARTS, asks_to_choose, left_out_after

ALL = set(PARTS)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("leave out my turnover and the chat", {"turnover", "conversation"}),
        ("not the conversation", {"conversation"}),
        ("yes but not my phone number", {"contact"}),
        ("no, not the chat", {"conversation"}),
        ("everything except my name", {"name"}),
        ("pass on everything but the chat", {"conversation"}),
        ("I'd rather not give my name", {"name"}),
        ("dont share what we wrote here", {"conversation"}),
        ("without my sales figures", {"turnover"}),
        ("drop the grants we've had", {"aid_received"}),
        ("keep my phone number out of it", {"contact"}),
        ("leave out what I want", {"need"}),
        ("my name is Sam, no email", {"contact"}),
        ("can you leave out my name?", {"name"}),
        ("2 and 4", {"contact", "turnover"}),
        ("number 2", {"contact"}),
        ("all but 3", {"firm"}),
        ("two and three please", {"contact", "firm"}),
        ("skip 1, 2", {"name", "contact"}),
        ("only my name and number", ALL - {"name", "contact"}),
        ("just the chat please", ALL - {"conversation"}),
        ("leave my number out", {"contact"}),
        ("dont send the chat", {"conversation"}),
        ("actually take my name off", {"name"}),
        ("take me name off it", {"name"}),
        ("can you leave the turnover bit off", {"turnover"}),
        ("id rather you didnt have my phone no", {"contact"}),
        ("not me number", {"contact"}),
        ("dont want my name on it", {"name"}),
        ("dont want them to have my number", {"contact"}),
        ("everything bar the chat", {"conversation"}),
        ("keep the chat private", {"conversation"}),
        ("scrub the chat", {"conversation"}),
        ("get rid of my number", {"contact"}),
        ("dont put my name", {"name"}),
        ("keep me anonymous", {"name"}),
        ("my name stays out", {"name"}),
    ],
)
def test_what_is_to_be_left_out_is_heard(text, gone):
    assert left_out_after(text, (), PARTS) == gone


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("put the chat back", {"name"}),
        ("include 1 again", {"conversation"}),
        ("put everything back in", set()),
        ("leave out my firm as well", {"name", "conversation", "firm"}),
    ],
)
def test_what_was_left_out_can_be_put_back(text, gone):
    assert left_out_after(text, {"name", "conversation"}, PARTS) == gone


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "no thanks",
        "no problem",
        "we are 22 people in Dudley",
        "not Rugby, Redditch",
        "what do you mean by programmes?",
        "is there a scheme without a fee",
        "why do you need my name?",
        "don't pass anything on",
        "no thanks just give me the number",
        "just give me their number",
        "just tell me how to contact them",
        "we don't have any programmes yet",
        "",
    ],
)
def test_other_words_choose_nothing(text):
    assert left_out_after(text, (), PARTS) is None


def test_numbers_mean_nothing_before_there_is_a_list():
    assert left_out_after("2 and 4", ()) is None


@pytest.mark.parametrize(
    "text", ["let me choose what you pass on", "choose", "not everything", "only some of it"]
)
def test_who_wants_to_choose_is_heard(text):
    assert asks_to_choose(text)


@pytest.mark.parametrize(
    "text", ["what would you choose for us", "yes", "you choose", "which part do I select?"]
)
def test_other_choosing_is_something_else(text):
    assert not asks_to_choose(text)


@given(st.text(max_size=200), st.frozensets(st.sampled_from(PARTS)))
def test_whatever_is_typed_only_parts_are_left_out(text, before):
    after = left_out_after(text, before, PARTS)

    assert after is None or after <= ALL
