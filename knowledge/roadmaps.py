"""A plan for one firm: the steps of the journeys that its need calls for, each with the help that fits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from knowledge.catalogue import Selection
from knowledge.columns import Flags
from knowledge.firms import Firm
from knowledge.journey_choice import choose_way
from knowledge.journeys import Journey, RoadmapStep
from knowledge.likeness import Likeness
from knowledge.matching import Match, Matching, on_offer
from knowledge.names import day_in_words
from knowledge.needs import Need, Reason
from knowledge.ranges import Range
from knowledge.records import Programme
from knowledge.wording import say

MOST_PROGRAMMES = 2
LEAST_SCORE = 0.4  # a step has another way, so it need not take what hardly fits
DAYS_IN_A_WEEK = 7
AT_ONCE = Range(0, 0)


@dataclass(frozen=True)
class Step:
    """One step for one firm.

    `after` are the steps of this plan that come before it, `starts` the week from today in which it can begin
    (the soonest and the latest), `deadlines` what its programmes say of dates, held against when it begins.
    """

    what: RoadmapStep
    matches: tuple[Match, ...] = ()
    after: tuple[RoadmapStep, ...] = ()
    starts: Range = AT_ONCE
    deadlines: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The steps in order, and the journeys that they come from; no steps when nothing is known of any way."""

    journeys: tuple[Journey, ...] = ()
    steps: tuple[Step, ...] = ()

    def programmes(self) -> tuple[Programme, ...]:
        """Return every programme of every step, in order."""
        return tuple(match.programme for step in self.steps for match in step.matches)


@dataclass(frozen=True)
class Ways:
    """Every step and every journey there is."""

    steps: Sequence[RoadmapStep]
    journeys: Sequence[Journey]


def roadmap(
    ways: Ways,
    programmes: Iterable[Programme],
    firm: Firm,
    need: Need,
    today: date,
    *,
    vectors: Likeness | None = None,
    leaving_out: frozenset[str] = frozenset(),
) -> Plan:
    """Return the plan; no step stands twice in it, and a step may have no programme.

    Programmes whose ids are in `leaving_out` help with no step.
    A programme stands twice only where a later step is for the kind of help that was asked for.
    """
    way = choose_way(ways.steps, ways.journeys, firm, need, vectors)
    if vectors is not None and not need.words:
        vectors.prepare(way.steps)
    matching = Matching(on_offer(programmes), firm, today, vectors)
    names = {step.id: step for step in way.steps}
    used: set[str] = set()
    begun: dict[str, Range] = {}
    steps: list[Step] = []

    def helping(what: RoadmapStep) -> tuple[Match, ...]:
        # what was asked for must stand where it belongs, although it was named before
        shown = frozenset() if what.support & need.wants else frozenset(used)
        among = np.flatnonzero(_helps(matching.offered, what))
        matches = matching.best(
            _asked(what, need), MOST_PROGRAMMES, LEAST_SCORE, among=among, leaving_out=shown | leaving_out
        )
        used.update(match.programme.id for match in matches)
        return matches

    for what in way.steps:
        after = tuple(names[name] for name in what.after if name in begun)
        begun[what.id] = starts = _start(after, begun)
        matches = helping(what)
        steps.append(Step(what, matches, after, starts, tuple(_deadlines(matches, starts, today))))
    return Plan(way.journeys, tuple(steps))


def _helps(offered: Selection, what: RoadmapStep) -> Flags:
    """Tell of each programme whether it gives help of the step's kinds over its barriers."""
    support, barriers = offered.column("support"), offered.column("barriers")
    kinds = support.flags(lambda one: bool(one.support & what.support), (what.support,))
    over = barriers.flags(lambda one: bool(one.barriers & what.barriers), (what.barriers,))
    return offered.spread(kinds, "support") & offered.spread(over, "barriers")


def _start(after: Sequence[RoadmapStep], begun: Mapping[str, Range]) -> Range:
    """A step begins when the last of those before it is done."""
    ends = [(begun[one.id], one.weeks) for one in after]
    soonest = max(((start.min or 0) + (weeks.min or 0) for start, weeks in ends), default=0)
    latest = max(((start.max or 0) + (weeks.max or weeks.min or 0) for start, weeks in ends), default=0)
    return Range(soonest, latest)


def _asked(what: RoadmapStep, need: Need) -> Need:
    """Return what is sought for one step: help of its kinds, for the person's own need where it is known."""
    return replace(
        need,
        wants=what.support & need.wants or what.support,
        barriers=need.barriers or what.barriers,
        words=need.words or what.meant,
    )


def _deadlines(matches: Sequence[Match], starts: Range, today: date) -> Iterator[Reason]:
    soonest = today + timedelta(days=DAYS_IN_A_WEEK * int(starts.min or 0))
    for match in matches:
        programme, closes = match.programme, match.programme.window.closes
        if closes is not None:
            code = "closes_too_soon" if closes < soonest else "closes"
            yield Reason.of(code, name=programme.name, day=day_in_words(closes))
        opens = programme.window.opens
        if opens is not None and opens > today:
            yield Reason.of("opens", name=programme.name, day=day_in_words(opens))


def weeks_in_words(weeks: Range) -> str:
    """Return how long a step takes: "1 week", "2 to 6 weeks"."""
    low, high = weeks.min or 0, weeks.max
    if high is None:
        return say("utter_label_weeks_or_more", low=f"{low:g}")
    if low == high:
        return say("utter_label_one_week") if low == 1 else say("utter_label_weeks", weeks=f"{low:g}")
    return say("utter_label_weeks_between", low=f"{low:g}", high=f"{high:g}")
