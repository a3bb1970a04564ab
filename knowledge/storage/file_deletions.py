"""Which files outside the database are to go: noted in the transaction that says so, deleted after it.

A file that is deleted before the commit is gone for nothing when that fails; one that is to be deleted
afterwards is forgotten when the process dies between, unless it is noted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Integer, String, Table, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

file_deletions = Table(
    "file_deletions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),
    Column("about", String(40), nullable=False),
    Column("reference", String(40)),
    Column("first_tried", Instant),
    # several delete at once: whoever is slow must not forget a row that got the number of one that is done
    sqlite_autoincrement=True,
)


class Kept(StrEnum):
    """What stands in the file: a mail to a person, or the letter about a case."""

    MAIL = "mail"
    LETTER = "letter"


@dataclass(frozen=True)
class FileDeletion:
    """A file that is to go; `about` is the id of the mail or of the case, and a case has its reference."""

    id: int
    kind: Kept
    about: str
    reference: str | None
    first_tried: datetime | None


class FileDeletions:
    """What is still to be deleted."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def note_mails(self, ids: Any) -> None:
        """Let the files of these mails go; `ids` is a query of their ids."""
        mails = ids.subquery()
        query = select(literal(Kept.MAIL.value), mails.c[0])
        self._session.execute(insert(file_deletions).from_select(["kind", "about"], query))

    def note_letters(self, cases: Iterable[tuple[str, str]]) -> None:
        """Let the letters about these cases go, each a reference and an id."""
        rows = [{"kind": Kept.LETTER, "about": case, "reference": named} for named, case in cases]
        if rows:
            self._session.execute(insert(file_deletions), rows)

    def some(self, limit: int) -> list[FileDeletion]:
        """Return a few, those that were never tried first."""
        in_order = file_deletions.c.first_tried.is_not(None), file_deletions.c.id
        found = self._session.execute(select(file_deletions).order_by(*in_order).limit(limit))
        return [FileDeletion(**{**row._mapping, "kind": Kept(row.kind)}) for row in found]

    def tried(self, ids: Iterable[int], now: datetime) -> None:
        """Note that it was tried to delete the files, for the first time."""
        its = file_deletions.c.id.in_(list(ids)), file_deletions.c.first_tried.is_(None)
        self._session.execute(update(file_deletions).where(*its).values(first_tried=now))

    def done(self, ids: Iterable[int]) -> None:
        """Forget them: nobody can write such a file any more."""
        self._session.execute(delete(file_deletions).where(file_deletions.c.id.in_(list(ids))))
