"""Only what Meta signed over the very bytes that came is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.signature import has_form, is_signed, is_word
from demo.meta import SECRET, signed

BODY, HEADERS = signed({"object": "whatsapp_business_account", "text": "£5 – é"})
GOOD = HEADERS["X-Hub-Signature-256"]


def test_what_was_signed_is_known():
    assert is_signed(BODY, GOOD, SECRET)


@pytest.mark.parametrize(
    "header",
    [None, "", "sha256=", GOOD[:-1], GOOD[:-32], GOOD + "0", GOOD.removeprefix("sha256="), GOOD.upper(),
     GOOD.replace("sha256", "sha1"), "sha1=" + "0" * 40, f" {GOOD}", f"{GOOD}\n", "sha256=" + "é" * 64,
     "sha256=" + "0" * 64],
)  # fmt: skip
def test_no_other_signature_will_do(header):
    assert not is_signed(BODY, header, SECRET)


def test_a_signature_over_the_same_content_in_other_bytes_will_not_do():
    again = json.dumps(json.loads(BODY), ensure_ascii=False).encode()

    assert again != BODY
    assert not is_signed(again, GOOD, SECRET)
    assert not is_signed(BODY, GOOD, "another secret")


@given(st.binary(max_size=200), st.text(max_size=80))
def test_any_header_is_judged_without_an_error(body, header):
    assert is_signed(body, header, SECRET) is (signed(body)[1]["X-Hub-Signature-256"] == header)
    assert has_form(header) or not is_signed(body, header, SECRET)


@given(st.text())
def test_only_the_word_itself_is_the_word(word):
    assert is_word(word, "the word") is (word == "the word")
