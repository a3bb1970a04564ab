"""Errands: a row in the transaction that causes it, done outside afterwards, by one worker at a time."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Column, Integer, String, Table, and_, or_, select, update
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant


class Progress(StrEnum):
    """Where an errand stands; dead means that a person must look at it."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    RECALLED = "recalled"


UNSENT = (Progress.WAITING, Progress.DEAD)


def errand_columns() -> tuple[Column[Any], ...]:
    """Return the columns that every table of errands has."""
    return (
        Column("state", String(10), nullable=False),
        Column("created", Instant, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_try", Instant, nullable=False),
        Column("lease_owner", String(40)),
        Column("lease_until", Instant),
        Column("settled", Instant),
        Column("error", String(60)),
    )


class Errands[One](ABC):
    """The errands of one table, each held by one worker at a time."""

    table: ClassVar[Table]

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    @abstractmethod
    def _read(self, content: Mapping[str, Any]) -> One:
        """Return one errand of a row."""

    def take(self, holder: str, now: datetime, until: datetime) -> One | None:
        """Return an errand that is due and nobody else's until then, the longest due first; or None.

        The attempt counts from here: a worker that dies with it in hand may have done it.
        """
        return self._take(holder, now, until)

    def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the longest due errand waits, or None when none is due."""
        return self._oldest_due(now)

    def settle(self, errand_id: str, holder: str, state: Progress, now: datetime, error: str | None) -> bool:
        """Note how it ended; False, and nothing changed, when it is no longer this holder's."""
        return self._let_go(errand_id, holder, state=state, settled=now, error=error)

    def put_off(self, errand_id: str, holder: str, next_try: datetime, error: str) -> bool:
        """Note when to try again and why; False, and nothing changed, when it is no longer this holder's."""
        return self._let_go(errand_id, holder, next_try=next_try, error=error)

    def revive(self, errand_id: str, now: datetime) -> bool:
        """Try one again that was given up, as if it were new; False when it is not given up."""
        table = self.table
        reviving = (
            update(table)
            .where(table.c.id == errand_id, table.c.state == Progress.DEAD)
            .values(state=Progress.WAITING, created=now, next_try=now, settled=None, error=None)
            .returning(table.c.id)
        )
        return self._session.execute(reviving).one_or_none() is not None

    def _take(self, holder: str, now: datetime, until: datetime, *only: Any) -> One | None:
        table = self.table
        due = select(table).where(self._due(now), *only).order_by(table.c.next_try, table.c.id)
        row = self._session.execute(due.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        taking = (
            update(table)
            .where(table.c.id == row.id, self._due(now))
            .values(lease_owner=holder, lease_until=until, attempts=table.c.attempts + 1)
            .returning(table.c.attempts)
        )
        attempts = self._session.scalars(taking).one_or_none()
        if attempts is None:
            return None
        taken = {"lease_owner": holder, "lease_until": until, "attempts": attempts}
        return self._read({**row._mapping, **taken})

    def _oldest_due(self, now: datetime, *only: Any) -> datetime | None:
        table = self.table
        query = select(table.c.next_try).where(self._due(now), *only).order_by(table.c.next_try)
        return self._session.scalars(query.limit(1)).one_or_none()

    def _recall(self, now: datetime, *those: Any) -> None:
        """Do nothing more of what still waits."""
        table = self.table
        self._session.execute(
            update(table)
            .where(table.c.state.in_(UNSENT), *those)
            .values(state=Progress.RECALLED, settled=now, lease_owner=None)
        )

    def _let_go(self, errand_id: str, holder: str, **values: Any) -> bool:
        table = self.table
        letting_go = (
            update(table)
            .where(table.c.id == errand_id, table.c.lease_owner == holder)
            .values(lease_owner=None, lease_until=None, **values)
            .returning(table.c.id)
        )
        return self._session.execute(letting_go).one_or_none() is not None

    def _due(self, now: datetime) -> Any:
        table = self.table
        free = or_(table.c.lease_owner.is_(None), table.c.lease_until <= now)
        return and_(table.c.state == Progress.WAITING, table.c.next_try <= now, free)
