import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.eligibility import Eligible, assess
from knowledge.firms import Firm
from knowledge.matching import Need, find
from knowledge.near_misses import LATER, near_miss
from knowledge.ranges import Range
from knowledge.records import Condition, Eligibility
from knowledge.wording import known
from tests.knowledge.factories import TODAY, make_programme

GRANT = Need(wants=frozenset({"grant"}))
AFTER_A_YEAR = make_programme("after-a-year", eligibility=Eligibility(trading_months=Range(12, None)))


def miss(programme, **firm):
    held = assess(programme, Firm(**firm), TODAY)
    return near_miss(programme, held, Firm(**firm), TODAY)


def test_a_young_firm_is_told_from_when_it_would_qualify():
    found = miss(AFTER_A_YEAR, trading_months=Range(8, 8))

    assert (found.words, found.from_month) == ("once you have traded for 1 year", "2027-03")


def test_who_is_not_trading_yet_is_told_what_has_to_come_first_but_no_month():
    found = miss(AFTER_A_YEAR, stage="pre_start")

    assert (found.words, found.from_month) == ("once you have traded for 1 year", None)


@pytest.mark.parametrize(
    ("programme", "firm"),
    [
        (make_programme(eligibility=Eligibility(employees=Range(None, 49))), {"employees": Range(60, 60)}),
        (make_programme(places={"dudley"}), {"places": ("worcester",)}),
        (make_programme(stages={"pre_start"}), {"stage": "established"}),
        (make_programme(places={"dudley"}, eligibility=Eligibility(employees=Range(5, None))),
         {"places": ("worcester",), "employees": Range(2, 2)}),
        (AFTER_A_YEAR, {"trading_months": Range(60, 60)}),
        (AFTER_A_YEAR, {}),
    ],
)  # fmt: skip
def test_what_time_does_not_change_or_more_than_one_rule_is_no_near_miss(programme, firm):
    assert miss(programme, **firm) is None


def test_a_search_tells_of_near_misses_that_would_fit_and_offers_none_of_them():
    found = find([AFTER_A_YEAR, make_programme("b")], Firm(trading_months=Range(3, 3)), GRANT, TODAY)

    assert [one.programme.id for one in found.matches] == ["b"]
    assert [one.programme.id for one in found.near_misses] == ["after-a-year"]


@given(st.sampled_from(sorted(LATER)))
def test_what_a_firm_can_change_has_its_words(name):
    programme = make_programme(eligibility=Eligibility(conditions=(Condition(name, name),)))

    assert miss(programme, **{name: False}).words
    assert known(f"utter_once_{name}")


@given(st.integers(0, 400), st.integers(1, 400))
def test_only_who_is_shut_out_can_have_missed(told, least):
    programme = make_programme(eligibility=Eligibility(employees=Range(least, None)))
    firm = Firm(employees=Range.of(told))

    shut_out = assess(programme, firm, TODAY).overall is Eligible.NO
    assert (miss(programme, employees=Range.of(told)) is not None) is shut_out
