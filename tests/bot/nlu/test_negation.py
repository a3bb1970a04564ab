"""What a text says it is not about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.negation import without_denied


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("i need more customers not money", "i need more customers"),
        ("a grant, not a loan", "a grant,"),
        ("i dont need a loan i need welders", "i need welders"),
        ("never mind the grants, who can train us", ", who can train us"),
        ("no loans please", "please"),
        ("customers instead of funding", "customers"),
    ],
)
def test_what_is_denied_is_left_out(text: str, left: str) -> None:
    assert without_denied(text).strip() == left


@pytest.mark.parametrize(
    "text",
    ["we have no money", "not enough money", "not just money", "they gave us no loans", "no grants for us",
     "we cannot find staff", "not cash rich"],
)  # fmt: skip
def test_what_is_missing_is_not_denied(text: str) -> None:
    assert without_denied(text) == text


@given(st.text(max_size=200))
def test_every_position_stays_the_same(text: str) -> None:
    assert len(without_denied(text)) == len(text)
