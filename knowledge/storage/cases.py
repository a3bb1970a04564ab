"""The cases and the audit of every change to them, as they are kept; what they mean is the desk's."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

# neither the conversation nor the hub is a foreign key: a case outlives the conversation's time limit
# and the next release of the facts
cases = Table(
    "cases",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("reference", String(40), nullable=False),
    Column("conversation_id", String(40), nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("hub_id", String(100), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("route", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("opened", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("consent", SealedJson, nullable=False),
    Column("person", SealedJson),
    Column("brief", SealedJson),
    Column("broker", String(100)),
    Column("outcome", String(40)),
    Column("erased", Instant),
    Column("revision", Integer, nullable=False),
    Column("team", String(100)),
    Column("reasons", JSON(none_as_null=True)),
    Column("answer_by", Instant),
    Column("escalate_at", Instant),
    Column("answered_at", Instant),
    UniqueConstraint("conversation_id", "message_id"),
    # not unique: two short names may fall together, and that must not cost anybody their case
    Index("ix_cases_reference", "reference"),
    Index("ix_cases_state_opened", "state", "opened"),
)
case_events = Table(
    "case_events",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", String(100), nullable=False),
    Column("change", String(20)),
    Column("before", String(20)),
    Column("after", String(20), nullable=False),
    Column("why", Text, nullable=False),
)


@dataclass(frozen=True)
class CaseRecord:
    """One case as it is kept: labels as text, consent, person and brief as JSON."""

    id: str
    reference: str
    conversation_id: str
    message_id: str
    channel: str
    hub_id: str
    reason: str
    route: str
    state: str
    opened: datetime
    changed: datetime
    consent: dict[str, Any]
    person: dict[str, Any] | None
    brief: dict[str, Any] | None
    broker: str | None
    outcome: str | None
    erased: datetime | None
    revision: int
    team: str | None = None
    reasons: tuple[str, ...] = ()
    answer_by: datetime | None = None
    escalate_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Sibling:
    """One of the cases of a conversation, without its content."""

    id: str
    reference: str
    state: str


@dataclass(frozen=True)
class Standing:
    """Since when a case stands as it does, with which team, and when it moves on; without its content."""

    id: str
    team: str | None
    changed: datetime
    escalate_at: datetime | None
    revision: int


@dataclass(frozen=True)
class Chased:
    """How often something was done about a case since it stands as it does, and when it was done last."""

    id: str
    hub_id: str
    team: str | None
    changed: datetime
    times: int
    last: datetime | None


@dataclass(frozen=True)
class CaseEventRecord:
    """One change of a case as it is kept; `seq` counts from 1 without gaps."""

    case_id: str
    seq: int
    at: datetime
    who: str
    change: str | None
    before: str | None
    after: str
    why: str


class CaseNotFound(LookupError):
    """No case has this id or reference: `signpost cases` lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no case {name!r}: `signpost cases` lists those there are")
        self.name = name


