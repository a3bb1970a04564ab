"""Conditions beside size, place and age that a machine can hold a firm against, each named once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.records import Condition

LEGAL_FORMS = frozenset({"sole_trader", "partnership", "limited_company", "cic", "charity"})
COMPANIES = frozenset({"limited_company", "cic"})
NOT_COMPANIES = frozenset({"sole_trader", "partnership"})
# a maker of vehicles, aircraft, trains or food is a manufacturer too
ALSO_MANUFACTURING = frozenset({"automotive", "aerospace", "rail", "food_and_drink"})
MAKERS = ALSO_MANUFACTURING | {"manufacturing"}

_Holds = Callable[[Condition, Firm], bool | None]


@dataclass(frozen=True)
class Kind:
    """One kind of condition: the field of the firm that answers it, and how it is held against a firm.

    `holds` returns True, False, or None while nobody can tell.
    """

    field: str
    holds: _Holds


def holds(condition: Condition, firm: Firm) -> bool | None:
    """Does a firm meet a typed condition? None while it is not known."""
    held = KINDS[condition.name].holds(condition, firm) if condition.name else None
    return None if held and condition.in_part else held


def is_company(firm: Firm) -> bool | None:
    """Is the firm incorporated in the UK? What was said tells, and its legal form; a no counts first."""
    if firm.incorporated is False or firm.legal_form in NOT_COMPANIES:
        return False
    return True if firm.incorporated or firm.legal_form in COMPANIES else None


def makes_goods(firm: Firm) -> bool | None:
    """Does the firm make physical goods? A maker by its sector does; of the others nobody can tell."""
    if firm.makes_goods is not None:
        return firm.makes_goods
    return True if MAKERS & frozenset(firm.sectors) else None


def _legal_form(condition: Condition, firm: Firm) -> bool | None:
    return None if firm.legal_form is None else firm.legal_form in condition.labels


def _flag(value: Callable[[Firm], bool | None]) -> _Holds:
    def held(condition: Condition, firm: Firm) -> bool | None:
        known = value(firm)
        return None if known is None else known is condition.expected

    return held


def _number(value: Callable[[Firm], Range | None]) -> _Holds:
    def held(condition: Condition, firm: Firm) -> bool | None:
        known = value(firm)
        return known.within(condition.bounds) if known and condition.bounds else None

    return held


KINDS: Mapping[str, Kind] = {
    "legal_form": Kind("legal_form", _legal_form),
    "incorporated": Kind("incorporated", _flag(is_company)),
    "in_group": Kind("in_group", _flag(lambda firm: firm.in_group)),
    "sells_to_businesses": Kind("sells_to_businesses", _flag(lambda firm: firm.sells_to_businesses)),
    "spends_on_rd": Kind("spends_on_rd", _flag(lambda firm: firm.spends_on_rd)),
    "makes_goods": Kind("makes_goods", _flag(makes_goods)),
    "has_premises": Kind("has_premises", _flag(lambda firm: firm.has_premises)),
    "can_match": Kind("can_match", _flag(lambda firm: firm.can_match)),
    "has_partner": Kind("has_partner", _flag(lambda firm: firm.has_partner)),
    "project_cost": Kind("project_cost", _number(lambda firm: firm.project_cost)),
    "readiness": Kind("readiness", _number(lambda firm: firm.readiness)),
}
BY_LABEL = frozenset({"legal_form"})
BY_NUMBER = frozenset({"project_cost", "readiness"})
