"""All programmes of a release as columns, so that a match need not look at one record after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

from knowledge.columns import Column, Flags, Labels, Numbers, Rows
from knowledge.records import Programme
from knowledge.texts import Texts
from knowledge.word_index import WordIndex

Told = dict[Callable[..., Any], Numbers]  # what a function tells of each value
LABELLED = frozenset({"support", "barriers", "sectors", "places"})


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The columns of some records, and how to get at a whole record by its row.

    `fields` are the distinct values of each field, and the number of the one that each record has; `traits`
    what is true of each record; `texts` the words in which it may name a technology.
    """

    ids: Sequence[str]
    versions: Sequence[str]
    fields: dict[str, tuple[tuple[Any, ...], Rows]]
    traits: dict[str, Flags]
    texts: Texts
    words: WordIndex
    read: Callable[[int], Programme]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {name: row for row, name in enumerate(self.ids)}

    @cached_property
    def alphabetical(self) -> Rows:
        """The place of each row in the order of the ids."""
        places = np.empty(len(self), dtype=np.intp)
        places[sorted(range(len(self)), key=self.ids.__getitem__)] = np.arange(len(self), dtype=np.intp)
        return places

    @cached_property
    def recency(self) -> Rows:
        """A number for each row, the higher the later it was last known."""
        values, codes = self.fields["last_known"]
        place_of = {month: place for place, month in enumerate(sorted(month or "" for month in values))}
        return np.array([place_of[month or ""] for month in values], dtype=np.intp)[codes]

    @cached_property
    def replacing(self) -> tuple[Rows, Rows]:
        """The rows of the records that stand for others, each with the row of one of those."""
        values, codes = self.fields["replaces"]
        known = [[self.row_of[name] for name in sorted(value) if name in self.row_of] for value in values]
        standing = np.flatnonzero(np.array([bool(rows) for rows in known], dtype=np.bool_)[codes])
        pairs = [(row, other) for row in standing for other in known[codes[row]]]
        table = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def column(self, *fields: str) -> Column:
        """Return a few fields of all records."""
        if fields not in self._columns:
            self._columns[fields] = self._column(fields)
        return self._columns[fields]

    def of_day(self, today: date) -> Told:
        """Return where to keep what is told of the values for whoever asks on one day."""
        return self._of_day(today)

    @cached_property
    def _of_day(self) -> Callable[[date], Told]:
        return lru_cache(maxsize=2)(lambda _today: {})  # two, for who asks at midnight

    @cached_property
    def _columns(self) -> dict[tuple[str, ...], Column]:
        return {}

    def _column(self, fields: tuple[str, ...]) -> Column:
        if len(fields) == 1:
            values, codes = self.fields[fields[0]]
            labels = Labels.of(values) if fields[0] in LABELLED else None
            return Column(tuple(_told({fields[0]: value}) for value in values), codes, labels)
        together = np.zeros(len(self), dtype=np.int64)
        for field in fields:
            values, codes = self.fields[field]
            together = together * len(values) + codes
        _, firsts, inverse = np.unique(together, return_index=True, return_inverse=True)
        distinct = tuple(
            _told({field: self.fields[field][0][self.fields[field][1][first]] for field in fields})
            for first in firsts
        )
        return Column(distinct, inverse)


class Selection(Sequence[Programme]):
    """Some records of a catalogue, in an order; one is unpacked only when it is looked at."""

    def __init__(self, catalogue: Catalogue, rows: Rows | None = None) -> None:
        """Select these rows, or all of them."""
        self.catalogue = catalogue
        self._whole = rows is None
        self.rows: Rows = np.arange(len(catalogue), dtype=np.intp) if rows is None else rows
        self._codes: dict[tuple[str, ...], Rows] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Programme: ...

    @overload
    def __getitem__(self, at: slice) -> "Selection": ...

    def __getitem__(self, at: int | slice) -> "Programme | Selection":
        if isinstance(at, slice):
            return Selection(self.catalogue, self.rows[at])
        return self.catalogue.read(int(self.rows[at]))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it is compared by what it holds

    def where(self, fits: Flags) -> "Selection":
        """Return those of which the flag is true."""
        return self if fits.all() else Selection(self.catalogue, self.rows[fits])

    def at(self, places: Rows) -> "Selection":
        """Return those at these places."""
        return Selection(self.catalogue, self.rows[places])

    def column(self, *fields: str) -> Column:
        """Return the values of a few fields, those too that only other records of the catalogue have."""
        return self.catalogue.column(*fields)

    def codes(self, *fields: str) -> Rows:
        """Return for each of these records the number of its value of a few fields."""
        if fields not in self._codes:
            codes = self.column(*fields).codes
            self._codes[fields] = codes if self._whole else codes.take(self.rows)
        return self._codes[fields]

    def spread[Kind: np.generic](self, told: NDArray[Kind], *fields: str) -> NDArray[Kind]:
        """Return for each of these records what is told of its value of a few fields."""
        return told.take(self.codes(*fields)) if len(told) else np.zeros(len(self), dtype=told.dtype)

    def told(self, field: str, tell: Callable[[Programme], float]) -> Numbers:
        """Return a number for each of these records, told once for each value that one of them has."""
        column, codes = self.column(field), self.codes(field)
        told = np.zeros(len(column.distinct))
        for value in np.flatnonzero(np.bincount(codes, minlength=len(told))).tolist():
            told[value] = tell(column.distinct[value])
        return told.take(codes)

    def those(self, trait: str) -> Flags:
        """Return for each whether it has one of the TRAITS."""
        return self.catalogue.traits[trait][self.rows]

    def counted(self, field: str) -> dict[str, int]:
        """Return for each label of a field how many of these records have it."""
        column = self.column(field)
        if column.labels is None:
            return {}
        counts = column.labels.holds @ np.bincount(self.codes(field), minlength=len(column.distinct))
        return {
            label: count
            for label, count in zip(column.labels.place_of, counts.tolist(), strict=True)
            if count
        }


def _told(values: dict[str, Any]) -> Programme:
    """Return a programme that knows only these fields.

    A dot leads to a field of a field; after a colon stands which part of a field is told.
    """
    told = SimpleNamespace()
    for field, value in values.items():
        owner, _, name = field.partition(":")[0].rpartition(".")
        if owner and not hasattr(told, owner):
            setattr(told, owner, SimpleNamespace())
        setattr(getattr(told, owner) if owner else told, name, value)
    return cast(Programme, told)
