"""Finds the few programmes that fit one firm and one need best, and says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from knowledge.candidates import Candidates, chosen_of
from knowledge.catalogue import Catalogue, Selection, Told
from knowledge.cataloguing import selected
from knowledge.columns import Numbers, Rows
from knowledge.doubt import doubted
from knowledge.eligibility import Assessment, assess
from knowledge.firms import Firm
from knowledge.lazily import Lazily
from knowledge.likeness import Likeness
from knowledge.near_misses import NearMiss, near_miss
from knowledge.needs import FEW_AT_ONCE, Need, Reason, render
from knowledge.precedents import precedents
from knowledge.questions import decisive
from knowledge.reasons import what_to_check, why
from knowledge.records import Programme
from knowledge.scoring import are_relevant, score
from knowledge.verdicts import Rulings, Verdicts
from knowledge.weights import weights
from knowledge.yardstick import Yardstick

__all__ = [
    "Exclusion",
    "Found",
    "Likeness",
    "Match",
    "Matching",
    "Need",
    "Reason",
    "find",
    "match_of",
    "render",
]

DECIDING = 12  # the best candidates, among which the decisive question is sought
MOST_NEAR_MISSES = 2
LEAST_FIT = 0.1
NEARLY = 0.8  # a near miss is worth telling when it would fit nearly as well as the best that fits


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
    that time or growth can change. `excluded` is made only when it is looked at: it can be long.
    """

    matches: tuple[Match, ...] = ()
    excluded: Sequence[Exclusion] = ()
    decisive_question: str | None = None
    near_misses: tuple[NearMiss, ...] = ()


class OfFirm:
    """What a catalogue says of one firm on one day, whatever it needs."""

    def __init__(self, catalogue: Catalogue, firm: Firm, today: date) -> None:
        """Hold the firm against every rule."""
        self.rulings = Rulings(catalogue, firm, today)
        self._told: dict[tuple[str, ...], Told] = {}

    def told(self, technologies: tuple[str, ...]) -> Told:
        """Return where to keep what hangs on the firm, and on technologies that it names."""
        return self._told.setdefault(technologies, {})


_of_firm = lru_cache(maxsize=FEW_AT_ONCE)(OfFirm)


