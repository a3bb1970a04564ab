"""How much colours stand out, held to values that WCAG's own examples give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.contrast import contrast

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_contrast_is_that_of_the_standard(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio


@given(COLOURS, COLOURS)
def test_it_lies_between_1_and_21_and_does_not_depend_on_the_order(one, other):
    assert 1 <= contrast(one, other) <= 21.000001
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, one) == 1
