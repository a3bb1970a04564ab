"""Whether it helped: one answer for each case, given once and changed once at most."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Row, String, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.storage.cases import cases
from knowledge.storage.tables import Instant, metadata

case_answers = Table(
    "case_answers",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("answer", String(20)),
    Column("answered_at", Instant),
    Column("changed", Boolean, nullable=False),
)


@dataclass(frozen=True)
class CaseAnswer:
    """What the person said of a case that was closed; None before they do."""

    case_id: str
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    changed: bool = False


class CaseAnswers:
    """The answers of all cases."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def ask(self, case_id: str, now: datetime) -> None:
        """Note that the person was asked."""
        asked = {"case_id": case_id, "asked_at": now, "changed": False}
        self._session.execute(insert(case_answers).values(**asked))

    def find(self, case_id: str) -> CaseAnswer | None:
        """Return what was answered, or None when it was never asked or was deleted."""
        query = select(case_answers).where(case_answers.c.case_id == case_id)
        row = self._session.execute(query).one_or_none()
        return None if row is None else _answer(row)

    def keep(self, case_id: str, answer: str, now: datetime, *, changed: bool) -> None:
        """Keep an answer, in the place of the one before."""
        kept = {"answer": answer, "answered_at": now, "changed": changed}
        self._session.execute(update(case_answers).where(case_answers.c.case_id == case_id).values(**kept))

    def forget(self, conversation_id: str) -> None:
        """Delete the answers to the cases of one conversation."""
        theirs = select(cases.c.id).where(cases.c.conversation_id == conversation_id)
        self._session.execute(delete(case_answers).where(case_answers.c.case_id.in_(theirs)))

    def forget_of_case(self, case_id: str) -> None:
        """Delete the answer to one case."""
        self._session.execute(delete(case_answers).where(case_answers.c.case_id == case_id))


def _answer(row: Row[Any]) -> CaseAnswer:
    return CaseAnswer(**row._mapping)
