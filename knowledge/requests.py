"""What is asked of the knowledge base from outside, as JSON: read into a firm and a need."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.conditions import LEGAL_FORMS
from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.places import OUTSIDE, members, narrowest
from knowledge.ranges import Range
from knowledge.vocabulary import vocabulary

LARGEST_LIMIT = 50


class BadRequest(ValueError):
    """A field of a request is not understood: mend it and ask again."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field


@dataclass(frozen=True)
class Request:
    """Who asks for what; `limit` is None when none is given."""

    id: Any
    firm: Firm
    need: Need
    limit: int | None


def read_request(content: Mapping[str, Any]) -> Request:
    """Return what a line asks, or raise BadRequest."""
    text = content.get("text")
    if text is not None and not isinstance(text, str):
        raise BadRequest("text", "it is no text")
    firm = read_profile(content.get("profile") or {})
    wants = _labels("wants", content.get("wants"), vocabulary().support)
    barriers = _labels("barriers", _names(content.get("barriers")), vocabulary().barriers)
    return Request(
        content.get("id"),
        firm,
        Need(frozenset(wants), frozenset(barriers), text or None, firm.technologies),
        _limit(content.get("limit")),
    )


def read_profile(content: Any) -> Firm:
    """Return the firm of a profile; its fields are named as those of `Firm` or as entities."""
    if not isinstance(content, Mapping):
        raise BadRequest("profile", "it is not an object")
    known: dict[str, Any] = {}
    for name, value in content.items():
        if name not in _FIELDS:
            raise BadRequest(
                f"profile.{name}", f"there is no such field; there are {', '.join(sorted(_FIELDS))}"
            )
        if value is not None and value != []:
            field, read = _FIELDS[name]
            known[field] = read(f"profile.{name}", value)
    return Firm(**known)


def read_place(field: str, value: Any) -> tuple[str, ...]:
    """Return the places that a label, a group name or a list of them stands for."""
    named = [place for label in _several(value) for place in members(str(label))]
    places = narrowest(_labels(field, named, vocabulary().places))
    inside = tuple(place for place in places if place != OUTSIDE)
    return inside or places


def _labels(field: str, value: Any, known: Iterable[str]) -> tuple[str, ...]:
    labels = tuple(dict.fromkeys(_several(value)))
    for label in labels:
        if label not in frozenset(known):
            raise BadRequest(field, f"{label!r} is not in the vocabulary")
    return labels


def _names(barriers: Any) -> Any:
    """Barriers may stand as labels or as `{"name": ...}`, the form in which they are understood."""
    if isinstance(barriers, list):
        return [one.get("name") if isinstance(one, dict) else one for one in barriers]
    return barriers


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _limit(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_LIMIT:
        raise BadRequest("limit", f"it is not a whole number from 1 to {LARGEST_LIMIT}")
    return value


def _sectors(field: str, value: Any) -> tuple[str, ...]:
    return _labels(field, value, vocabulary().sectors)


def _stage(field: str, value: Any) -> str:
    return _labels(field, [value], vocabulary().stages)[0]


def _legal_form(field: str, value: Any) -> str:
    return _labels(field, [value], LEGAL_FORMS)[0]


def _yes_or_no(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRequest(field, "it is neither true nor false")
    return value


def _range(most: float) -> "_Reader":
    """Return a reader of numbers from 0 to the most that any firm could have."""

    def read(field: str, value: Any) -> Range | None:
        bounds = [value.get("min"), value.get("max")] if isinstance(value, Mapping) else [value]
        for number in bounds:
            if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
                raise BadRequest(field, 'it is neither a number nor {"min", "max"}')
            if number is not None and not 0 <= number <= most:
                raise BadRequest(field, f"it is not between 0 and {most:,}")
        told = Range.of(dict(value) if isinstance(value, Mapping) else value)
        if told and told.min is not None and told.max is not None and told.min > told.max:
            raise BadRequest(field, "its min is more than its max")
        return told

    return read


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadRequest(field, "it is no text")
    return value


def _texts(field: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(field, one) for one in _several(value))


_Reader = Callable[[str, Any], Any]
_people, _months, _pounds, _level = map(_range, (10_000_000, 12_000, 10**13, 9))
_FIELDS: dict[str, tuple[str, _Reader]] = {
    "place": ("places", read_place),
    "places": ("places", read_place),
    "postcode": ("postcode", _text),
    "sector": ("sectors", _sectors),
    "sectors": ("sectors", _sectors),
    "employees": ("employees", _people),
    "turnover": ("turnover", _pounds),
    "turnover_gbp": ("turnover", _pounds),
    "trading_age": ("trading_months", _months),
    "trading_months": ("trading_months", _months),
    "legal_form": ("legal_form", _legal_form),
    "stage": ("stage", _stage),
    "technology": ("technologies", _texts),
    "technologies": ("technologies", _texts),
    "amount": ("amount", _pounds),
    "project_cost": ("project_cost", _pounds),
    "readiness": ("readiness", _level),
    "aid_received": ("aid_received", _pounds),
    "incorporated": ("incorporated", _yes_or_no),
    "in_group": ("in_group", _yes_or_no),
    "sells_to_businesses": ("sells_to_businesses", _yes_or_no),
    "spends_on_rd": ("spends_on_rd", _yes_or_no),
    "makes_goods": ("makes_goods", _yes_or_no),
    "has_premises": ("has_premises", _yes_or_no),
    "can_match": ("can_match", _yes_or_no),
    "has_partner": ("has_partner", _yes_or_no),
}
