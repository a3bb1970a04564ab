"""What is on its way to brokers: a row in the transaction that causes it, sent afterwards, at least once."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.cases import cases
from knowledge.storage.tables import Instant, metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("created", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    Column("settled", Instant),
    Column("error", String(60)),
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


class Progress(StrEnum):
    """Where a delivery stands; dead means that a person must look at it."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    RECALLED = "recalled"


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


class Deliveries:
    """The deliveries, each held by one worker at a time."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, delivery: Delivery) -> None:
        """Add one delivery."""
        self._session.execute(insert(deliveries).values(**asdict(delivery)))

    def take(self, holder: str, now: datetime, until: datetime) -> Delivery | None:
        """Return a delivery that is due and nobody else's until then, the longest due first; or None.

        The attempt counts from here: a worker that dies with it in hand may have sent it.
        """
        due = select(deliveries).where(_due(now)).order_by(deliveries.c.next_try, deliveries.c.id)
        row = self._session.execute(due.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        taking = (
            update(deliveries)
            .where(deliveries.c.id == row.id, _due(now))
            .values(lease_owner=holder, lease_until=until, attempts=deliveries.c.attempts + 1)
            .returning(deliveries.c.attempts)
        )
        attempts = self._session.scalars(taking).one_or_none()
        if attempts is None:
            return None
        return replace(_delivery(row), lease_owner=holder, lease_until=until, attempts=attempts)

    def settle(
        self, delivery_id: str, holder: str, state: Progress, now: datetime, error: str | None
    ) -> bool:
        """Note how it ended; False, and nothing changed, when it is no longer this holder's."""
        return self._let_go(delivery_id, holder, state=state, settled=now, error=error)

    def put_off(self, delivery_id: str, holder: str, next_try: datetime, error: str) -> bool:
        """Note when to try again and why; False, and nothing changed, when it is no longer this holder's."""
        return self._let_go(delivery_id, holder, next_try=next_try, error=error)

    def recall(self, case_id: str, now: datetime) -> None:
        """Send nothing more of what still waits for one case."""
        self._session.execute(
            update(deliveries)
            .where(deliveries.c.case_id == case_id, deliveries.c.state.in_((Progress.WAITING, Progress.DEAD)))
            .values(state=Progress.RECALLED, settled=now, lease_owner=None)
        )

    def dead(self, hubs: Iterable[str] | None, limit: int) -> list[Delivery]:
        """Return what was given up for these front doors, None for all, the newest first."""
        query = select(deliveries).where(deliveries.c.state == Progress.DEAD)
        if hubs is not None:
            told = func.coalesce(deliveries.c.hub_id, cases.c.hub_id)
            query = query.join(cases, cases.c.id == deliveries.c.case_id).where(told.in_(list(hubs)))
        newest = query.order_by(deliveries.c.settled.desc(), deliveries.c.id).limit(limit)
        return [_delivery(row) for row in self._session.execute(newest)]

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
        return [_delivery(row) for row in found]

    def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the longest due delivery waits, or None when none is due."""
        query = select(deliveries.c.next_try).where(_due(now)).order_by(deliveries.c.next_try)
        return self._session.scalars(query.limit(1)).one_or_none()

    def _let_go(self, delivery_id: str, holder: str, **values: Any) -> bool:
        mine = deliveries.c.id == delivery_id, deliveries.c.lease_owner == holder
        letting_go = (
            update(deliveries)
            .where(*mine)
            .values(lease_owner=None, lease_until=None, **values)
            .returning(deliveries.c.id)
        )
        return self._session.execute(letting_go).one_or_none() is not None


def _due(now: datetime) -> Any:
    free = or_(deliveries.c.lease_owner.is_(None), deliveries.c.lease_until <= now)
    return and_(deliveries.c.state == Progress.WAITING, deliveries.c.next_try <= now, free)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(**{**row._mapping, "kind": Kind(row.kind), "state": Progress(row.state)})
