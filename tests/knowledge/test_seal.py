"""What is sealed can be opened with its keys and with no others."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keys import new_key
from knowledge.seal import BlindIndex, Seal, SealBroken, is_sealed

OLD, NEW, OTHER = (new_key() for _ in range(3))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(JSON)
def test_any_json_comes_back_as_it_was(value):
    seal = Seal([NEW])

    assert json.loads(seal.open(seal.close(json.dumps(value)))) == value


@given(TEXTS)
def test_any_text_comes_back_and_is_seen_to_be_sealed(text):
    seal = Seal([NEW])

    token = seal.close(text)

    assert seal.open(token) == text
    assert is_sealed(token)


@given(TEXTS)
def test_a_text_that_was_never_sealed_is_not_taken_for_sealed(text):
    assert not is_sealed(text)


@given(TEXTS)
def test_another_key_opens_nothing(text):
    token = Seal([OLD]).close(text)

    with pytest.raises(SealBroken, match="SIGNPOST_ENCRYPTION_KEYS"):
        Seal([NEW, OTHER]).open(token)


@given(TEXTS)
def test_a_new_key_before_the_old_one_opens_what_the_old_one_closed(text):
    token, both = Seal([OLD]).close(text), Seal([NEW, OLD])

    assert both.open(token) == text
    assert not both.is_newest(token)
    assert Seal([NEW]).open(both.close(both.open(token))) == text


@given(TEXTS, st.integers(0, 90))  # the last sign of base64 has bits that mean nothing
def test_a_token_that_was_changed_is_not_opened(text, at):
    token = Seal([NEW]).close(text)
    changed = token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]

    with pytest.raises(SealBroken):
        Seal([NEW]).open(changed)


def test_the_same_text_is_closed_differently_each_time():
    seal = Seal([NEW])

    assert seal.close("Ada Example") != seal.close("Ada Example")


def test_an_address_has_the_same_mark_each_time_and_another_under_another_key():
    one, other = BlindIndex(b"1" * 32), BlindIndex(b"2" * 32)

    assert one.mark("email:ada@example.org") == one.mark("email:ada@example.org")
    assert one.mark("email:ada@example.org") != other.mark("email:ada@example.org")
    assert one.mark("email:ada@example.org") != one.mark("phone:ada@example.org")


def test_keys_are_not_shown():
    assert "secret" not in repr(BlindIndex(b"secret" * 6))
