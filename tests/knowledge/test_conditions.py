import pytest

from knowledge.conditions import holds
from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.records import Condition

NOT_A_CHARITY = Condition(
    "Not a charity", "legal_form", labels=frozenset({"sole_trader", "partnership", "limited_company", "cic"})
)
COMPANY = Condition("A UK company", "incorporated")
INDEPENDENT = Condition("Not part of a group", "in_group", expected=False)
PROJECT = Condition("From 50,000 to 130,000 pounds", "project_cost", bounds=Range(50_000, 130_000))


@pytest.mark.parametrize(
    ("condition", "firm", "met"),
    [
        (NOT_A_CHARITY, Firm(), None),
        (NOT_A_CHARITY, Firm(legal_form="charity"), False),
        (NOT_A_CHARITY, Firm(legal_form="cic"), True),
        (COMPANY, Firm(legal_form="limited_company"), True),
        (COMPANY, Firm(legal_form="sole_trader"), False),
        (COMPANY, Firm(legal_form="charity"), None),
        (COMPANY, Firm(incorporated=True), True),
        (INDEPENDENT, Firm(in_group=True), False),
        (INDEPENDENT, Firm(in_group=False), True),
        (INDEPENDENT, Firm(), None),
        (PROJECT, Firm(project_cost=Range(40_000, 40_000)), False),
        (PROJECT, Firm(project_cost=Range(60_000, 80_000)), True),
        (Condition("Makes goods", "makes_goods"), Firm(sectors=("aerospace",)), True),
        (Condition("Makes goods", "makes_goods"), Firm(sectors=("creative",)), None),
        (Condition("Viable firm"), Firm(incorporated=True), None),
    ],
)
def test_a_condition_is_met_not_met_or_not_known(condition, firm, met):
    assert holds(condition, firm) is met


def test_a_rule_that_is_only_a_part_of_the_words_can_shut_out_but_never_let_in():
    small_company = Condition("A UK company of small size", "incorporated", in_part=True)

    assert holds(small_company, Firm(incorporated=True)) is None
    assert holds(small_company, Firm(incorporated=False)) is False


def test_a_firm_that_contradicts_itself_is_not_let_in():
    assert holds(COMPANY, Firm(legal_form="sole_trader", incorporated=True)) is False
