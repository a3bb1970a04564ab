"""The form of each kind of fact file, and the record that an entry becomes."""

from datetime import date
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from knowledge import records
from knowledge.conditions import BY_LABEL, BY_NUMBER, KINDS, LEGAL_FORMS
from knowledge.loading.labels import (
    Address,
    Barriers,
    Bounds,
    Id,
    LegalForms,
    Month,
    Places,
    Pounds,
    Price,
    ProviderKind,
    Published,
    Recurs,
    Sectors,
    SomeDate,
    Stages,
    StatusLabel,
    Strict,
    Support,
    Text,
    among,
)
from knowledge.ranges import Range


class SourceEntry(Strict):
    """Where a fact was read."""

    url: Address
    published: Published | None
    says: Text

    def record(self) -> records.Source:
        """Return the record."""
        return records.Source(self.url, self.says, self.published)


class ContactEntry(Strict):
    """How to reach an organisation."""

    url: Address | None
    email: Annotated[str, Field(pattern=r"^\S+@\S+$")] | None
    phone: Annotated[str, Field(pattern=r"^[\d ]+$")] | None

    def record(self) -> records.Contact:
        """Return the record."""
        return records.Contact(self.url, self.email, self.phone)


class Described(Strict):
    """What all entries have."""

    id: Id
    name: Text
    sources: Annotated[list[SourceEntry], Field(min_length=1)]
    summary: Text

    def all_sources(self) -> tuple[records.Source, ...]:
        """Return the sources as records have them."""
        return tuple(source.record() for source in self.sources)


class WindowEntry(Strict):
    """When applications are taken."""

    opens: date | None
    closes: date | None
    rolling: bool

    @model_validator(mode="after")
    def _in_order(self) -> "WindowEntry":
        if self.opens and self.closes and self.opens > self.closes:
            raise ValueError("opens after it closes")
        return self


class FundingEntry(Bounds):
    """Money on offer."""

    min: Pounds | None = Field(alias="min_gbp")
    max: Pounds | None = Field(alias="max_gbp")
    share_of_cost_percent: Annotated[int, Field(gt=0, le=100)] | None
    repayable: bool | None


class ConditionEntry(Strict):
    """A condition that a machine can hold a firm against: in words, and typed."""

    says: Text
    rule: Annotated[str, among("kind of condition", lambda: KINDS)]
    one_of: LegalForms = Field(default_factory=list)
    none_of: LegalForms = Field(default_factory=list)
    min: Pounds | None = None
    max: Pounds | None = None
    expected: bool = True
    in_part: bool = False

    @model_validator(mode="after")
    def _says_enough(self) -> "ConditionEntry":
        has_labels = bool(self.one_of) != bool(self.none_of)
        has_bounds = self.min is not None or self.max is not None
        if (self.rule in BY_LABEL) is not has_labels or (self.rule in BY_NUMBER) is not has_bounds:
            raise ValueError(f"{self.rule} needs {_needs(self.rule)}")
        return self

    def record(self) -> records.Condition:
        """Return the record."""
        labels = frozenset(self.one_of) or (LEGAL_FORMS - frozenset(self.none_of))
        return records.Condition(
            words=self.says,
            name=self.rule,
            labels=labels if self.rule in BY_LABEL else frozenset(),
            bounds=Range.of({"min": self.min, "max": self.max}),
            expected=self.expected,
            in_part=self.in_part,
        )


def _needs(rule: str) -> str:
    if rule in BY_LABEL:
        return "one_of or none_of"
    return "min or max" if rule in BY_NUMBER else "neither labels nor numbers"


class EligibilityEntry(Strict):
    """Who may have it; a condition that only a person can judge is a text."""

    employees: Bounds
    turnover_gbp: Bounds
    trading_months: Bounds
    other: list[Text | ConditionEntry]

    def record(self) -> records.Eligibility:
        """Return the record."""
        ranges = (self.employees.range(), self.turnover_gbp.range(), self.trading_months.range())
        conditions = tuple(
            records.Condition(one) if isinstance(one, str) else one.record() for one in self.other
        )
        return records.Eligibility(*ranges, conditions)


