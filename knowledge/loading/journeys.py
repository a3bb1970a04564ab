"""The form of steps and journeys, and whether they lead anywhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Annotated

from pydantic import Field

from knowledge import journeys
from knowledge.firms import Firm
from knowledge.loading.labels import Barriers, Bounds, Id, Phase, Sectors, Stages, Strict, Support, Text
from knowledge.loading.read import Read
from knowledge.loading.refusals import FactRefused
from knowledge.ranges import Range
from knowledge.vocabulary import vocabulary

# firms of every size and age that asks, for whom each journey must lead to its end
TYPICAL = (
    Firm(employees=Range.of(1), stage="pre_start", trading_months=Range.of(0)),
    Firm(employees=Range.of(5), stage="start_up", trading_months=Range.of(18)),
    Firm(employees=Range.of(60), stage="established", trading_months=Range.of(240)),
    Firm(employees=Range.of(200), stage="growing", trading_months=Range.of(120)),
)


class BranchEntry(Strict):
    """Whom a step is for."""

    employees: Bounds | None = None
    trading_months: Bounds | None = None
    stages: Stages = Field(default_factory=list)
    sectors: Sectors = Field(default_factory=list)

    def record(self) -> journeys.Branch:
        """Return the record."""
        return journeys.Branch(
            self.employees.range() if self.employees else None,
            self.trading_months.range() if self.trading_months else None,
            frozenset(self.stages),
            frozenset(self.sectors),
        )


class StepEntry(Strict):
    """One step."""

    id: Id
    title: Text
    phase: Phase
    purpose: Text
    do: Text
    support: Annotated[Support, Field(min_length=1)]
    barriers: Annotated[Barriers, Field(min_length=1)]
    after: list[Id]
    weeks: Bounds
    in_hand: Text
    alone: Text
    only_for: BranchEntry | None = None

    def record(self) -> journeys.RoadmapStep:
        """Return the record; its version is set when all are read."""
        return journeys.RoadmapStep(
            id=self.id,
            title=self.title,
            phase=self.phase,
            purpose=self.purpose,
            do=self.do,
            support=frozenset(self.support),
            barriers=frozenset(self.barriers),
            after=tuple(self.after),
            weeks=self.weeks.range() or Range(),
            in_hand=self.in_hand,
            alone=self.alone,
            only_for=self.only_for.record() if self.only_for else None,
        )


class JourneyEntry(Strict):
    """One journey."""

    id: Id
    name: Text
    summary: Text
    barriers: Annotated[Barriers, Field(min_length=1)]
    wants: Support
    technologies: list[Text]
    sectors: Sectors
    stages: Stages
    told_as: Annotated[list[Text], Field(min_length=1)]
    steps: Annotated[list[Id], Field(min_length=2)]
    sources: Annotated[list[Id], Field(min_length=1)]

    def record(self) -> journeys.Journey:
        """Return the record."""
        return journeys.Journey(
            id=self.id,
            name=self.name,
            summary=self.summary,
            barriers=frozenset(self.barriers),
            wants=frozenset(self.wants),
            technologies=tuple(self.technologies),
            sectors=frozenset(self.sectors),
            stages=frozenset(self.stages),
            told_as=tuple(self.told_as),
            steps=tuple(self.steps),
            sources=tuple(self.sources),
        )


def check_ways(steps: Sequence[Read], ways: Sequence[Read], records: Iterable[str]) -> Iterator[FactRefused]:
    """Yield every step that cannot be reached or never ends, and every journey that leads nowhere."""
    by_id = {read.record.id: read.record for read in steps}
    for read in steps:
        for name in read.record.after:
            if name not in by_id:
                yield FactRefused(read.file, read.record.id, "after", f"no step {name!r}")
        if read.record.weeks == Range():
            yield FactRefused(read.file, read.record.id, "weeks", "it does not say how long it takes")
    yield from _cycles(steps, by_id)
    yield from _unreachable(steps, ways)
    known = frozenset(records)
    for read in ways:
        yield from _journey(read, by_id, known)
    yield from _barriers_without_a_way(ways)


def _cycles(steps: Sequence[Read], by_id: Mapping[str, journeys.RoadmapStep]) -> Iterator[FactRefused]:
    try:
        TopologicalSorter({name: step.after for name, step in by_id.items()}).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        yield FactRefused(steps[0].file, error.args[1][0], "after", f"it comes before itself: {circle}")


def _unreachable(steps: Sequence[Read], ways: Sequence[Read]) -> Iterator[FactRefused]:
    used = {name for way in ways for name in way.record.steps}
    for read in steps:
        if read.record.id not in used:
            yield FactRefused(read.file, read.record.id, "id", "no journey has this step")


def _journey(
    read: Read, by_id: Mapping[str, journeys.RoadmapStep], records: frozenset[str]
) -> Iterator[FactRefused]:
    journey: journeys.Journey = read.record
    for field, names, known in (("steps", journey.steps, by_id), ("sources", journey.sources, records)):
        for name in names:
            if name not in known:
                yield FactRefused(read.file, journey.id, field, f"there is no {name!r}")
    yield from _leads_nowhere(read, [by_id[name] for name in journey.steps if name in by_id])


def _leads_nowhere(read: Read, steps: Sequence[journeys.RoadmapStep]) -> Iterator[FactRefused]:
    journey: journeys.Journey = read.record
    for place, step in enumerate(steps):
        for name in step.after:
            if name in journey.steps[place:]:
                yield FactRefused(read.file, journey.id, "steps", f"{step.id} stands before {name}")
    for firm in TYPICAL:
        left = [step for step in steps if step.suits(firm) is not False]
        ends = {step.phase for step in left} & {step.phase for step in steps[-1:]}
        if not ends:
            why = f"a firm that is {firm.stage} does not come to its end"
            yield FactRefused(read.file, journey.id, "steps", why)


def _barriers_without_a_way(ways: Sequence[Read]) -> Iterator[FactRefused]:
    met = {name for way in ways for name in way.record.barriers}
    for name in sorted(vocabulary().barriers.keys() - met):
        if ways:
            yield FactRefused(ways[0].file, "the file", "barriers", f"no journey is for {name!r}")
