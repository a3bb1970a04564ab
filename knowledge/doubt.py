"""How likely it is that a rule shuts a firm out of which nobody knows yet whether it meets it."""

import numpy as np

from knowledge.columns import Numbers
from knowledge.ranges import Range
from knowledge.rules import NEW, Rule

SHUTS_OUT = {
    "place": 0.75,
    "sector": 0.55,
    "stage": 0.1,
    "trading_age": 0.3,
    "turnover": 0.3,
    "employees": 0.3,
    "legal_form": 0.15,
    "incorporated": 0.15,
    "in_group": 0.1,
    "sells_to_businesses": 0.2,
    "spends_on_rd": 0.3,
    "makes_goods": 0.3,
    "has_premises": 0.1,
    "has_partner": 0.3,
    "project_cost": 0.3,
    "readiness": 0.3,
    "can_match": 0.1,
}
NEW_ONLY_SHUTS_OUT = 0.6
CERTAIN = 1e-12  # no likelihood is nearer to 1 than that
MEDIUM = 249  # people; nearly every firm that asks is smaller
SMALL_AND_MEDIUM_SHUTS_OUT = 0.03


def shuts_out(rule: Rule) -> float:
    """Return how likely it is that a firm of which nobody knows more does not meet a rule."""
    if rule.name == "stage" and isinstance(rule.limit, frozenset) and rule.limit <= NEW:
        return NEW_ONLY_SHUTS_OUT
    if rule.name == "employees" and isinstance(rule.limit, Range) and rule.limit.min is None:
        return SMALL_AND_MEDIUM_SHUTS_OUT if (rule.limit.max or 0) >= MEDIUM else SHUTS_OUT["employees"]
    return SHUTS_OUT.get(rule.name, 0.0)


def odds(likely: Numbers) -> Numbers:
    """Return how much likelier than not something is; likelihoods near 1 differ in it as they should."""
    told: Numbers = likely / np.maximum(1 - likely, CERTAIN)
    return told


def doubted(likely: Numbers, left: Numbers) -> Numbers:
    """Return the likelihood of which so much of the odds is left."""
    less = odds(likely) * left
    told: Numbers = less / (1 + less)
    return told
