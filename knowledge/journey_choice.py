"""Which journeys a need calls for, and which of their steps make up one plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.firms import Firm
from knowledge.journeys import Journey, RoadmapStep
from knowledge.likeness import Likeness
from knowledge.needs import Need
from knowledge.records import PHASES
from knowledge.rules import sectors_of
from knowledge.technologies import shared
from knowledge.yardstick import MOST_LIKE, likenesses

# What each part is worth; the sum of those that a need calls for is scaled to 1. Barriers are what the words
# were understood to mean, so that the words count little beside them.
BARRIERS = 0.45
WANTS = 0.25
TECHNOLOGIES = 0.3
MEANING = 0.1
COVERAGE = 0.7  # of barriers: those told that it is for; the rest is for being for few others
WHERE_TO_START = Need(barriers=frozenset({"navigation"}))
MOST_STEPS = 9
MOST_JOURNEYS = 3
MOST_STEPS_OF_ANOTHER = 2  # for each barrier that the first journey does not meet


@dataclass(frozen=True)
class Way:
    """The journeys that a plan is made of, the first one first, and its steps in order."""

    journeys: tuple[Journey, ...]
    steps: tuple[RoadmapStep, ...]


def choose_way(
    steps: Sequence[RoadmapStep],
    journeys: Sequence[Journey],
    firm: Firm,
    need: Need,
    vectors: Likeness | None = None,
) -> Way:
    """Return the journey that fits a need best, and what others add for the barriers that it leaves."""
    by_id = {step.id: step for step in steps}
    ranked = ranked_journeys(journeys, firm, need, vectors) or ranked_journeys(journeys, firm, WHERE_TO_START)
    if not ranked:
        return Way((), ())
    first = ranked[0]
    plan = _for_firm(first, by_id, firm)[:MOST_STEPS]
    taken = [first]
    left = need.barriers.difference(*(step.barriers for step in plan))
    # a journey for all barriers at once is not the one for those that are left over
    others = [one for one in ranked_journeys(journeys, firm, replace(need, barriers=left), vectors) if left]
    for journey, more in _for_what_is_left(plan, others, by_id, firm, left):
        taken.append(journey)
        plan = _merged(plan, more)
    return Way(tuple(taken), tuple(_in_order(plan)))


def ranked_journeys(
    journeys: Sequence[Journey], firm: Firm, need: Need, vectors: Likeness | None = None
) -> list[Journey]:
    """Return the journeys that are anything of what is needed, the best first; ties go by their order."""
    near = _nearness(journeys, need, vectors)
    scored = [(_score(one, firm, need, near.get(one.id)), one) for one in journeys if _is_for(one, firm)]
    scored.sort(key=lambda pair: pair[0], reverse=True)
    return [one for score, one in scored if score > 0]


def _nearness(journeys: Sequence[Journey], need: Need, vectors: Likeness | None) -> Mapping[str, float]:
    if vectors is None or not need.words:
        return {}
    told = [telling for one in journeys for telling in one.tellings]
    cosines = vectors.of(need.words, told)
    best: dict[str, float] = {}
    for telling in told:
        best[telling.journey] = max(best.get(telling.journey, -1.0), cosines[telling.id])
    if not (need.barriers or need.wants) and max(best.values(), default=0.0) < MOST_LIKE:
        return {}  # words alone must be near to one of them, for one is always the nearest
    return dict(zip(best, likenesses(np.array(list(best.values()))).tolist(), strict=True))


def _score(journey: Journey, firm: Firm, need: Need, likeness: float | None) -> float:
    named = (*need.technologies, *firm.technologies)
    weighed = [
        (BARRIERS, _barriers(journey, need.barriers) if need.barriers else None),
        (WANTS, len(journey.wants & need.wants) / len(need.wants) if need.wants else None),
        (TECHNOLOGIES, float(bool(shared(named, journey.technologies))) if named else None),
        (MEANING, likeness),
    ]
    worth = sum(weight for weight, part in weighed if part is not None)
    return sum(weight * part for weight, part in weighed if part is not None) / worth if worth else 0.0


def _barriers(journey: Journey, told: frozenset[str]) -> float:
    met = journey.barriers & told
    return COVERAGE * len(met) / len(told) + (1 - COVERAGE) * len(met) / len(journey.barriers)


def _is_for(journey: Journey, firm: Firm) -> bool:
    of_sector = not journey.sectors or not firm.sectors or bool(journey.sectors & sectors_of(firm))
    return of_sector and (not journey.stages or firm.stage is None or firm.stage in journey.stages)


def _for_firm(journey: Journey, by_id: Mapping[str, RoadmapStep], firm: Firm) -> list[RoadmapStep]:
    return [by_id[name] for name in journey.steps if name in by_id and by_id[name].suits(firm) is not False]


def _for_what_is_left(
    plan: Sequence[RoadmapStep],
    others: Iterable[Journey],
    by_id: Mapping[str, RoadmapStep],
    firm: Firm,
    barriers: frozenset[str],
) -> Iterable[tuple[Journey, list[RoadmapStep]]]:
    """Yield what further journeys add for the barriers that no step so far gets over."""
    left = set(barriers)
    present = {step.id for step in plan}
    room, journeys = MOST_STEPS - len(plan) + len(left), MOST_JOURNEYS - 1
    for journey in others:
        more = [
            step
            for step in _for_firm(journey, by_id, firm)
            if step.barriers & left and step.id not in present
        ][: min(MOST_STEPS_OF_ANOTHER, room)]
        if more and journeys > 0 and journey.barriers & barriers:
            journeys, room = journeys - 1, room - len(more)
            present |= {step.id for step in more}
            left.difference_update(*(step.barriers for step in more))
            yield journey, more


def _merged(plan: Sequence[RoadmapStep], more: Iterable[RoadmapStep]) -> list[RoadmapStep]:
    """Put each further step in front of the first one of a later phase."""
    merged = list(plan)
    for step in more:
        phase = PHASES.index(step.phase)
        later = (place for place, one in enumerate(merged) if PHASES.index(one.phase) > phase)
        merged.insert(next(later, len(merged)), step)
    return merged


def _in_order(plan: Sequence[RoadmapStep]) -> list[RoadmapStep]:
    """Return the steps with each one after all that must come before it, else in the order given."""
    waiting, ordered = list(plan), list[RoadmapStep]()
    while waiting:
        names = {step.id for step in waiting}
        ready = next((step for step in waiting if names.isdisjoint(step.after)), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered
