"""The facts: programmes, events, case studies, front doors and urgent help, each with where it comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.ranges import Range


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
class Eligibility:
    """Who may have it; None is no limit that a source states."""

    employees: Range | None = None
    turnover_gbp: Range | None = None
    trading_months: Range | None = None
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Programme:
    """One kind of help that a provider offers to firms.

    An empty `places` means the whole UK; an empty `sectors`, `stages` or `technologies` means any.
    `last_known` is the newest month (YYYY-MM) in which a source shows it running, or None.
    `version` is a short hash of the record, so that what was said can be traced to what was known.
    `replaces` are the ids of wider records of the same offer, which this more local one stands for.
    `withheld` says why it is never offered although it is not closed, or is None.
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


@dataclass(frozen=True)
class Hub:
    """A front door: who answers for a place. `programme_id` is the record that it rests on."""

    id: str
    name: str
    programme_id: str
    places: frozenset[str]
    contact: Contact
    note: str | None = None


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
