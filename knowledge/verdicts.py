"""What the rules of many programmes say of one firm, told once for each distinct rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.alike import Alike, telling
from knowledge.catalogue import Catalogue, Selection
from knowledge.columns import Column, Flags, Groups, Numbers, Rows
from knowledge.doubt import shuts_out
from knowledge.eligibility import HELD
from knowledge.firms import Firm
from knowledge.near_misses import can_change
from knowledge.rules import Rule, Verdict, sectors_of

NONE = -1


@dataclass(frozen=True)
class Verdicts:
    """For each programme: how many rules shut the firm out, and the number of the first of their names.

    `doubt` is the part of a score that is left while rules are not known, nothing for whom they shut out.
    `may_change` tells of one rule that is not met whether it may be met one day.
    """

    against: Rows
    first: Rows
    names: Sequence[str]
    doubt: Numbers
    may_change: Flags

    def possible(self) -> Flags:
        """May the firm have each, as far as is known?"""
        fits: Flags = self.against == 0
        return fits

    def nearly(self) -> Flags:
        """Is there one single rule in the way, which may be met one day?"""
        near: Flags = (self.against == 1) & self.may_change
        return near

    def at(self, places: Rows) -> "Verdicts":
        """Return what is told of those at these places."""
        against, first, doubt = self.against[places], self.first[places], self.doubt[places]
        return Verdicts(against, first, self.names, doubt, self.may_change[places])


@dataclass(frozen=True)
class _Told:
    """What one rule says for each value of its fields; None where it says it of no value.

    `left` is the part of a score that is left where it is not known, `against` the number of the name of the
    rule where it is not met.
    """

    fields: tuple[str, ...]
    left: Numbers | None
    against: Rows | None
    may_change: Flags


class Rulings:
    """Every rule of a catalogue, held against one firm."""

    def __init__(self, catalogue: Catalogue, firm: Firm, today: date) -> None:
        """Tell each rule once for each distinct value, as `knowledge.eligibility.assess` tells it of one."""
        self._firm = firm
        self._names: dict[str, int] = {}
        self._told: list[_Told] = []
        self._held: list[tuple[Column, Groups, list[tuple[Rule, ...]]]] = []
        for fields, hold in HELD:
            column = catalogue.column(*fields)
            groups = column.groups(_deciding(fields, firm))
            held = [tuple(hold(one, firm, today)) for one in groups.examples]
            self._held.append((column, groups, held))
            for number in range(max(map(len, held), default=0)):
                rules = [each[number] if number < len(each) else None for each in held]
                self._told.append(self._tell(fields, groups, rules))

    def of(self, offered: Selection) -> Verdicts:
        """Return what they say of some programmes of the catalogue."""
        many = len(offered)
        against, first = np.zeros(many, dtype=np.intp), np.full(many, NONE, dtype=np.intp)
        doubt, may_change = np.ones(many), np.zeros(many, dtype=np.bool_)
        for told in self._told:
            if told.left is not None:
                doubt *= offered.spread(told.left, *told.fields)
            if told.against is not None:
                named = offered.spread(told.against, *told.fields)
                first = np.where(first == NONE, named, first)
                against += named != NONE
                may_change |= offered.spread(told.may_change, *told.fields)
        doubt[against > 0] = 0.0
        return Verdicts(against, first, tuple(self._names), doubt, may_change)

    def rules(self, row: int) -> Iterator[Rule]:
        """Yield what each rule of one record says, conditions without their words."""
        for column, groups, held in self._held:
            value = column.codes[row]
            yield from held[value if groups.of_value is None else groups.of_value[value]]

    def _tell(self, fields: tuple[str, ...], groups: Groups, rules: Sequence[Rule | None]) -> _Told:
        against = [rule if rule and rule.verdict is Verdict.NOT_MET else None for rule in rules]
        unknown = [rule if rule and rule.verdict is Verdict.UNKNOWN else None for rule in rules]
        left = [1 - shuts_out(rule) / 2 if rule else 1.0 for rule in unknown]
        change = [rule is not None and can_change(rule, self._firm) for rule in against]
        return _Told(
            fields,
            groups.spread(np.array(left)) if any(unknown) else None,
            groups.spread(np.array(self._numbers(against), dtype=np.intp)) if any(against) else None,
            groups.spread(np.array(change, dtype=np.bool_)),
        )

    def _numbers(self, against: Sequence[Rule | None]) -> list[int]:
        return [self._names.setdefault(rule.name, len(self._names)) if rule else NONE for rule in against]


def _deciding(fields: tuple[str, ...], firm: Firm) -> Alike | None:
    """Return the labels by which the rules tell the values of a field apart."""
    if fields == ("places",):
        return telling(firm.places)
    return (sectors_of(firm),) if fields == ("sectors",) else None
