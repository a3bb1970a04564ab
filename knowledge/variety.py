"""Chooses a few that differ, out of many that fit."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.records import Programme

PUBLIC = frozenset({"public", "university", "research_organisation"})
SAME_KIND = 0.92  # times the score, for each one already chosen that offers the same kind of support
SAME_PROVIDER = 0.85
SAME_SIDE = 0.95  # for each public or each private one already chosen, while the other side has none
MOST_OF_A_KIND = 3


class Scored(Protocol):
    """What is chosen from."""

    @property
    def programme(self) -> Programme:
        """Return the programme."""

    @property
    def score(self) -> float:
        """Return how well it fits."""


def choose[Candidate: Scored](
    ranked: Sequence[Candidate], limit: int, wants: frozenset[str]
) -> list[Candidate]:
    """Return a few of the best, the best first, each less of what the ones before it already give.

    Never more than three with the same kind of support while others are left.
    """
    left, chosen = list(ranked), list[Candidate]()
    while left and len(chosen) < limit:
        kinds = [kind_of(one.programme, wants) for one in chosen]
        open_kinds = [one for one in left if kinds.count(kind_of(one.programme, wants)) < MOST_OF_A_KIND]
        best = max(open_kinds or left, key=lambda one: _worth(one, chosen, wants))
        left.remove(best)
        chosen.append(best)
    return chosen


def is_public(programme: Programme) -> bool:
    """Is it run by a public body, a university or a research organisation?"""
    return programme.provider_kind in PUBLIC


def kind_of(programme: Programme, wants: frozenset[str]) -> frozenset[str]:
    """Return what it offers of what was asked for, or all that it offers."""
    return programme.support & wants or programme.support


def _worth(one: Scored, chosen: Sequence[Scored], wants: frozenset[str]) -> float:
    kind, worth = kind_of(one.programme, wants), one.score
    for other in chosen:
        if kind_of(other.programme, wants) == kind:
            worth *= SAME_KIND
        if other.programme.provider == one.programme.provider:
            worth *= SAME_PROVIDER
    sides = {is_public(other.programme) for other in chosen}
    if sides == {is_public(one.programme)}:
        worth *= SAME_SIDE ** len(chosen)
    return worth
