"""Makes a catalogue of programmes, one after another, and keeps only what the columns need."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np

from knowledge.catalogue import Catalogue, Selection
from knowledge.records import Condition, Funding, Programme
from knowledge.rules import only_lends
from knowledge.texts import TextsBuilder
from knowledge.traits import MONEY, is_front_door, is_research_money
from knowledge.word_index import WordIndexBuilder

TRAITS: dict[str, Callable[[Programme], bool]] = {
    "is_front_door": is_front_door,
    "is_research_money": is_research_money,
}


def catalogue_of(programmes: Iterable[Programme]) -> Catalogue:
    """Return the catalogue of records that are in memory."""
    given = list(programmes)
    builder = CatalogueBuilder()
    for programme in given:
        builder.add(programme)
    return builder.build(given.__getitem__)


def selected(programmes: Iterable[Programme]) -> Selection:
    """Return the selection itself, or one of records that are in memory."""
    return programmes if isinstance(programmes, Selection) else Selection(catalogue_of(programmes))


class CatalogueBuilder:
    """Takes one record after another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ids: list[str] = []
        self._versions: list[str] = []
        self._distinct: dict[str, dict[Any, int]] = {field: {} for field in _FIELDS}
        self._codes = {field: array("i") for field in _FIELDS}
        self._traits = {trait: bytearray() for trait in TRAITS}
        self._texts, self._words = TextsBuilder(), WordIndexBuilder()

    def add(self, programme: Programme) -> None:
        """Take the next record."""
        self._ids.append(programme.id)
        self._versions.append(programme.version)
        for field, read in _FIELDS.items():
            known = self._distinct[field]
            self._codes[field].append(known.setdefault(read(programme), len(known)))
        for trait, tell in TRAITS.items():
            self._traits[trait].append(tell(programme))
        self._texts.add(f"{programme.name} {programme.summary}".casefold())
        said = " ".join(programme.typically_said)
        self._words.add(f"{programme.name} {programme.provider} {programme.summary} {said}")

    def build(self, read: Callable[[int], Programme]) -> Catalogue:
        """Return the catalogue of the records taken; `read` returns one of them by its row."""
        return Catalogue(
            ids=self._ids,
            versions=self._versions,
            fields={
                field: (tuple(self._distinct[field]), np.array(self._codes[field], dtype=np.intp))
                for field in _FIELDS
            },
            traits={trait: np.array(told, dtype=np.bool_) for trait, told in self._traits.items()},
            texts=self._texts.build(),
            words=self._words.build(),
            read=read,
        )


def _decided(programme: Programme) -> tuple[Condition, ...]:
    """What a machine can decide of the conditions; in their words all of them would differ."""
    return tuple(replace(one, words="") for one in programme.eligibility.conditions if one.name is not None)


def _least(programme: Programme) -> Funding | None:
    return Funding(min_gbp=programme.funding.min_gbp) if programme.funding else None


def _most(programme: Programme) -> Funding | None:
    return Funding(max_gbp=programme.funding.max_gbp) if programme.funding else None


def _lent(programme: Programme) -> Funding | None:
    """What a sum sought may be too much for; of what is given no sum is."""
    return _most(programme) if only_lends(programme) else None


def _share(programme: Programme) -> Funding | None:
    return replace(programme.funding, min_gbp=None, max_gbp=None) if programme.funding else None


def _money(programme: Programme) -> frozenset[str]:
    return programme.support & MONEY


_PLAIN = (
    "support",
    "barriers",
    "sectors",
    "places",
    "technologies",
    "stages",
    "provider",
    "provider_kind",
    "status",
    "window",
    "last_known",
    "replaces",
    "withheld",
    "purpose",
    "eligibility.employees",
    "eligibility.turnover_gbp",
    "eligibility.trading_months",
)
_FIELDS: dict[str, Callable[[Programme], Any]] = {
    **{field: attrgetter(field) for field in _PLAIN},
    "eligibility.conditions": _decided,
    "funding:least": _least,
    "funding:most": _most,
    "funding:lent": _lent,
    "funding:share": _share,
    "support:money": _money,
}
