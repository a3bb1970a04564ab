"""How well the ranking does on judged needs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Any

from bot.evaluation.judged_needs import JudgedNeed
from bot.evaluation.scores import Share, bootstrap
from knowledge.places import may_serve
from knowledge.records import Programme, Status
from knowledge.requests import read_place

SHOWN = 5
FIRST = 3
NOTHING = 0
Match = Callable[[dict[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Offers:
    """All programmes, to tell which records are of one offer, and which are closed or elsewhere."""

    programmes: Mapping[str, Programme]
    twins: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, programmes: Iterable[Programme]) -> "Offers":
        """Look through these programmes."""
        known = {one.id: one for one in programmes}
        groups: dict[str, frozenset[str]] = {}
        for one in known.values():
            if one.replaces:
                together = frozenset().union(*(groups.get(name, {name}) for name in (one.id, *one.replaces)))
                groups |= dict.fromkeys(together, together)
        return cls(known, groups)

    def together(self, programme_id: str) -> frozenset[str]:
        """Return all records of the same offer, this one among them."""
        return self.twins.get(programme_id, frozenset({programme_id}))

    def is_impossible(self, programme_id: str, place: Any) -> bool:
        """Is it closed, or not for any firm in this place?"""
        one = self.programmes[programme_id]
        return one.status is Status.CLOSED or not may_serve(one.places, read_place("place", place))


@dataclass(frozen=True)
class Outcome:
    """What was shown for one need, the best first, and what would be asked next.

    `unfit` is what a judge would not offer, `impossible` what of it is closed or for other places.
    """

    need: JudgedNeed
    shown: Sequence[str]
    question: str | None
    ndcg: float
    unfit: Sequence[str]
    impossible: Sequence[str]

    @property
    def ideal_is_first(self) -> bool:
        """Is one of the ideal programmes among the first three?"""
        return not self.need.ideal.isdisjoint(self.shown[:FIRST])

    @property
    def question_is_right(self) -> bool:
        """Is it a question that a fair judge would ask?"""
        return self.question in self.need.questions


def judge(needs: Iterable[JudgedNeed], match: Match, offers: Offers, *, in_words: bool) -> list[Outcome]:
    """Ask for every need, with the facts as judged or only in the person's words."""
    return [_outcome(need, match(_asked(need, in_words)), offers) for need in needs]


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return nDCG@5 with its interval, and how often the rest is as it should be, as JSON can hold it."""
    gained = [one.ndcg for one in outcomes]
    low, high = bootstrap(gained, fmean)
    return {
        "ndcg@5": {"mean": round(fmean(gained), 4), "low": low, "high": high, "of": len(gained)},
        "an ideal one among the first three": _share(outcomes, lambda one: one.ideal_is_first),
        "deciding question": _share(outcomes, lambda one: one.question_is_right),
        "nothing closed or elsewhere": _share(outcomes, lambda one: not one.impossible),
        "nothing unfit": _share(outcomes, lambda one: not one.unfit),
        "unfit": {one.need.id: list(one.unfit) for one in outcomes if one.unfit},
    }


def ndcg(shown: Sequence[str], need: JudgedNeed, offers: Offers) -> float:
    """Return the discounted gain of the first five as a part of the best possible (Järvelin 2002).

    Two records of one offer are worth that offer once, whichever is shown.
    """
    best = sorted(need.ideal | need.good, key=lambda one: (-need.gain(one), one))
    possible = [one for place, one in enumerate(best) if offers.together(one).isdisjoint(best[:place])]
    return _discounted(_gains(shown, need, offers)) / _discounted(_gains(possible, need, offers))


def _gains(ordered: Sequence[str], need: JudgedNeed, offers: Offers) -> list[int]:
    gains, seen = list[int](), set[str]()
    for one in ordered[:SHOWN]:
        together = offers.together(one)
        gains.append(NOTHING if one in seen else max(map(need.gain, together)))
        seen |= together
    return gains


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def _asked(need: JudgedNeed, in_words: bool) -> dict[str, Any]:
    return {**(need.in_words() if in_words else need.asked), "limit": SHOWN}


def _outcome(need: JudgedNeed, answer: Mapping[str, Any], offers: Offers) -> Outcome:
    shown = [match["id"] for match in answer["matches"]]
    place = (need.asked.get("profile") or {}).get("place")
    impossible = [one for one in shown if offers.is_impossible(one, place)]
    unfit = [one for one in shown if one in need.wrong or one in impossible]
    return Outcome(need, shown, answer["decisive_question"], ndcg(shown, need, offers), unfit, impossible)


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> dict[str, float]:
    return Share(sum(map(holds, outcomes)), len(outcomes)).pack()
