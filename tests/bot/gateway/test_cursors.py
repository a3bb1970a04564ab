"""A cursor leads on in the search that it was made for, and whatever else is sent is refused."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.gateway.cursors import Cursors
from bot.gateway.errors import BadSearch
from knowledge.directory import Position

OURS = Cursors("the key of this installation, long enough")
texts = st.text(st.characters(codec="utf-8"), max_size=40)
positions = st.builds(Position, st.dates(), st.tuples(st.integers(-99, 0), st.booleans(), texts, texts))
searches = st.dictionaries(texts, texts, max_size=3)


def refused(cursor, asked):
    with pytest.raises(BadSearch) as refusal:
        OURS.read(cursor, asked)
    return refusal.value.field == "cursor"


@given(positions, searches)
def test_a_cursor_leads_back_to_its_position(position, asked):
    assert OURS.read(OURS.issue(position, asked), asked) == position


@given(positions, searches, searches)
def test_a_cursor_is_good_for_its_own_search_only(position, asked, other):
    assume(asked != other)

    assert refused(OURS.issue(position, asked), other)


@given(positions, searches, st.data())
def test_a_cursor_that_was_cut_or_changed_is_refused(position, asked, data):
    cursor = OURS.issue(position, asked)
    at = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from("Aab9_-=+/ é\x00\n"))
    assume(other != cursor[at])

    assert refused(cursor[:at], asked)
    assert refused(cursor[at:] if at else cursor + other, asked)
    assert refused(cursor[:at] + other + cursor[at + 1 :], asked)


@given(positions, searches)
def test_a_cursor_of_another_installation_is_refused(position, asked):
    assert refused(Cursors("the key of another installation").issue(position, asked), asked)


@given(texts | st.binary(max_size=60).map(lambda b: b.hex()), searches)
def test_anything_else_is_refused(cursor, asked):
    assert refused(cursor, asked)


def test_a_cursor_that_is_far_too_long_is_refused():
    assert refused("A" * 100_000, {})


def test_a_cursor_says_nothing_of_the_key():
    position = Position(date(2026, 11, 24), (0, False, "a", "a"))

    assert "installation" not in OURS.issue(position, {})