class Matching:
    """Programmes held against one firm on one day, for one need after another.

    What does not hang on the need is told once.
    """

    def __init__(self, offered: Selection, firm: Firm, today: date, vectors: Likeness | None = None) -> None:
        """Hold these programmes, of which none is withheld, against this firm."""
        self.offered = offered
        self._firm, self._today, self._vectors = firm, today, vectors
        self._told = _of_firm(offered.catalogue, firm, today)

    def find(
        self,
        need: Need,
        limit: int = 3,
        *,
        leaving_out: frozenset[str] = frozenset(),
        settled: frozenset[str] = frozenset(),
    ) -> Found:
        """Return what `find` returns."""
        asked = self._yardstick(need, self.offered)
        relevant = self.offered.where(are_relevant(self.offered, asked))
        told = self._told.rulings.of(relevant)
        candidates = _in_reach(relevant, told, asked)
        chosen = chosen_of(candidates, need, leaving_out, limit)
        enough = max([LEAST_FIT, *(float(candidates.scores[one]) * NEARLY for one in chosen)])
        return Found(
            matches=self._matches(candidates, chosen, need),
            excluded=Lazily(lambda: _exclusions(relevant, told)),
            decisive_question=self._decisive(candidates, settled),
            near_misses=self._near_misses(candidates, enough),
        )

    def best(
        self, need: Need, limit: int, least: float, *, among: Rows, leaving_out: frozenset[str]
    ) -> tuple[Match, ...]:
        """Return the best matches among those at these places of `offered`, as if there were no others.

        What fits less than the `least` is left out afterwards: something else does not take its place.
        """
        offered = self.offered.at(among)
        asked = self._yardstick(need, offered)
        relevant = are_relevant(offered, asked)
        candidates = _in_reach(offered.where(relevant), self._verdicts.at(among[relevant]), asked)
        chosen = chosen_of(candidates, need, leaving_out, limit)
        return self._matches(
            candidates, [one for one in chosen if rounded(candidates.scores[one]) >= least], need
        )

    def each(self, need: Need) -> tuple[Match, ...]:
        """Return how each of them fits, whatever its score."""
        asked = self._yardstick(need, self.offered)
        scores = doubted(score(self.offered, asked, weights()), self._verdicts.doubt)
        pairs = zip(self.offered, scores.tolist(), strict=True)
        return tuple(self._match(programme, fits, need) for programme, fits in pairs)

    @cached_property
    def _verdicts(self) -> Verdicts:
        return self._told.rulings.of(self.offered)

    def _yardstick(self, need: Need, offered: Selection) -> Yardstick:
        cosines = leaning = None
        if self._vectors and need.words:
            cosines = self._vectors.nearness(need.words, offered)
            leaning = precedents().leaning(self._vectors.of(need.words, precedents().each), offered)
        told = self._told.told(need.technologies)
        return Yardstick.of(
            offered, self._firm, need, self._today, cosines=cosines, leaning=leaning, of_firm=told
        )

    def _matches(self, candidates: Candidates, chosen: Sequence[int], need: Need) -> tuple[Match, ...]:
        offered, scores = candidates.offered, candidates.scores
        return tuple(self._match(offered[one], float(scores[one]), need) for one in chosen)

    def _match(self, programme: Programme, score: float, need: Need) -> Match:
        assessment = assess(programme, self._firm, self._today)
        return Match(
            programme=programme,
            score=rounded(score),
            eligibility=assessment,
            reasons=tuple(why(programme, self._firm, need, assessment)),
            to_check=tuple(what_to_check(programme, assessment, self._today, need.words)),
        )

    def _decisive(self, candidates: Candidates, settled: frozenset[str]) -> str | None:
        fit = np.where(candidates.verdicts.possible(), candidates.fit, -1.0)
        best = [one for one in _largest(fit, DECIDING) if fit[one] >= 0]
        rules = (self._told.rulings.rules(row) for row in candidates.offered.rows[best])
        return decisive(zip(fit[best].tolist(), rules, strict=True), self._firm, settled)

    def _near_misses(self, candidates: Candidates, enough: float) -> tuple[NearMiss, ...]:
        """Return the few that would fit best, of those that would fit well enough."""
        offered, fit = candidates.offered, candidates.fit
        near = np.flatnonzero(candidates.verdicts.nearly() & (fit >= enough))
        order = np.lexsort((offered.catalogue.alphabetical[offered.rows[near]], -fit[near]))
        programmes = [offered[int(one)] for one in near[order[:MOST_NEAR_MISSES]]]
        firm, today = self._firm, self._today
        misses = (near_miss(one, assess(one, firm, today), firm, today) for one in programmes)
        return tuple(miss for miss in misses if miss is not None)


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
    matching = Matching(on_offer(programmes), firm, today, vectors)
    return matching.find(need, limit, leaving_out=leaving_out, settled=settled)


def rounded(score: float) -> float:
    """Return a score as it is told."""
    return round(float(score), 4)


def on_offer(programmes: Iterable[Programme]) -> Selection:
    """Return what is not withheld."""
    every = selected(programmes)
    shown = every.column("withheld").flags(lambda one: one.withheld is None)
    return every.where(every.spread(shown, "withheld"))


def match_of(programme: Programme, firm: Firm, need: Need, today: date) -> Match:
    """Return how one programme fits, whatever its score, for example to explain why it was shown."""
    return Matching(selected([programme]), firm, today).each(need)[0]


def _largest(values: Numbers, many: int) -> Rows:
    """Return where the largest values are, the largest first, the first ones of equals."""
    least = np.partition(values, len(values) - many)[len(values) - many] if len(values) > many else -np.inf
    large = np.flatnonzero(values >= least)
    return large[np.argsort(-values[large], kind="stable")][:many]


def _in_reach(relevant: Selection, told: Verdicts, asked: Yardstick) -> Candidates:
    within = np.flatnonzero(told.possible() | told.nearly())
    near, reached = relevant.at(within), told.at(within)
    fit = score(near, asked, weights())
    return Candidates(near, reached, fit, doubted(fit, reached.doubt))


def _exclusions(relevant: Selection, told: Verdicts) -> Sequence[Exclusion]:
    ids, shut_out = relevant.catalogue.ids, np.flatnonzero(~told.possible())
    rows, first = relevant.rows[shut_out].tolist(), told.first[shut_out].tolist()
    return [Exclusion(ids[row], told.names[rule]) for row, rule in zip(rows, first, strict=True)]
