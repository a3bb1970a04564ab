"""Is what was understood what a fair judge expects?"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bot.evaluation.cases import Case, Expected
from bot.evaluation.scores import Count
from bot.nlu.technologies import technologies

FALLBACK = "nlu_fallback"
NAMES = frozenset({"programme", "organisation"})  # both are records; which of the two is a matter of taste
MONTHS_OF_A_YEAR = 12  # a year alone leaves the month open


def intent_is_right(case: Case, parsed: Mapping[str, Any]) -> bool:
    """Was one of the accepted intents understood?"""
    return parsed["intent"]["name"] in case.accepted


def abstained(parsed: Mapping[str, Any]) -> bool:
    """Was nothing understood?"""
    return bool(parsed["intent"]["name"] == FALLBACK)


def barriers(case: Case, parsed: Mapping[str, Any]) -> Count:
    """Count the barriers; optional ones count neither way."""
    found = {one["name"] for one in parsed["barriers"]}
    return Count(
        right=len(found & case.required),
        wrong=len(found - case.required - case.optional),
        missed=len(case.required - found),
    )


def entities(case: Case, parsed: Mapping[str, Any]) -> Count:
    """Count the entities by kind, value and negation, wherever they stand in the sentence."""
    return sum(entities_by_kind(case, parsed).values(), Count())


def entities_by_kind(case: Case, parsed: Mapping[str, Any]) -> dict[str, Count]:
    """Count the entities of each kind."""
    found = [Expected(one["entity"], one["value"], bool(one.get("negated"))) for one in parsed["entities"]]
    left = list(dict.fromkeys(map(_key, found)))
    counts: dict[str, Count] = defaultdict(Count)
    for one in dict.fromkeys(map(_key, case.entities)):
        match = next((other for other in left if _same(one, other)), None)
        counts[one[0]] += Count(right=1) if match else Count(missed=1)
        if match:
            left.remove(match)
    for one in left:
        counts[one[0]] += Count(wrong=1)
    return dict(counts)


_Key = tuple[str, Any, bool]


def _key(one: Expected) -> _Key:
    kind = "record" if one.entity in NAMES else one.entity
    return kind, _hashable(_one_name(one)), one.negated


def _one_name(one: Expected) -> Any:
    """Return the value; of a technology the name that the list gives it: "additive" is 3d printing."""
    is_name = one.entity == "technology" and isinstance(one.value, str)
    return technologies().get(one.value.lower(), one.value) if is_name else one.value


def _hashable(value: Any) -> Any:
    if isinstance(value, dict):
        return ("range", value.get("min"), value.get("max"))
    return frozenset(value) if isinstance(value, list) else value


def _same(wanted: _Key, found: _Key) -> bool:
    if wanted == found:
        return True
    both_months = wanted[0] == found[0] == "trading_age" and wanted[2] == found[2]
    return both_months and _near(wanted[1], found[1])


def _near(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return numbers and abs(one - other) <= MONTHS_OF_A_YEAR
