"""What is known of the firm that asks."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from knowledge.ranges import Range


@dataclass(frozen=True)
class Firm:
    """A firm as far as its owner has told us; an empty field is not known, never "no".

    `places` holds several ids while a group name or a postcode leaves open which one it is.
    Money is in pounds, age in months. `incorporated` is in the UK, `in_group` as a part of a larger firm,
    `has_premises` with property or land of its own or on lease, `can_match` with money to pay its share of a
    project, `has_partner` for a project together. `aid_received` is Minimal Financial Assistance of the last
    three financial years. `readiness` is a technology readiness level, 1 to 9.
    `own_words` keeps, for each field, what the person said.
    """

    places: tuple[str, ...] = ()
    postcode: str | None = None
    sectors: tuple[str, ...] = ()
    employees: Range | None = None
    turnover: Range | None = None
    trading_months: Range | None = None
    legal_form: str | None = None
    stage: str | None = None
    technologies: tuple[str, ...] = ()
    amount: Range | None = None
    incorporated: bool | None = None
    in_group: bool | None = None
    sells_to_businesses: bool | None = None
    spends_on_rd: bool | None = None
    makes_goods: bool | None = None
    has_premises: bool | None = None
    can_match: bool | None = None
    has_partner: bool | None = None
    project_cost: Range | None = None
    readiness: Range | None = None
    aid_received: Range | None = None
    own_words: tuple[tuple[str, str], ...] = ()

    @classmethod
    def unpack(cls, content: dict[str, Any] | None) -> "Firm":
        """Read what `pack` wrote; unknown fields are left out, so that older notes can be read."""
        given = {f.name: content[f.name] for f in fields(cls) if content and f.name in content}
        for name in _LISTS & given.keys():
            given[name] = tuple(given[name])
        for name in _RANGES & given.keys():
            given[name] = Range.of(given[name])
        if "own_words" in given:
            given["own_words"] = tuple(sorted(given["own_words"].items()))
        return cls(**given)

    def pack(self) -> dict[str, Any]:
        """Return only what is known, as JSON can hold it."""
        packed = {name: value for name, value in asdict(self).items() if self.knows(name)}
        for name in _LISTS & packed.keys():
            packed[name] = list(packed[name])
        for name in _RANGES & packed.keys():
            packed[name] = getattr(self, name).pack()
        if "own_words" in packed:
            packed["own_words"] = dict(self.own_words)
        return packed

    def noting(self, field: str, value: Any, words: str | None = None) -> "Firm":
        """Return the firm with one field set, and the words that it was said in."""
        kept = {name: said for name, said in self.own_words if name != field}
        if words is not None:
            kept[field] = words
        return replace(self, **{field: value, "own_words": tuple(sorted(kept.items()))})

    def knows(self, field: str) -> bool:
        """Is one field known? A no is known."""
        return getattr(self, field) not in (None, ())

    def forgetting(self, field: str) -> "Firm":
        """Return the firm with one field not known again."""
        empty = {f.name: f.default for f in fields(self)}[field]
        return self.noting(field, empty)


_LISTS = {"places", "sectors", "technologies"}
_RANGES = {"employees", "turnover", "trading_months", "amount", "project_cost", "readiness", "aid_received"}
