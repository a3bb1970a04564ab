"""Firms and needs of every kind, for tests that hold for all of them."""

from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.ranges import Range
from knowledge.vocabulary import vocabulary

TECHNOLOGIES = ("robotics", "machine learning", "3D printing", "laser", "digital tools", "heat pumps", "iot")
WORDS = ("a grant for robots", "weld", "energy audit", "innovate a new product", "export", "help", "1 + 1")
FLAGS = (
    "incorporated",
    "in_group",
    "sells_to_businesses",
    "spends_on_rd",
    "makes_goods",
    "has_premises",
    "can_match",
    "has_partner",
)


def some(labels):
    return st.lists(st.sampled_from(sorted(labels)), unique=True, max_size=3).map(tuple)


def a_range(most):
    bounds = st.tuples(st.integers(0, most) | st.none(), st.integers(0, most) | st.none())
    ordered = bounds.filter(lambda pair: pair != (None, None) and (None in pair or pair[0] <= pair[1]))
    return st.none() | ordered.map(lambda pair: Range(*pair))


FIRMS = st.builds(
    Firm,
    places=some([*vocabulary().places, "outside"]),
    sectors=some(vocabulary().sectors),
    employees=a_range(300),
    turnover=a_range(20_000_000),
    trading_months=a_range(120),
    project_cost=a_range(500_000),
    readiness=a_range(9),
    amount=a_range(200_000),
    legal_form=st.sampled_from([None, "sole_trader", "limited_company", "charity"]),
    stage=st.none() | st.sampled_from(sorted(vocabulary().stages)),
    technologies=some(TECHNOLOGIES),
    **{flag: st.none() | st.booleans() for flag in FLAGS},
)
NEEDS = st.builds(
    Need,
    wants=some(vocabulary().support).map(frozenset),
    barriers=some(vocabulary().barriers).map(frozenset),
    words=st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    technologies=some(TECHNOLOGIES),
)
