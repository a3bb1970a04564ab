"""What people say is wrong in our records, as curators see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.redaction import without_contacts
from knowledge.records import Programme
from knowledge.storage.brokers import Brokers
from knowledge.storage.programmes import Programmes
from knowledge.storage.record_versions import Key, RecordVersions
from knowledge.storage.reports import Report, Reports

MOST_OPEN, MOST_DONE = 100, 100
KIND = "programmes"


@dataclass(frozen=True)
class ReportRow:
    """One report with the record that it is about, as that is now; None when it names none that there is.

    `changed` is true when this version came into use after the report: it may be put right already. `text`
    is without contacts: nobody agreed that they are passed on.
    """

    report: Report
    text: str
    programme: Programme | None
    changed: bool
    dealt_by: str | None


@dataclass(frozen=True)
class ReportList:
    """The newest of those that are open, how many are open in all, and the newest of those that are done."""

    open: tuple[ReportRow, ...]
    count: int
    done: tuple[ReportRow, ...]


def listed(session: Session) -> ReportList:
    """Return what the page of the reports shows."""
    kept = Reports(session)
    waiting, done = kept.open(MOST_OPEN), kept.done(MOST_DONE)
    programmes = _programmes(session, [*waiting, *done])
    versions = RecordVersions(session).several(_key(one) for one in programmes.values())
    names = {one.id: one.name for one in Brokers(session).all()}

    def row(report: Report) -> ReportRow:
        programme = programmes.get(report.programme_id or "")
        version = versions.get(_key(programme)) if programme else None
        changed = version is not None and version.first_seen > report.at
        by = names.get(report.dealt_by, report.dealt_by) if report.dealt_by else None
        return ReportRow(report, without_contacts(report.text), programme, changed, by)

    return ReportList(tuple(map(row, waiting)), kept.count_open(), tuple(map(row, done)))


def _programmes(session: Session, reports: Iterable[Report]) -> dict[str, Programme]:
    ids = dict.fromkeys(one.programme_id for one in reports if one.programme_id)
    return {one.id: one for one in Programmes(session).several(ids)}


def _key(programme: Programme) -> Key:
    return KIND, programme.id, programme.version
