"""What is on its way to brokers: a row in the transaction that causes it, sent afterwards, at least once."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, func, insert, select, update

from knowledge.storage.cases import cases
from knowledge.storage.errands import Errands, Progress, errand_columns
from knowledge.storage.tables import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    *errand_columns(),
    Column("hub_id", String(100)),
    Column("team", String(100)),
    Index("ix_deliveries_state_next_try", "state", "next_try"),
    Index("ix_deliveries_case_id", "case_id"),
)


class Kind(StrEnum):
    """What is told: the case itself, the case once it has moved on, or that the person took it back."""

    CASE = "case"
    PASSED_ON = "passed_on"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class Delivery:
    """One thing to be told to one recipient; `attempts` counts those that were begun.

    `hub_id` is the front door that is told; None: the one that has the case when it is sent.
    `team` is who is told there; None: the front door as a whole.
    """

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
    hub_id: str | None = None
    team: str | None = None


class Deliveries(Errands[Delivery]):
    """The deliveries, each held by one worker at a time."""

    table = deliveries

    def add(self, delivery: Delivery) -> None:
        """Add one delivery."""
        self._session.execute(insert(deliveries).values(**asdict(delivery)))

    def recall(self, case_id: str, now: datetime) -> None:
        """Send nothing more of what still waits for one case."""
        self._recall(now, deliveries.c.case_id == case_id)

    def dead(self, hubs: Iterable[str] | None, limit: int) -> list[Delivery]:
        """Return what was given up for these front doors, None for all, the newest first."""
        query = select(deliveries).where(deliveries.c.state == Progress.DEAD)
        if hubs is not None:
            told = func.coalesce(deliveries.c.hub_id, cases.c.hub_id)
            query = query.join(cases, cases.c.id == deliveries.c.case_id).where(told.in_(list(hubs)))
        newest = query.order_by(deliveries.c.settled.desc(), deliveries.c.id).limit(limit)
        return [self._read(row._asdict()) for row in self._session.execute(newest)]

    def revive(self, delivery_id: str, now: datetime) -> bool:
        """Try one again that was given up, as if it were new; False when it is not given up."""
        reviving = (
            update(deliveries)
            .where(deliveries.c.id == delivery_id, deliveries.c.state == Progress.DEAD)
            .values(state=Progress.WAITING, created=now, next_try=now, settled=None, error=None)
            .returning(deliveries.c.id)
        )
        return self._session.execute(reviving).one_or_none() is not None

    def of_cases(self, case_ids: list[str]) -> list[Delivery]:
        """Return the deliveries of these cases, oldest first, in one query."""
        query = select(deliveries).where(deliveries.c.case_id.in_(case_ids))
        found = self._session.execute(query.order_by(deliveries.c.created, deliveries.c.id))
        return [self._read(row._asdict()) for row in found]

    def _read(self, content: Mapping[str, Any]) -> Delivery:
        read = {"kind": Kind(content["kind"]), "state": Progress(content["state"])}
        return Delivery(**{**content, **read})
