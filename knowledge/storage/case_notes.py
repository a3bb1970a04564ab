"""What brokers write about a case for each other, and the tags they give it; no person ever reads either."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.sealed import SealedText
from knowledge.storage.tables import Instant, metadata

case_notes = Table(
    "case_notes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("hub_id", String(100), nullable=False),
    Column("broker", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", SealedText, nullable=False),
    Index("ix_case_notes_case_id", "case_id"),
)
case_tags = Table(
    "case_tags",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("hub_id", String(100), primary_key=True),
    Column("tag", String(30), primary_key=True),
)


@dataclass(frozen=True)
class CaseNote:
    """One note; `hub_id` is the front door that had the case then, whose brokers alone may read it."""

    id: str
    case_id: str
    hub_id: str
    broker: str
    at: datetime
    text: str


class CaseNotes:
    """The notes and tags of the cases."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, note: CaseNote) -> bool:
        """Keep a note; False, and nothing changed, when there is one of this id."""
        found = self._session.execute(select(case_notes.c.id).where(case_notes.c.id == note.id))
        if found.first() is not None:
            return False
        self._session.execute(insert(case_notes).values(**asdict(note)))
        return True

    def of_case(self, case_id: str, hub_id: str) -> list[CaseNote]:
        """Return what the brokers of one front door wrote about a case, oldest first."""
        its = case_notes.c.case_id == case_id, case_notes.c.hub_id == hub_id
        found = self._session.execute(
            select(case_notes).where(*its).order_by(case_notes.c.at, case_notes.c.id)
        )
        return [CaseNote(**row._mapping) for row in found]

    def tag(self, case_id: str, hub_id: str, tag: str) -> None:
        """Give a case a tag; once more changes nothing."""
        with suppress(IntegrityError), self._session.begin_nested():
            self._session.execute(insert(case_tags).values(case_id=case_id, hub_id=hub_id, tag=tag))

    def untag(self, case_id: str, hub_id: str, tag: str) -> None:
        """Take a tag off a case; nothing happens when it has none such."""
        its = case_tags.c.case_id == case_id, case_tags.c.hub_id == hub_id, case_tags.c.tag == tag
        self._session.execute(delete(case_tags).where(*its))

    def tags_of(self, case_ids: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return the tags of these cases by case and front door, in one query."""
        tags: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        query = select(case_tags).where(case_tags.c.case_id.in_(list(case_ids))).order_by(case_tags.c.tag)
        for case_id, hub_id, tag in self._session.execute(query):
            tags[case_id][hub_id] = (*tags[case_id].get(hub_id, ()), tag)
        return dict(tags)

    def forget(self, case_id: str) -> None:
        """Delete the notes and the tags of a case."""
        self._session.execute(delete(case_notes).where(case_notes.c.case_id == case_id))
        self._session.execute(delete(case_tags).where(case_tags.c.case_id == case_id))
