"""Every version of a record that was ever in use: what an earlier answer rested on."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Insert, Row, String, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.storage.shelf import ID_LENGTH
from knowledge.storage.tables import Instant, metadata

record_versions = Table(
    "record_versions",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("version", String(40), primary_key=True),
    Column("content", JSON, nullable=False),
    Column("first_seen", Instant, nullable=False),
)

Key = tuple[str, str, str]  # kind, id and version
_KEY = tuple_(record_versions.c.kind, record_versions.c.id, record_versions.c.version)


class RecordVersionNotFound(LookupError):
    """A record was never in use in this version, or before versions were kept."""

    def __init__(self, kind: str, record_id: str, version: str) -> None:
        super().__init__(f"no version {version!r} of {kind} {record_id!r} is kept")
        self.key = kind, record_id, version


@dataclass(frozen=True)
class RecordVersion:
    """A record as it was, in the form in which it was stored then; `kind` is a field of `Facts`."""

    kind: str
    id: str
    version: str
    content: Mapping[str, Any]
    first_seen: datetime


class RecordVersions:
    """The versions, which are only ever added to."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def keep(self, versions: Iterable[RecordVersion]) -> None:
        """Add what is not kept yet; one that comes into use again stays as it was first seen."""
        rows = [asdict(version) for version in versions]
        if rows:
            self._session.execute(self._adding(), rows)

    def get(self, kind: str, record_id: str, version: str) -> RecordVersion:
        """Return one version of one record, or raise RecordVersionNotFound."""
        found = self.several([(kind, record_id, version)])
        if not found:
            raise RecordVersionNotFound(kind, record_id, version)
        return next(iter(found.values()))

    def several(self, keys: Iterable[Key]) -> dict[Key, RecordVersion]:
        """Return what is kept of these versions, in one query."""
        found = self._session.execute(select(record_versions).where(_KEY.in_(list(keys))))
        return {(row.kind, row.id, row.version): _version(row) for row in found}

    def _adding(self) -> Insert:
        if self._session.get_bind().dialect.name == "postgresql":
            return postgresql.insert(record_versions).on_conflict_do_nothing()
        return sqlite.insert(record_versions).on_conflict_do_nothing()


def _version(row: Row[Any]) -> RecordVersion:
    return RecordVersion(**row._mapping)
