"""The types of single fields: labels of the vocabulary, web addresses, months, bounds."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from knowledge.conditions import LEGAL_FORMS
from knowledge.ranges import Range
from knowledge.records import PHASES
from knowledge.vocabulary import vocabulary

PRICES = frozenset({"free", "subsidised", "paid", "unknown"})
RECURS = frozenset({"annual", "monthly", "one_off", "unknown"})


class Strict(BaseModel):
    """A mapping in a fact file: no further keys, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def among(name: str, labels: Callable[[], Any]) -> AfterValidator:
    """Return the check that a label is one of those of the vocabulary."""

    def known(value: str) -> str:
        if value not in labels():
            raise ValueError(f"{value!r} is no {name} of the vocabulary")
        return value

    return AfterValidator(known)


def _each_once(values: list[str]) -> list[str]:
    if len(set(values)) < len(values):
        raise ValueError("a value stands twice")
    return values


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _a_day(value: str) -> str:
    date.fromisoformat(value)
    return value


def _day_month_or_year(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value):
        date.fromisoformat(value)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Published = Annotated[str, BeforeValidator(_day), AfterValidator(_a_day)]
SomeDate = Annotated[str, BeforeValidator(_day), AfterValidator(_day_month_or_year)]
Pounds = Annotated[int, Field(ge=0)]

Support = Annotated[
    list[Annotated[str, among("support type", lambda: vocabulary().support)]], AfterValidator(_each_once)
]
Barriers = Annotated[
    list[Annotated[str, among("barrier", lambda: vocabulary().barriers)]], AfterValidator(_each_once)
]
Sectors = Annotated[
    list[Annotated[str, among("sector", lambda: vocabulary().sectors)]], AfterValidator(_each_once)
]
Stages = Annotated[
    list[Annotated[str, among("stage", lambda: vocabulary().stages)]], AfterValidator(_each_once)
]
Places = Annotated[
    list[Annotated[str, among("place", lambda: vocabulary().places)]], AfterValidator(_each_once)
]
LegalForms = Annotated[
    list[Annotated[str, among("legal form", lambda: LEGAL_FORMS)]], AfterValidator(_each_once)
]
ProviderKind = Annotated[str, among("kind of provider", lambda: vocabulary().provider_kinds)]
StatusLabel = Annotated[str, among("status", lambda: vocabulary().statuses)]
Price = Annotated[str, among("price", lambda: PRICES)]
Phase = Annotated[str, among("phase", lambda: PHASES)]
Recurs = Annotated[str, among("recurrence", lambda: RECURS)]


class Bounds(Strict):
    """A lowest and a highest number, both included."""

    min: Pounds | None
    max: Pounds | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Bounds":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        return self

    def range(self) -> Range | None:
        """Return it as records have it; None where it bounds nothing."""
        return Range.of({"min": self.min, "max": self.max})
