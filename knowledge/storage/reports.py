"""What people say is wrong in our records, for those who look after the records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from knowledge.storage.notes import wrong_information


class ReportNotFound(LookupError):
    """There is no such report (any more): the person may have had it erased."""

    def __init__(self, report_id: int) -> None:
        super().__init__(f"no report {report_id}: it may have been erased")
        self.report_id = report_id


@dataclass(frozen=True)
class Report:
    """One report; `dealt_by` is the id of who dealt with it, None while nobody has."""

    id: int
    at: datetime
    programme_id: str | None
    text: str
    dealt_by: str | None
    dealt_at: datetime | None


class Reports:
    """The reports of wrong information, written as notes when people make them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def open(self, limit: int) -> list[Report]:
        """Return those that nobody has dealt with, newest first."""
        return self._newest(wrong_information.c.dealt_at.is_(None), limit)

    def done(self, limit: int) -> list[Report]:
        """Return those that somebody has dealt with, newest first."""
        return self._newest(wrong_information.c.dealt_at.is_not(None), limit)

    def count_open(self) -> int:
        """Return how many nobody has dealt with."""
        query = select(func.count()).select_from(wrong_information)
        return self._session.execute(query.where(wrong_information.c.dealt_at.is_(None))).scalar_one()

    def deal(self, report_id: int, broker_id: str, now: datetime) -> None:
        """Note who has dealt with a report; who was first stays. Raise ReportNotFound when there is none."""
        its = wrong_information.c.id == report_id
        if self._session.execute(select(wrong_information.c.id).where(its)).first() is None:
            raise ReportNotFound(report_id)
        open_still = update(wrong_information).where(its, wrong_information.c.dealt_at.is_(None))
        self._session.execute(open_still.values(dealt_by=broker_id, dealt_at=now))

    def _newest(self, condition: Any, limit: int) -> list[Report]:
        query = (
            select(wrong_information).where(condition).order_by(wrong_information.c.id.desc()).limit(limit)
        )
        return [_report(row) for row in self._session.execute(query)]


def _report(row: Row[Any]) -> Report:
    return Report(row.id, row.at, row.programme_id, row.text, row.dealt_by, row.dealt_at)
