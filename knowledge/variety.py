"""Chooses a few that differ, out of many that fit."""

from dataclasses import dataclass

import numpy as np

from knowledge.catalogue import Selection
from knowledge.columns import Flags, Numbers, Rows
from knowledge.records import Programme

PUBLIC = frozenset({"public", "university", "research_organisation"})
SAME_KIND = 0.92  # times the score, for each one already chosen that offers the same kind of support
SAME_PROVIDER = 0.85
SAME_SIDE = 0.95  # for each public or each private one already chosen, while the other side has none
MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Ranked:
    """What is chosen from: how well each fits, and what it has in common with others.

    Equal kinds and equal providers have equal numbers. Ties go to the most `recent`, then to the first
    `alphabetical`.
    """

    scores: Numbers
    kinds: Rows
    providers: Rows
    public: Flags
    recent: Rows
    alphabetical: Rows

    @classmethod
    def of(cls, offered: Selection, scores: Numbers, wants: frozenset[str]) -> "Ranked":
        """Return these programmes with their scores."""
        sides = offered.column("provider_kind").flags(is_public)
        return cls(
            scores=scores,
            kinds=_kinds(offered, wants),
            providers=offered.codes("provider"),
            public=offered.spread(sides, "provider_kind"),
            recent=offered.catalogue.recency[offered.rows],
            alphabetical=offered.catalogue.alphabetical[offered.rows],
        )

    def best(self, worth: Numbers) -> int:
        """Return where the most worth is; among equals the one that ranks first."""
        equal = np.flatnonzero(worth == worth.max())
        if len(equal) == 1:
            return int(equal[0])
        order = np.lexsort((self.alphabetical[equal], -self.recent[equal], -self.scores[equal]))
        return int(equal[order[0]])

    def where(self, fits: Flags) -> "Ranked":
        """Return those of which the flag is true."""
        return Ranked(
            self.scores[fits],
            self.kinds[fits],
            self.providers[fits],
            self.public[fits],
            self.recent[fits],
            self.alphabetical[fits],
        )


def choose(ranked: Ranked, limit: int) -> list[int]:
    """Return where a few of the best are, the best first, each less of what the ones before it already give.

    Never more than three with the same kind of support while others are left.
    """
    chosen: list[int] = []
    differing, left = ranked.scores.copy(), np.ones(len(ranked.scores), dtype=np.bool_)
    while len(chosen) < limit and left.any():
        best = ranked.best(np.where(_open(ranked, chosen, left), _worth(ranked, chosen, differing), -1.0))
        chosen.append(best)
        left[best] = False
        differing[ranked.kinds == ranked.kinds[best]] *= SAME_KIND
        differing[ranked.providers == ranked.providers[best]] *= SAME_PROVIDER
    return chosen


def is_public(programme: Programme) -> bool:
    """Is it run by a public body, a university or a research organisation?"""
    return programme.provider_kind in PUBLIC


def kind_of(programme: Programme, wants: frozenset[str]) -> frozenset[str]:
    """Return what it offers of what was asked for, or all that it offers."""
    return programme.support & wants or programme.support


def _kinds(offered: Selection, wants: frozenset[str]) -> Rows:
    """Return a number for each, the same where the kind is the same."""
    numbers: dict[frozenset[str], int] = {}
    kinds = offered.told("support", lambda one: numbers.setdefault(kind_of(one, wants), len(numbers)))
    return kinds.astype(np.intp)


def _open(ranked: Ranked, chosen: list[int], left: Flags) -> Flags:
    """What is left of the kinds of which there are not enough, or, with none, all that is left."""
    if len(chosen) < MOST_OF_A_KIND:
        return left
    counts = np.bincount(ranked.kinds[chosen], minlength=int(ranked.kinds.max()) + 1)
    still: Flags = left & (counts < MOST_OF_A_KIND)[ranked.kinds]
    return still if still.any() else left


def _worth(ranked: Ranked, chosen: list[int], differing: Numbers) -> Numbers:
    sides = frozenset(ranked.public[chosen].tolist())
    if len(sides) != 1:
        return differing
    same = ranked.public == ranked.public[chosen[0]]
    return np.where(same, differing * SAME_SIDE ** len(chosen), differing)
