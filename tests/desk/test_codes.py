"""Codes that people read out: what one looks like, and what is one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.codes import HALF, SIGNS, new_code, said_after, written

CODES = st.text(SIGNS, min_size=2 * HALF, max_size=2 * HALF)
AROUND = st.text(" \n\t", max_size=3)
LINES = st.sampled_from(["-", " - ", "\u2013", "\u2014", "\u2011", " \u2212 "])


@given(CODES, AROUND, LINES, st.sampled_from(["", ".", "!"]))
def test_a_code_is_read_however_a_telephone_writes_it(code, around, line, end):
    text = f"{around}Continue {code[:HALF]}{line}{code[HALF:]}{end}{around}"

    assert said_after("continue", text) == said_after("continue", text.lower()) == code


@given(CODES)
def test_what_is_written_is_read_back(code):
    assert said_after("continue", f"continue {written(code)}") == code
    assert re.fullmatch(rf"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}", written(code))


@given(st.text(max_size=40))
def test_whatever_else_is_said_is_no_code_or_is_made_of_its_signs(text):
    found = said_after("continue", text, apart=True)

    assert found is None or (len(found) == 2 * HALF and set(found) <= set(SIGNS))


@given(CODES, st.sampled_from("0OI1L"), st.integers(0, 7))
def test_a_sign_that_is_read_as_another_is_in_none(code, doubtful, where):
    spoilt = code[:where] + doubtful + code[where + 1 :]

    assert doubtful not in SIGNS
    assert said_after("continue", f"continue {written(spoilt)}") is None


def test_no_two_signs_are_taken_for_one_another_when_read_out_in_capitals():
    assert len(set(SIGNS)) == len(SIGNS) == 30
    assert set("0O1IL") & set(SIGNS) == set()


@pytest.mark.parametrize("text", ["desk research", "desk data base", "desk RESEARCH", "researchers"])
def test_two_words_are_no_code_where_a_line_is_wanted(text):
    assert said_after("desk", text) is None


def test_a_blank_will_do_where_that_is_allowed():
    assert said_after("continue", "continue ABCD 2345", apart=True) == "ABCD2345"
    assert said_after("continue", "continue ABCD 2345") is None


def test_the_signs_are_left_to_chance():
    assert new_code(lambda signs: signs[-1]) == "99999999"
    assert len({new_code() for _ in range(200)}) == 200
