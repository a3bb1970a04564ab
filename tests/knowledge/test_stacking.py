"""Subsidies add up: what was had is counted, and nothing is promised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.records import Funding
from knowledge.stacking import LIMIT, caution, is_subsidy
from tests.knowledge.factories import make_programme

SMALL = make_programme("small", funding=Funding(max_gbp=20_000))
LARGE = make_programme("large", funding=Funding(max_gbp=200_000))
OPEN_ENDED = make_programme("open-ended")
LOAN = make_programme("loan", support={"loan"}, funding=Funding(max_gbp=50_000, repayable=True))
BANK = make_programme("bank", provider_kind="bank")


def told(had, *programmes):
    reason = caution(Firm(aid_received=Range.of(had) if had is not None else None), programmes)
    return reason.code if reason else None


@pytest.mark.parametrize(
    ("had", "programmes", "expected"),
    [
        (None, [SMALL], None),
        (None, [SMALL, LARGE], "subsidies_add_up"),
        (None, [SMALL, SMALL], None),  # of two steps of one plan
        (130_000, [LARGE, SMALL, LARGE], "subsidies_may_pass"),
        (90_000, [LARGE, LARGE], "subsidies_have_room"),
        (None, [LOAN, BANK], None),
        (0, [SMALL], "subsidies_have_room"),
        (180_000, [SMALL], "subsidies_have_room"),
        (180_000, [LARGE], "subsidies_may_pass"),
        (180_000, [OPEN_ENDED], "subsidies_may_pass"),
        (LIMIT, [SMALL], "subsidies_used_up"),
        ({"min": 200_000}, [SMALL], "subsidies_used_up"),
        ({"min": 1, "max": 49_999}, [SMALL, LARGE], "subsidies_have_room"),
        (180_000, [LOAN], None),
        (180_000, [], None),
    ],
)
def test_what_was_had_and_what_may_come_is_held_against_the_limit(had, programmes, expected):
    assert told(had, *programmes) == expected


def test_what_is_lent_or_private_is_no_subsidy():
    assert [one.id for one in (SMALL, LOAN, BANK) if is_subsidy(one)] == ["small"]


ORDER = ("subsidies_have_room", "subsidies_may_pass", "subsidies_used_up")


@given(had=st.integers(0, 400_000), more=st.integers(0, 400_000))
def test_having_had_more_never_leaves_more_room(had, more):
    assert ORDER.index(told(had, SMALL)) <= ORDER.index(told(had + more, SMALL))
