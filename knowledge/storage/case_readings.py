"""At which front door, and with which of its teams, a case was first read by somebody who works there."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

NO_TEAM = ""  # what stands in the key for a front door as a whole

case_readings = Table(
    "case_readings",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("hub_id", String(100), primary_key=True),
    Column("team", String(100), primary_key=True),
    Column("broker", String(100), nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True)
class Reading:
    """That a broker was the first to read a case while this team of this front door had it.

    No team is the front door as a whole.
    """

    case_id: str
    hub_id: str
    team: str | None
    broker: str
    at: datetime


class CaseReadings:
    """Where each case was read; the first reading at each place counts."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def note(self, reading: Reading) -> None:
        """Note a reading, unless the case was read at this place before."""
        if self.has(reading.case_id, reading.hub_id, reading.team):
            return
        with (
            suppress(IntegrityError),
            self._session.begin_nested(),
        ):  # of two who open it at once, one is first
            values = {**asdict(reading), "team": reading.team or NO_TEAM}
            self._session.execute(insert(case_readings).values(**values))

    def has(self, case_id: str, hub_id: str, team: str | None) -> bool:
        """Was the case read at this place?"""
        its: Mapping[str, str] = {"case_id": case_id, "hub_id": hub_id, "team": team or NO_TEAM}
        same = (case_readings.c[name] == value for name, value in its.items())
        return bool(self._session.scalars(select(exists().where(*same))).one())

    def of_case(self, case_id: str) -> list[Reading]:
        """Return where a case was read, in the order in which that was."""
        query = select(case_readings).where(case_readings.c.case_id == case_id)
        ordered = query.order_by(case_readings.c.at, case_readings.c.hub_id, case_readings.c.team)
        return [_reading(row) for row in self._session.execute(ordered)]


def _reading(row: Row[Any]) -> Reading:
    return Reading(**{**row._mapping, "team": row.team or None})