class ProgrammeEntry(Described):
    """One programme."""

    provider: Text
    provider_kind: ProviderKind
    support: Annotated[Support, Field(min_length=1)]
    barriers: Barriers
    sectors: Sectors
    technologies: list[Text]
    stages: Stages
    places: Places
    eligibility: EligibilityEntry
    funding: FundingEntry | None
    price: Price
    how_to_apply: Text | None
    contact: ContactEntry
    window: WindowEntry
    status: StatusLabel
    last_known: Month | None

    def record(self) -> records.Programme:
        """Return the record; its version and its standing among the others are set when all are read."""
        return records.Programme(
            id=self.id,
            name=self.name,
            provider=self.provider,
            provider_kind=self.provider_kind,
            summary=self.summary,
            support=frozenset(self.support),
            barriers=frozenset(self.barriers),
            sectors=frozenset(self.sectors),
            technologies=tuple(self.technologies),
            stages=frozenset(self.stages),
            places=frozenset(self.places),
            eligibility=self.eligibility.record(),
            funding=self._funding(),
            price=self.price,
            how_to_apply=self.how_to_apply,
            contact=self.contact.record(),
            window=records.Window(self.window.opens, self.window.closes, self.window.rolling),
            status=records.Status(self.status),
            sources=self.all_sources(),
            last_known=self.last_known,
        )

    def _funding(self) -> records.Funding | None:
        money = self.funding
        if money is None:
            return None
        return records.Funding(money.min, money.max, money.share_of_cost_percent, money.repayable)


class EventEntry(Described):
    """One event or network."""

    organiser: Text
    barriers: Barriers
    sectors: Sectors
    places: Places
    recurs: Recurs
    last_known_date: SomeDate | None
    url: Address

    def record(self) -> records.Event:
        """Return the record."""
        return records.Event(
            id=self.id,
            name=self.name,
            organiser=self.organiser,
            summary=self.summary,
            barriers=frozenset(self.barriers),
            sectors=frozenset(self.sectors),
            places=frozenset(self.places),
            recurs=self.recurs,
            last_known_date=self.last_known_date,
            url=self.url,
            sources=self.all_sources(),
        )


class CaseStudyEntry(Described):
    """One firm that did it."""

    barriers: Barriers
    sectors: Sectors
    places: Places
    programmes: list[Text]
    result_figures: list[Text]
    year: Annotated[int, Field(ge=1990, le=2100)] | None

    def record(self) -> records.CaseStudy:
        """Return the record."""
        return records.CaseStudy(
            id=self.id,
            name=self.name,
            summary=self.summary,
            barriers=frozenset(self.barriers),
            sectors=frozenset(self.sectors),
            places=frozenset(self.places),
            programmes=tuple(self.programmes),
            result_figures=tuple(self.result_figures),
            year=self.year,
            sources=self.all_sources(),
        )


class UrgentHelpEntry(Described):
    """Where to go first in distress."""

    provider: Text
    helps_with: Annotated[list[Text], Field(alias="for", min_length=1)]
    contact: ContactEntry

    def record(self) -> records.UrgentHelp:
        """Return the record."""
        return records.UrgentHelp(
            id=self.id,
            name=self.name,
            provider=self.provider,
            summary=self.summary,
            helps_with=tuple(self.helps_with),
            contact=self.contact.record(),
            sources=self.all_sources(),
        )


class HubEntry(Strict):
    """One front door."""

    id: Id
    name: Text
    programme: Id
    places: Annotated[Places, Field(min_length=1)]
    contact: ContactEntry
    note: Text | None
    address: Text | None = None

    def record(self) -> records.Hub:
        """Return the record."""
        places, contact = frozenset(self.places), self.contact.record()
        return records.Hub(
            self.id, self.name, self.programme, places, contact, self.note, address=self.address
        )


class PurposeEntry(Strict):
    """What one programme alone is for."""

    id: Id
    only_for: Text
    words: Annotated[list[Text], Field(min_length=1)]

    def record(self) -> "PurposeOf":
        """Return it with the id of its programme."""
        return PurposeOf(self.id, records.Purpose(self.only_for, frozenset(self.words)))


class PurposeOf(NamedTuple):
    """The purpose of the programme with this id."""

    id: str
    purpose: records.Purpose


class TypicallySaidEntry(Strict):
    """What people say for whom one programme is right."""

    id: Id
    said: Annotated[list[Text], Field(min_length=1)]

    def record(self) -> "TypicallySaid":
        """Return it with the id of its programme."""
        return TypicallySaid(self.id, tuple(self.said))


class TypicallySaid(NamedTuple):
    """What people say for whom the programme with this id is right."""

    id: str
    said: tuple[str, ...]


class SameOffer(Strict):
    """Two records of one offer."""

    local: Id
    wider: Id


class Withheld(Strict):
    """A record that is never offered, and why."""

    id: Id
    why: Text


class SameOffers(Strict):
    """What must be known of several records together."""

    same_offers: list[SameOffer]
    withheld: list[Withheld]
