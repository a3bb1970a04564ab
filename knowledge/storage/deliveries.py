"""What is on its way to brokers: a row in the transaction that causes it, sent afterwards, at least once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, insert, select

from knowledge.storage.errands import Errands, Progress, errand_columns
from knowledge.storage.tables import metadata

__all__ = ["Deliveries", "Delivery", "Kind", "Progress", "deliveries"]

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    *errand_columns(),
    Index("ix_deliveries_state_next_try", "state", "next_try"),
    Index("ix_deliveries_case_id", "case_id"),
)


class Kind(StrEnum):
    """What is told: the case itself, or that the person took it back."""

    CASE = "case"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class Delivery:
    """One thing to be told to one recipient; `attempts` counts those that were begun."""

    id: str
    case_id: str
    kind: Kind
    state: Progress
    created: datetime
    attempts: int
    next_try: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    settled: datetime | None = None
    error: str | None = None


class Deliveries(Errands[Delivery]):
    """The deliveries, each held by one worker at a time."""

    table = deliveries

    def add(self, delivery: Delivery) -> None:
        """Add one delivery."""
        self._session.execute(insert(deliveries).values(**asdict(delivery)))

    def recall(self, case_id: str, now: datetime) -> None:
        """Send nothing more of what still waits for one case."""
        self._recall(now, deliveries.c.case_id == case_id)

    def of_cases(self, case_ids: list[str]) -> list[Delivery]:
        """Return the deliveries of these cases, oldest first, in one query."""
        query = select(deliveries).where(deliveries.c.case_id.in_(case_ids))
        found = self._session.execute(query.order_by(deliveries.c.created, deliveries.c.id))
        return [self._read(row._asdict()) for row in found]

    def _read(self, content: Mapping[str, Any]) -> Delivery:
        read = {"kind": Kind(content["kind"]), "state": Progress(content["state"])}
        return Delivery(**{**content, **read})