@dataclass(frozen=True)
class Wanted:
    """Cases of these front doors, None for all, that are in these states or were changed since then."""

    hubs: Iterable[str] | None
    open_states: frozenset[str]
    recent: datetime

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what holds for the row of such a case, as long as what it holds is kept."""
        lives = or_(cases.c.state.in_(self.open_states), cases.c.changed >= self.recent)
        those = [cases.c.erased.is_(None), lives]
        return those if self.hubs is None else [*those, cases.c.hub_id.in_(list(self.hubs))]


class Cases:
    """The cases, one row each, and what happened to them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, case: CaseRecord, events: Iterable[CaseEventRecord]) -> None:
        """Add a case with the first events of its audit."""
        self._session.execute(insert(cases).values(**asdict(case)))
        for event in events:
            self._session.execute(insert(case_events).values(**asdict(event)))

    def find(self, case_id: str) -> CaseRecord | None:
        """Return one case, or None."""
        found = self._load(cases.c.id == case_id)
        return found[0] if found else None

    def opened_by(self, conversation_id: str, message_id: str) -> CaseRecord | None:
        """Return the case that this message opened, or None."""
        found = self._load(cases.c.conversation_id == conversation_id, cases.c.message_id == message_id)
        return found[0] if found else None

    def get(self, case_id: str) -> CaseRecord:
        """Return one case, or raise CaseNotFound."""
        found = self.find(case_id)
        if found is None:
            raise CaseNotFound(case_id)
        return found

    def with_reference(self, reference: str) -> list[CaseRecord]:
        """Return the case of this reference, hardly ever two, or raise CaseNotFound."""
        found = self._load(cases.c.reference == reference)
        if not found:
            raise CaseNotFound(reference)
        return found

    def of_conversation(self, conversation_id: str) -> list[CaseRecord]:
        """Return the cases of one conversation, newest first."""
        return self._load(cases.c.conversation_id == conversation_id)

    def siblings(self, conversation_id: str) -> list[Sibling]:
        """Return how the cases of one conversation stand, newest first."""
        columns = [cases.c[field.name] for field in fields(Sibling)]
        its = select(*columns).where(cases.c.conversation_id == conversation_id)
        found = self._session.execute(its.order_by(cases.c.opened.desc(), cases.c.id))
        return [Sibling(**row._mapping) for row in found]

    def newest(self, limit: int) -> list[CaseRecord]:
        """Return the cases that were opened last, newest first."""
        return self._load(limit=limit)

    def in_states(
        self,
        states: Iterable[str],
        hubs: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[CaseRecord]:
        """Return the cases that stand in one of these states, newest first.

        `hubs` are those of them, or None for all.
        """
        wanted: list[Any] = [cases.c.state.in_(list(states))]
        if hubs is not None:
            wanted.append(cases.c.hub_id.in_(list(hubs)))
        return self._load(*wanted, limit=limit)

    def several(self, ids: Iterable[str]) -> dict[str, CaseRecord]:
        """Return the cases with these ids, in one query."""
        return {case.id: case for case in self._load(cases.c.id.in_(list(ids)))}

    def audit(self, case_id: str) -> list[CaseEventRecord]:
        """Return every change of a case, in order."""
        query = select(case_events).where(case_events.c.case_id == case_id).order_by(case_events.c.seq)
        return [CaseEventRecord(**row._mapping) for row in self._session.execute(query)]

    def last_changes(self, case_ids: Iterable[str], change: str) -> dict[str, datetime]:
        """Return when this was last done to each of these cases, in one query."""
        done = case_events.c.case_id.in_(list(case_ids)), case_events.c.change == change
        query = select(case_events.c.case_id, func.max(case_events.c.at)).where(*done)
        return {row[0]: row[1] for row in self._session.execute(query.group_by(case_events.c.case_id))}

    def last_doers(self, case_ids: Iterable[str], change: str) -> dict[str, str]:
        """Return who did this last to each of these cases, in one query."""
        last = case_events.c.case_id == cases.c.id, case_events.c.seq == _last_of([change])
        query = select(cases.c.id, case_events.c.who).join(case_events, and_(*last))
        found = self._session.execute(query.where(cases.c.id.in_(list(case_ids))))
        return {row[0]: row[1] for row in found}

    def replace(self, case: CaseRecord, event: CaseEventRecord | None = None) -> bool:
        """Store a changed case with the event of the change; False, and nothing stored, if another was first.

        `case.revision` is the new one: the row must still have the one before.
        """
        changing = (
            update(cases)
            .where(cases.c.id == case.id, cases.c.revision == case.revision - 1)
            .values(**asdict(case))
            .returning(cases.c.id)
        )
        if self._session.execute(changing).one_or_none() is None:
            return False
        if event is not None:
            self._session.execute(insert(case_events).values(**asdict(event)))
        return True

    def standings(
        self, states: Iterable[str], *, teams: Iterable[str] | None = None, until: datetime | None = None
    ) -> list[Standing]:
        """Return how the cases in these states stand, the longest unchanged first, in one query.

        `teams` leaves those of other teams out; `until`, those that changed later.
        """
        wanted: list[Any] = [cases.c.state.in_(list(states))]
        if teams is not None:
            wanted.append(cases.c.team.in_(list(teams)))
        if until is not None:
            wanted.append(cases.c.changed <= until)
        columns = [cases.c[field.name] for field in fields(Standing)]
        found = self._session.execute(select(*columns).where(*wanted).order_by(cases.c.changed, cases.c.id))
        return [Standing(**row._mapping) for row in found]

    def overdue(
        self,
        states: Iterable[str],
        now: datetime,
        *,
        in_hand: Iterable[str],
        renewed: Iterable[str],
        noted: str,
        case_id: str | None = None,
    ) -> list[str]:
        """Return the cases in these states whose promised answer has not come in time, the longest first.

        Those are left out of which the change `noted` says so, unless a later one of those that `renewed` the
        promise, and those of whose conversation another case is `in_hand`. With a `case_id` it is about that
        one.
        """
        late = [cases.c.state.in_(list(states)), cases.c.answer_by < now, cases.c.answered_at.is_(None)]
        sibling = cases.alias()
        theirs = sibling.c.conversation_id == cases.c.conversation_id, sibling.c.state.in_(list(in_hand))
        late.append(~exists().where(*theirs))
        if case_id is not None:
            late.append(cases.c.id == case_id)
        query = select(cases.c.id).where(*late, _last_of([noted]) <= _last_of(renewed))
        return list(self._session.scalars(query.order_by(cases.c.answer_by, cases.c.id)))

    def chased(
        self, states: Iterable[str], *, by: str, until: datetime, case_id: str | None = None
    ) -> list[Chased]:
        """Return how the cases in these states stand that changed no later, the longest unchanged first.

        `by` is the change that is counted. With a `case_id` it is about that one.
        """
        done = (
            case_events.c.case_id == cases.c.id,
            case_events.c.change == by,
            case_events.c.at >= cases.c.changed,
        )
        its = [cases.c.id, cases.c.hub_id, cases.c.team, cases.c.changed]
        wanted = [cases.c.state.in_(list(states)), cases.c.changed <= until]
        if case_id is not None:
            wanted.append(cases.c.id == case_id)
        query = (
            select(
                *its, func.count(case_events.c.seq).label("times"), func.max(case_events.c.at).label("last")
            )
            .outerjoin(case_events, and_(*done))
            .where(*wanted)
            .group_by(*its)
        )
        found = self._session.execute(query.order_by(cases.c.changed, cases.c.id))
        return [Chased(**row._mapping) for row in found]

    def load(self, hub_id: str, states: Iterable[str]) -> dict[str, int]:
        """Return how many cases of a hub stand in these states with each team that has any, in one query."""
        counted = cases.c.hub_id == hub_id, cases.c.state.in_(list(states)), cases.c.team.is_not(None)
        query = select(cases.c.team, func.count()).where(*counted).group_by(cases.c.team)
        return {row[0]: row[1] for row in self._session.execute(query)}

    def set_timer(self, standing: Standing) -> None:
        """Note when a case moves on, unless it has changed since it stood so."""
        as_it_was = cases.c.id == standing.id, cases.c.revision == standing.revision
        self._session.execute(update(cases).where(*as_it_was).values(escalate_at=standing.escalate_at))

    def blank(self, case_id: str, consent: dict[str, Any], now: datetime) -> None:
        """Delete the person, the brief and what follows from it of a case, and leave this of the consent."""
        blanks = {"person": None, "brief": None, "reasons": None, "consent": consent, "erased": now}
        self._session.execute(update(cases).where(cases.c.id == case_id).values(**blanks))

    def _load(self, *conditions: Any, limit: int | None = None) -> list[CaseRecord]:
        newest = cases.c.opened.desc(), cases.c.id
        query = select(cases).where(*conditions).order_by(*newest).limit(limit)
        return [_record(row) for row in self._session.execute(query)]


def _last_of(changes: Iterable[str]) -> ColumnElement[int]:
    """The number of the last event of a case that is one of these changes, 0 when there is none."""
    its = case_events.c.case_id == cases.c.id, case_events.c.change.in_(list(changes))
    last = select(func.max(case_events.c.seq)).where(*its).correlate(cases).scalar_subquery()
    return func.coalesce(last, 0)


def _record(row: Row[Any]) -> CaseRecord:
    # a case from before there were teams has no reasons
    return CaseRecord(**{**row._mapping, "reasons": tuple(row.reasons or ())})
