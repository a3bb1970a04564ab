"""Matching as one would write it without columns: one programme after another, every one unpacked.

What one rule or one part of a score says of one record is taken from the product; how they are put together,
and all that hangs on several records, is written anew.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from statistics import fmean, median
from types import MappingProxyType

import numpy as np

from knowledge import scoring
from knowledge.candidates import FAR_BEHIND, LEAST_SCORE
from knowledge.doubt import CERTAIN, shuts_out
from knowledge.eligibility import Eligible, assess
from knowledge.matching import DECIDING, LEAST_FIT, MOST_NEAR_MISSES, NEARLY, Exclusion, Found, Match, Need
from knowledge.near_misses import near_miss
from knowledge.precedents import NEARER
from knowledge.questions import decisive
from knowledge.reasons import what_to_check, why
from knowledge.records import Status
from knowledge.rules import Verdict
from knowledge.technologies import shared
from knowledge.traits import (
    asks_for_something,
    freshness,
    is_front_door,
    is_research_money,
    speaks_of_research,
)
from knowledge.variety import MOST_OF_A_KIND, SAME_KIND, SAME_PROVIDER, SAME_SIDE, is_public, kind_of
from knowledge.weights import weights
from knowledge.word_index import LONG, MUCH, OFTEN, stems
from knowledge.yardstick import MOST_LIKE

RESTING = {Status.PAUSED, Status.UPCOMING}


@dataclass(frozen=True)
class Candidate:
    programme: object
    fit: float
    score: float
    eligibility: object


@dataclass(frozen=True)
class Asked:
    """What each programme is held against; `cosines` are by id, or None."""

    offered: list
    firm: object
    need: object
    today: object
    cosines: object = None
    leaning: object = MappingProxyType({})

    @cached_property
    def held(self):
        return Counter(name for one in self.offered for name in one.barriers)

    def weight(self, barriers):
        held, many = self.held, len(self.offered)
        return sum(log(1 + many / held[name]) if name in held else 1.0 for name in barriers)

    @cached_property
    def weighed(self):
        return self.weight(self.need.barriers)

    @cached_property
    def technologies(self):
        return (*self.need.technologies, *self.firm.technologies)

    @cached_property
    def near(self):
        given = {one.id: self.cosines[one.id] for one in self.offered} if self.cosines else {}
        if not given:
            return {}
        low, high = median(given.values()), max(MOST_LIKE, *given.values())
        return {name: min(1.0, max(0.0, (one - low) / (high - low))) for name, one in given.items()}

    @cached_property
    def counted(self):
        return {
            one.id: Counter(stems(" ".join((one.name, one.provider, one.summary, *one.typically_said))))
            for one in self.offered
        }

    @cached_property
    def usual(self):
        return max(1.0, fmean(text.total() for text in self.counted.values()))

    def in_common(self, programme):
        texts, total = self.counted, 0.0
        for stem in sorted(set(stems(self.need.words or ""))):
            times, having = texts[programme.id][stem], sum(stem in text for text in texts.values())
            rare = log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            long = 1 - LONG + LONG * texts[programme.id].total() / self.usual
            total += float(np.float32(rare * times * (OFTEN + 1) / (times + OFTEN * long)))
        return min(1.0, total / MUCH)


def parts_of(programme, asked):
    about = technology(programme, asked.technologies) if asked.technologies else None
    return {
        "offers_little_else": scoring.offers_little_else(programme, asked),
        "other_than_asked": float(bool(asked.need.wants) and not programme.support & asked.need.wants),
        "barriers": scoring.barriers(programme, asked),
        "meaning": asked.near.get(programme.id, 0.0),
        "words": asked.in_common(programme),
        "precedent": asked.leaning.get(programme.id, 0.0),
        "sector": scoring.sector(programme, asked),
        "wider_sector": scoring.wider_sector(programme, asked),
        "sector_not_known": scoring.sector_not_known(programme, asked),
        "place": scoring.place(programme, asked),
        "freshness": freshness(programme, asked.today),
        "paused_or_coming": scoring.paused_or_coming(programme, asked),
        "front_door": float(asks_for_something(asked.need) and is_front_door(programme)),
        "technology": about or 0.0,
        "other_technology": float(about == 0 and bool(programme.technologies)),
        "research_money": float(
            not speaks_of_research(asked.firm, asked.need) and is_research_money(programme)
        ),
        "too_little_money": scoring.too_little_money(programme, asked),
        "its_purpose": scoring.its_purpose(programme, asked),
        "another_purpose": scoring.another_purpose(programme, asked),
        "stage": scoring.stage(programme, asked),
        "researchers": scoring.researchers(programme, asked),
    }


def leaning(near, judged):
    """How far each is leant to: what it was worth to who said alike, beside what it is worth to all."""
    nearest = max(near.values())
    likely = {one.id: exp((near[one.id] - nearest) / NEARER) for one in judged}
    total = sum(likely.values())
    return {
        name: sum((likely[one.id] / total - 1 / len(judged)) * one.worth.get(name, 0.0) for one in judged)
        for name in {name for one in judged for name in one.worth}
    }


def score(programme, asked):
    fitted, need = weights(), asked.need
    rows = [fitted.barriers.get(name, {}) for name in sorted(need.barriers)]
    rows += [fitted.wants.get(name, {}) for name in sorted(need.wants)]
    total = sum(fitted.parts[name] * part for name, part in parts_of(programme, asked).items())
    total += sum(row.get(kind, 0.0) for row in rows for kind in sorted(programme.support))
    scale = fitted.said if asked.cosines else fitted.unsaid
    return 1 / (1 + exp(-(scale.steepness * total + scale.level)))


def is_relevant(programme, asked):
    need, near = asked.need, asked.near.get(programme.id, 0.0)
    if asked.cosines and near < scoring.CLOSE_IN_MEANING and scoring.another_purpose(programme, asked):
        return False
    if is_front_door(programme):
        return True
    if need == Need():
        return not programme.sectors.isdisjoint(asked.firm.sectors)
    if need.wants & programme.support or need.barriers & programme.barriers:
        return True
    if asked.technologies and technology(programme, asked.technologies) > scoring.ANY_TECHNOLOGY:
        return True
    named = need.wants or need.barriers or asked.technologies
    return near >= scoring.CLOSE_IN_MEANING if named else near > 0


def technology(programme, named):
    if shared(named, programme.technologies):
        return 1.0
    text = f"{programme.name} {programme.summary}".casefold()
    if any(name.casefold() in text for name in named if len(name) >= scoring.LONG_ENOUGH):
        return scoring.IN_THE_TEXT
    return 0.0 if programme.technologies else scoring.ANY_TECHNOLOGY


def plain_find(
    programmes, firm, need, today, limit, *, leaving_out=frozenset(), cosines=None, leaning=None, settled=()
):
    offered = [one for one in programmes if one.withheld is None]
    asked = Asked(offered, firm, need, today, cosines, leaning or {})
    candidates = [candidate(one, asked) for one in offered if is_relevant(one, asked)]
    possible = [one for one in candidates if one.eligibility.overall is not Eligible.NO]
    ranked = sorted(without_doubles(possible, leaving_out), key=lambda one: one.programme.id)
    ranked.sort(key=lambda one: one.programme.last_known or "", reverse=True)
    ranked.sort(key=lambda one: one.score, reverse=True)
    chosen = specific_first(choose(worth_showing(ranked, need), limit, need.wants), need)
    enough = max([LEAST_FIT, *(one.score * NEARLY for one in chosen)])
    best = sorted(possible, key=lambda one: one.fit, reverse=True)[:DECIDING]
    return Found(
        matches=tuple(match(one, asked) for one in chosen),
        excluded=tuple(
            Exclusion(one.programme.id, one.eligibility.not_met().name)
            for one in candidates
            if one.eligibility.not_met()
        ),
        decisive_question=decisive(
            ((one.fit, one.eligibility.rules) for one in best), firm, frozenset(settled)
        ),
        near_misses=near_misses(candidates, enough, asked),
    )


def candidate(programme, asked):
    fit, assessment = score(programme, asked), assess(programme, asked.firm, asked.today)
    odds = fit / max(1 - fit, CERTAIN) * doubt(assessment)
    return Candidate(programme, fit, odds / (1 + odds), assessment)


def doubt(assessment):
    left = 0.0 if assessment.overall is Eligible.NO else 1.0
    for rule in assessment.rules:
        if rule.verdict is Verdict.UNKNOWN:
            left *= 1 - shuts_out(rule) / 2
    return left


def without_doubles(candidates, leaving_out):
    hidden = set(leaving_out)
    for one in candidates:
        hidden |= one.programme.replaces
        if not one.programme.replaces.isdisjoint(leaving_out):
            hidden.add(one.programme.id)
    return [one for one in candidates if one.programme.id not in hidden]


def worth_showing(ranked, need):
    if not ranked:
        return []
    worth = [one for one in ranked if one.score >= max(LEAST_SCORE, ranked[0].score * FAR_BEHIND)]
    worth = [one for one in worth if one.programme.status not in RESTING] or worth
    doors = [one for one in worth if is_front_door(one.programme)] if asks_for_something(need) else []
    return [one for one in worth if one not in doors[1:]]


def choose(ranked, limit, wants):
    left, chosen = list(ranked), []
    while left and len(chosen) < limit:
        kinds = [kind_of(one.programme, wants) for one in chosen]
        open_kinds = [one for one in left if kinds.count(kind_of(one.programme, wants)) < MOST_OF_A_KIND]
        best = max(open_kinds or left, key=lambda one: worth(one, chosen, wants))
        left.remove(best)
        chosen.append(best)
    return chosen


def worth(one, chosen, wants):
    kind, left = kind_of(one.programme, wants), one.score / max(1 - one.score, CERTAIN)
    for other in chosen:
        if kind_of(other.programme, wants) == kind:
            left *= SAME_KIND
        if other.programme.provider == one.programme.provider:
            left *= SAME_PROVIDER
    if {is_public(other.programme) for other in chosen} == {is_public(one.programme)}:
        left *= SAME_SIDE ** len(chosen)
    return left


def specific_first(chosen, need):
    if not chosen or not asks_for_something(need) or not is_front_door(chosen[0].programme):
        return chosen
    specific = next((one for one in chosen if not is_front_door(one.programme)), chosen[0])
    return [specific, *(one for one in chosen if one is not specific)]


def near_misses(candidates, enough, asked):
    near = [
        (-one.fit, one.programme.id, miss)
        for one in candidates
        if one.fit >= enough
        and (miss := near_miss(one.programme, one.eligibility, asked.firm, asked.today)) is not None
    ]
    near.sort(key=lambda each: each[:2])
    return tuple(miss for _, _, miss in near[:MOST_NEAR_MISSES])


def match(one, asked):
    return Match(
        one.programme,
        round(one.score, 4),
        one.eligibility,
        tuple(why(one.programme, asked.firm, asked.need, one.eligibility)),
        tuple(what_to_check(one.programme, one.eligibility, asked.today, asked.need.words)),
    )
