"""The facts: programmes, events, case studies, front doors and urgent help, each with where it comes from.

`version` is a short hash of the record, so that what was said can be traced to what was known.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.ranges import Range

# the parts of a way to the market, in order
PHASES = ("diagnose", "plan", "capability", "partner", "fund", "test", "launch")


class Status(StrEnum):
    """How a programme stood when it was last seen. UNKNOWN means that no recent evidence was found."""

    OPEN = "open"
    UPCOMING = "upcoming"
    PAUSED = "paused"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Source:
    """Where a fact was read, and what it says there."""

    url: str
    says: str
    published: str | None = None


@dataclass(frozen=True)
class Contact:
    """How to reach an organisation; only what is in the facts."""

    url: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Window:
    """When applications are taken. `rolling` is true for standing services."""

    opens: date | None = None
    closes: date | None = None
    rolling: bool = False


@dataclass(frozen=True)
class Funding:
    """Money on offer, in pounds. A field that no source states is None."""

    min_gbp: int | None = None
    max_gbp: int | None = None
    share_of_cost_percent: float | None = None
    repayable: bool | None = None


@dataclass(frozen=True)
class Condition:
    """A condition in the words of the record.

    `name` is a key of `knowledge.conditions.KINDS`, or None where only a person can judge. A firm meets a
    typed one by one of the `labels`, by a number within the `bounds`, or by an answer that is the `expected`
    one. Where the words say more than that (`in_part`), a machine can tell that they are not met, but never
    that they are.
    """

    words: str
    name: str | None = None
    labels: frozenset[str] = frozenset()
    bounds: Range | None = None
    expected: bool = True
    in_part: bool = False


@dataclass(frozen=True)
class Eligibility:
    """Who may have it; None is no limit that a source states."""

    employees: Range | None = None
    turnover_gbp: Range | None = None
    trading_months: Range | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def other(self) -> tuple[str, ...]:
        """Return the conditions that only a person can judge."""
        return tuple(one.words for one in self.conditions if one.name is None)


@dataclass(frozen=True)
class Purpose:
    """The one thing that a programme is for: `only_for` completes "It is only for ...".

    `words` are some that a person says who has it in mind, in lower case.
    """

    only_for: str
    words: frozenset[str]


@dataclass(frozen=True)
class Programme:
    """One kind of help that a provider offers to firms.

    An empty `places` means the whole UK; an empty `sectors`, `stages` or `technologies` means any.
    `last_known` is the newest month (YYYY-MM) in which a source shows it running, or None.
    `replaces` are the ids of wider records of the same offer, which this more local one stands for.
    `withheld` says why it is never offered although it is not closed, or is None. One without a `purpose` is
    for many. `typically_said` is what people say for whom it is right: it ranks, and is never shown.
    """

    id: str
    name: str
    provider: str
    provider_kind: str
    summary: str
    support: frozenset[str]
    barriers: frozenset[str]
    sectors: frozenset[str]
    technologies: tuple[str, ...]
    stages: frozenset[str]
    places: frozenset[str]
    eligibility: Eligibility
    funding: Funding | None
    price: str
    how_to_apply: str | None
    contact: Contact
    window: Window
    status: Status
    sources: tuple[Source, ...]
    last_known: str | None
    version: str = ""
    replaces: frozenset[str] = frozenset()
    withheld: str | None = None
    purpose: Purpose | None = None
    typically_said: tuple[str, ...] = ()

    @property
    def meant(self) -> str:
        """Return the words by which it is compared with what people say."""
        return f"{self.name}. {self.summary}"


@dataclass(frozen=True)
class Event:
    """A recurring event or network; no date here promises a future edition."""

    id: str
    name: str
    organiser: str
    summary: str
    barriers: frozenset[str]
    sectors: frozenset[str]
    places: frozenset[str]
    recurs: str
    last_known_date: str | None
    url: str
    sources: tuple[Source, ...]
    version: str = ""


@dataclass(frozen=True)
class CaseStudy:
    """A firm that did it, and with which support.

    `programmes` are record ids, or names where there is no record.
    """

    id: str
    name: str
    summary: str
    barriers: frozenset[str]
    sectors: frozenset[str]
    places: frozenset[str]
    programmes: tuple[str, ...]
    result_figures: tuple[str, ...]
    year: int | None
    sources: tuple[Source, ...]
    version: str = ""


@dataclass(frozen=True)
class Hub:
    """A front door: who answers for a place. `programme_id` is the record that it rests on.

    `address` is where letters go, in one line.
    """

    id: str
    name: str
    programme_id: str
    places: frozenset[str]
    contact: Contact
    note: str | None = None
    version: str = ""
    address: str | None = None


@dataclass(frozen=True)
class UrgentHelp:
    """Where somebody goes first when the firm or its owner is about to fail; never beside programmes."""

    id: str
    name: str
    provider: str
    summary: str
    helps_with: tuple[str, ...]
    contact: Contact
    sources: tuple[Source, ...]
    version: str = ""
