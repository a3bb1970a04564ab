"""What loading would change, and loading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.loading.references import VERSION_LENGTH
from knowledge.loading.release import Facts
from knowledge.packing import differing, fingerprint, pack
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.record_versions import RecordVersion
from knowledge.storage.shelf import Rows

Stored = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """One record of which fields differ: each with what stands in the database and what would."""

    kind: str
    id: str
    fields: tuple[tuple[str, Any, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {self.id}"


@dataclass(frozen=True)
class Changes:
    """Everything that loading would change; false when it would change nothing."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.reordered)

    def summary(self) -> str:
        """Return how many records are concerned, in one line."""
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"

    def lines(self) -> Iterator[str]:
        """Yield one line for each record that is added or removed, and for each field that changes."""
        yield from (f"+ {change}" for change in self.added)
        yield from (f"- {change}" for change in self.removed)
        for change in self.changed:
            yield from (f"~ {change}: {name}: {old!r} -> {new!r}" for name, old, new in change.fields)


def plan(session: Session, facts: Facts) -> Changes:
    """Return what `apply` would change, without changing it."""
    added: list[Change] = []
    changed: list[Change] = []
    removed: list[Change] = []
    reordered = False
    for kind, shelf, records in _shelves(session, facts):
        old, new = shelf.stored(), {record.id: pack(record) for record in records}
        added += [Change(kind, name) for name in new if name not in old]
        removed += [Change(kind, name) for name in old if name not in new]
        changed += [
            Change(kind, name, differing(old[name], new[name]))
            for name in new
            if name in old and old[name] != new[name]
        ]
        reordered |= list(old) != list(new)
    return Changes(tuple(added), tuple(changed), tuple(removed), reordered)


def apply(session: Session, facts: Facts, now: datetime | None = None) -> Changes:
    """Bring the database in line with the facts; return what was changed, which may be nothing.

    Each record that is new or changed is kept in its version for good, as first seen at `now`; None is the
    present.
    """
    changes = plan(session, facts)
    if not changes:
        return changes
    for _, shelf, records in _shelves(session, facts):
        shelf.replace_all(records)
    knowledge = KnowledgeBase(session)
    knowledge.versions.keep(_versions(facts, changes, now or datetime.now(UTC)))
    knowledge.releases.note(_hash(facts))
    return changes


def _shelves(session: Session, facts: Facts) -> Iterator[tuple[str, Rows[Any], tuple[Any, ...]]]:
    knowledge = KnowledgeBase(session)
    for kind in vars(facts):
        yield kind, getattr(knowledge, kind), getattr(facts, kind)


def _versions(facts: Facts, changes: Changes, now: datetime) -> Iterator[RecordVersion]:
    news = {(change.kind, change.id) for change in (*changes.added, *changes.changed)}
    for kind, records in vars(facts).items():
        for record in records:
            if (kind, record.id) in news:
                content = pack(record)
                yield RecordVersion(kind, record.id, _version(content), content, now)


def _version(content: Mapping[str, Any]) -> str:
    """Return the version that a record names, or one that is made in the same way."""
    return content.get("version") or fingerprint(content)[:VERSION_LENGTH]


def _hash(facts: Facts) -> str:
    return fingerprint({kind: [pack(record) for record in records] for kind, records in vars(facts).items()})
