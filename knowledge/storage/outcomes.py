"""What became of each programme that a broker's case led to, as the firm itself tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, String, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.storage.cases import cases
from knowledge.storage.tables import Instant, metadata

# the programme is no foreign key: what is told of it outlives the next release of the facts
programme_outcomes = Table(
    "programme_outcomes",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("programme_id", String(100), primary_key=True),
    Column("answer", String(20)),
    Column("at", Instant),
    Index("ix_programme_outcomes_programme_id", "programme_id"),
)


@dataclass(frozen=True)
class ProgrammeOutcome:
    """That one case was asked about a programme so many days after it; no answer yet is None."""

    case_id: str
    day: int
    programme_id: str
    answer: str | None = None
    at: datetime | None = None


class Outcomes:
    """What was asked and answered of programmes."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def ask(self, case_id: str, day: int, programme_ids: Iterable[str]) -> None:
        """Note that these were asked about."""
        rows = [{"case_id": case_id, "day": day, "programme_id": one} for one in programme_ids]
        if rows:
            self._session.execute(insert(programme_outcomes), rows)

    def not_asked(self, case_id: str, day: int) -> None:
        """Forget that something was asked which never reached the person; an answer stays."""
        its = programme_outcomes.c.case_id == case_id, programme_outcomes.c.day == day
        unanswered = programme_outcomes.c.answer.is_(None)
        self._session.execute(delete(programme_outcomes).where(*its, unanswered))

    def answer(self, case_id: str, day: int, programme_id: str, answer: str, now: datetime) -> bool:
        """Keep an answer in the place of the one before; False when it was not asked."""
        asked = programme_outcomes.c
        its = asked.case_id == case_id, asked.day == day, asked.programme_id == programme_id
        keeping = update(programme_outcomes).where(*its).values(answer=answer, at=now)
        return self._session.execute(keeping.returning(asked.day)).one_or_none() is not None

    def of_case(self, case_id: str) -> list[ProgrammeOutcome]:
        """Return what one case was asked, in order."""
        return self._load(programme_outcomes.c.case_id == case_id)

    def all(self) -> list[ProgrammeOutcome]:
        """Return everything that was asked, by case and in order."""
        return self._load()

    def forget(self, conversation_id: str) -> None:
        """Delete what the cases of one conversation were asked and answered."""
        theirs = select(cases.c.id).where(cases.c.conversation_id == conversation_id)
        deleting = delete(programme_outcomes).where(programme_outcomes.c.case_id.in_(theirs))
        self._session.execute(deleting)

    def forget_of_case(self, case_id: str) -> None:
        """Delete what was asked and answered of one case."""
        self._session.execute(delete(programme_outcomes).where(programme_outcomes.c.case_id == case_id))

    def _load(self, *conditions: Any) -> list[ProgrammeOutcome]:
        in_order = programme_outcomes.c.case_id, programme_outcomes.c.day, programme_outcomes.c.programme_id
        query = select(programme_outcomes).where(*conditions).order_by(*in_order)
        return [_outcome(row) for row in self._session.execute(query)]


def _outcome(row: Row[Any]) -> ProgrammeOutcome:
    return ProgrammeOutcome(**row._mapping)
