"""Ways that firms go, as facts: steps that many share, and the journeys that are made of them."""

from dataclasses import dataclass
from functools import cached_property

from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.rules import sectors_of


@dataclass(frozen=True)
class Branch:
    """The firms that a step is for; an empty field is any."""

    employees: Range | None = None
    trading_months: Range | None = None
    stages: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    def suits(self, firm: Firm) -> bool | None:
        """Is the step for this firm? None while it is not known."""
        told = (
            _within(firm.employees, self.employees),
            _within(firm.trading_months, self.trading_months),
            firm.stage in self.stages if self.stages and firm.stage else _open(self.stages),
            bool(self.sectors & sectors_of(firm)) if self.sectors and firm.sectors else _open(self.sectors),
        )
        return False if False in told else None if None in told else True


@dataclass(frozen=True)
class RoadmapStep:
    """One step of a way.

    `purpose` is why, `do` what the firm does, `support` the kinds of help that fit, `barriers` what it gets a
    firm over, `after` the steps that come first where they are part of the plan, `weeks` how long it usually
    takes, `in_hand` what there is to show for it, `alone` another way, without any programme. `only_for` is
    None where it is for all firms.
    """

    id: str
    title: str
    phase: str
    purpose: str
    do: str
    support: frozenset[str]
    barriers: frozenset[str]
    after: tuple[str, ...]
    weeks: Range
    in_hand: str
    alone: str
    only_for: Branch | None = None
    version: str = ""

    @property
    def meant(self) -> str:
        """Return the words that say what help is sought for it."""
        return f"{self.title}. {self.purpose}"

    def suits(self, firm: Firm) -> bool | None:
        """Is the step for this firm? None while it is not known."""
        return True if self.only_for is None else self.only_for.suits(firm)


@dataclass(frozen=True)
class Telling:
    """One way in which people say what a journey is for."""

    id: str
    meant: str
    journey: str


@dataclass(frozen=True)
class Journey:
    """A way from a need to its end, and what calls for it.

    `told_as` are ways in which people say the need; `sources` are ids of the records that it was written
    from.
    """

    id: str
    name: str
    summary: str
    barriers: frozenset[str]
    wants: frozenset[str]
    technologies: tuple[str, ...]
    sectors: frozenset[str]
    stages: frozenset[str]
    told_as: tuple[str, ...]
    steps: tuple[str, ...]
    sources: tuple[str, ...]

    @cached_property
    def tellings(self) -> tuple[Telling, ...]:
        """Return the ways in which people say the need, each with an id."""
        return tuple(Telling(f"{self.id} {n}", words, self.id) for n, words in enumerate(self.told_as))


def _within(known: Range | None, limits: Range | None) -> bool | None:
    if limits is None:
        return True
    return None if known is None else known.within(limits)


def _open(labels: frozenset[str]) -> bool | None:
    return None if labels else True
