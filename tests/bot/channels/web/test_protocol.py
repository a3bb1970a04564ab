"""Whatever a browser sends becomes a message or a refusal, never anything else."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.incoming import Posted, cleaned, readable
from bot.channels.web.protocol import (
    BadChoice,
    BadJson,
    BadMessageId,
    BadPost,
    json_object,
    last_event_id,
    posted,
)

simple = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
anything = simple | st.lists(simple, max_size=2) | st.dictionaries(st.text(max_size=5), simple, max_size=2)


@given(st.binary(max_size=200))
def test_any_body_is_an_object_or_refused(body):
    with suppress(BadJson):
        assert isinstance(json_object(body), dict)


@given(st.fixed_dictionaries({}, optional={"message_id": anything, "text": anything, "choice": anything}))
def test_any_object_is_a_message_or_refused(content):
    try:
        message = posted(content)
    except (BadMessageId, BadPost, BadChoice):
        return

    assert (message.text is None) != (message.choice is None)
    json.dumps(message.text).encode()


@given(st.text(alphabet=st.characters(), max_size=300))
def test_a_cleaned_text_can_be_stored_and_is_clean(text):
    clean = cleaned(text)

    assert cleaned(clean) == clean
    assert "\x00" not in clean
    clean.encode("utf-8")
    assert len(clean) <= len(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=300))
def test_ordinary_text_is_left_as_it_is(text):
    assert cleaned(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "can_be_read"),
    [("money", True), ("£5k", True), ("żółć", True), ("👍", False), ("", False), ("...", False)],
)
def test_words_and_numbers_can_be_read(text, can_be_read):
    assert readable(text) is can_be_read


def test_a_message_is_a_text_or_a_choice():
    assert posted({"message_id": "m1", "text": " money "}) == Posted("m1", "money")
    assert posted({"message_id": "m1", "choice": "abc"}) == Posted("m1", choice="abc")


@given(st.text(max_size=30))
def test_any_last_event_id_is_a_number(header):
    assert last_event_id(header) >= 0
