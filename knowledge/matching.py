"""Finds the few programmes that fit one firm and one need best, and says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.doubt import doubt
from knowledge.eligibility import Assessment, Eligible, assess
from knowledge.firms import Firm
from knowledge.near_misses import NearMiss, best_of, near_miss
from knowledge.needs import Likeness, Need, Reason, render
from knowledge.questions import decisive
from knowledge.reasons import what_to_check, why
from knowledge.records import Programme
from knowledge.scoring import Yardstick, is_relevant, score
from knowledge.traits import asks_for_something, is_front_door
from knowledge.variety import choose
from knowledge.weights import weights

__all__ = ["Exclusion", "Found", "Likeness", "Match", "Need", "Reason", "find", "match_of", "render"]

DECIDING = 12  # the best candidates, among which the decisive question is sought
LEAST_SCORE = 0.01
MOST_NEAR_MISSES = 2
LEAST_FIT = 0.1
NEARLY = 0.8  # a near miss is worth telling when it would fit nearly as well as the best that fits
FAR_BEHIND = 0.2  # what fits less than this part of the best is not worth anybody's time


@dataclass(frozen=True)
class Match:
    """A programme that a firm may have, how well it fits (0 to 1), why, and what to check first."""

    programme: Programme
    score: float
    eligibility: Assessment
    reasons: tuple[Reason, ...] = ()
    to_check: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """A programme that would have fitted the need, and the rule that shuts this firm out."""

    programme_id: str
    rule: str


@dataclass(frozen=True)
class Found:
    """The best matches first; empty when nothing fits, so that the front door is offered.

    `decisive_question` is the one unknown (place, sector, employees, ...: the name of a rule) whose answer
    would change most, or None. `near_misses` would fit about as well as the matches, were it not for one rule
    that time or growth can change.
    """

    matches: tuple[Match, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    decisive_question: str | None = None
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    """A programme that is something of what is asked for; `fit` is its score were nothing unknown."""

    programme: Programme
    fit: float
    score: float
    eligibility: Assessment


def find(
    programmes: Iterable[Programme],
    firm: Firm,
    need: Need,
    today: date,
    limit: int = 3,
    *,
    leaving_out: frozenset[str] = frozenset(),
    vectors: Likeness | None = None,
    settled: frozenset[str] = frozenset(),
) -> Found:
    """Return what fits best, leaving out what the firm cannot have and the ids in `leaving_out`.

    `settled` are the fields of the firm that are not to be asked for. Ties go to the programme seen running
    most recently, then to its id, so that the same question always gets the same answer.
    """
    offered = [programme for programme in programmes if programme.withheld is None]
    candidates = _candidates(offered, firm, need, today, vectors)
    possible = [one for one in candidates if one.eligibility.overall is not Eligible.NO]
    ranked = _ranked(_without_doubles(possible, leaving_out))
    chosen = _specific_first(choose(_worth_showing(ranked, need), limit, need.wants), need)
    enough = max([LEAST_FIT, *(one.score * NEARLY for one in chosen)])
    nearly = ((one.fit, near_miss(one.programme, one.eligibility, firm, today)) for one in candidates)
    best = sorted(possible, key=lambda one: one.fit, reverse=True)[:DECIDING]
    return Found(
        matches=tuple(_match(one, firm, need, today) for one in chosen),
        excluded=tuple(_exclusions(candidates)),
        decisive_question=decisive(((one.fit, one.eligibility) for one in best), firm, settled),
        near_misses=best_of(nearly, enough, MOST_NEAR_MISSES),
    )


def match_of(programme: Programme, firm: Firm, need: Need, today: date) -> Match:
    """Return how one programme fits, whatever its score, for example to explain why it was shown."""
    asked = Yardstick.of([programme], firm, need, today)
    return _match(_candidate(programme, asked), firm, need, today)


def _candidates(
    programmes: Sequence[Programme], firm: Firm, need: Need, today: date, vectors: Likeness | None
) -> list[_Candidate]:
    cosines = vectors.of(need.words, programmes) if vectors and need.words else None
    asked = Yardstick.of(programmes, firm, need, today, cosines)
    return [_candidate(programme, asked) for programme in programmes if is_relevant(programme, asked)]


def _candidate(programme: Programme, asked: Yardstick) -> _Candidate:
    assessment = assess(programme, asked.firm, asked.today)
    fit = score(programme, asked, weights())
    return _Candidate(programme, fit, fit * doubt(assessment), assessment)


def _without_doubles(candidates: Sequence[_Candidate], leaving_out: frozenset[str]) -> list[_Candidate]:
    """Leave out what was shown, and all but the most local of the records of one offer."""
    present = {one.programme.id for one in candidates}
    hidden = set(leaving_out)
    for one in candidates:
        if one.programme.id in present:
            hidden |= one.programme.replaces
        if not one.programme.replaces.isdisjoint(leaving_out):
            hidden.add(one.programme.id)
    return [one for one in candidates if one.programme.id not in hidden]


def _ranked(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    ranked = sorted(candidates, key=lambda one: one.programme.id)
    ranked.sort(key=lambda one: one.programme.last_known or "", reverse=True)
    ranked.sort(key=lambda one: one.score, reverse=True)
    return ranked


def _worth_showing(ranked: Sequence[_Candidate], need: Need) -> list[_Candidate]:
    """Leave out what is far behind, and all front doors but the best for who asked for something."""
    if not ranked:
        return []
    least = max(LEAST_SCORE, ranked[0].score * FAR_BEHIND)
    worth = [one for one in ranked if one.score >= least]
    if not asks_for_something(need):
        return worth
    doors = [one for one in worth if is_front_door(one.programme)]
    return [one for one in worth if one not in doors[1:]]


def _specific_first(chosen: list[_Candidate], need: Need) -> list[_Candidate]:
    """Who asked for something hears of that before they hear of a general place to ask, however good."""
    if not chosen or not asks_for_something(need) or not is_front_door(chosen[0].programme):
        return chosen
    specific = next((one for one in chosen if not is_front_door(one.programme)), chosen[0])
    return [specific, *(one for one in chosen if one is not specific)]


def _match(one: _Candidate, firm: Firm, need: Need, today: date) -> Match:
    return Match(
        programme=one.programme,
        score=round(one.score, 4),
        eligibility=one.eligibility,
        reasons=tuple(why(one.programme, firm, need, one.eligibility)),
        to_check=tuple(what_to_check(one.programme, one.eligibility, today)),
    )


def _exclusions(candidates: Iterable[_Candidate]) -> Iterable[Exclusion]:
    for one in candidates:
        if (rule := one.eligibility.not_met()) is not None:
            yield Exclusion(one.programme.id, rule.name)
