"""Which conversation in Chatwoot each case has, how far it was told there, and notes that wait to be told."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.cases import Wanted, cases
from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedText
from knowledge.storage.tables import Instant, metadata

chatwoot_conversations = Table(
    "chatwoot_conversations",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    # Chatwoot numbers its conversations in each account: the same number means another one elsewhere
    Column("inbox", String(200), primary_key=True),
    Column("contact_id", BigInteger, nullable=False),
    Column("conversation_id", BigInteger, nullable=False),
    Column("created", Instant, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("error", String(60)),
    Column("status_at", Float, nullable=False),
    Column("resolved", Instant),
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    Column("failing_since", Instant),
    Column("given_up", Instant),
    Column("outcome", String(20)),
    Index("ix_chatwoot_conversations_inbox_conversation_id", "inbox", "conversation_id"),
)
chatwoot_notes = Table(
    "chatwoot_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("text", SealedText, nullable=False),
    UniqueConstraint("case_id", "name"),
)


@dataclass(frozen=True)
class Linked:
    """One case with its conversation in Chatwoot.

    `cursor` is the last line of the transcript that was told or passed over; `unsure` is true while an
    attempt may have told more than it noted. `resolved` is since when it counts as resolved there, and
    `status_at` is Chatwoot's own time of the last change of status that was heard of. `failing_since` is when
    the first of the attempts failed that have all failed since, and `given_up` when nobody tried any more.
    `outcome` is what the agents said became of it, when they resolved it.
    """

    case_id: str
    inbox: str
    contact_id: int
    conversation_id: int
    created: datetime
    next_try: datetime
    cursor: int = 0
    unsure: bool = False
    attempts: int = 0
    error: str | None = None
    status_at: float = 0.0
    resolved: datetime | None = None
    lease_owner: str | None = None
    lease_until: datetime | None = None
    failing_since: datetime | None = None
    given_up: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class Search:
    """What there is to do now.

    A conversation that was resolved before `settled` has stayed so. What was said in a case that is in
    none of the `open_states` is still told when it was changed since `recent`. `hubs` are the front doors
    that the inbox is of, None for all but those `besides`: what is said at another is none of its business.
    """

    now: datetime
    settled: datetime
    recent: datetime
    open_states: frozenset[str]
    hubs: frozenset[str] | None = None
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Failed:
    """An attempt that failed: when, why, and when the next one is; None gives it up."""

    at: datetime
    error: str
    next_try: datetime | None


@dataclass(frozen=True)
class Note:
    """Something to be told to the agents alone; `name` is unique in its case."""

    case_id: str
    name: str
    text: str


class ChatwootConversations:
    """The conversations in one inbox of Chatwoot, each held by one worker at a time."""

    def __init__(self, session: Session, inbox: str) -> None:
        """Work inside the caller's transaction."""
        self._session = session
        self._inbox = inbox

    def add(self, linked: Linked) -> None:
        """Keep which conversation a case has."""
        self._session.execute(insert(chatwoot_conversations).values(**asdict(linked)))

    def find(self, case_id: str) -> Linked | None:
        """Return the conversation of a case, or None."""
        return self._one(chatwoot_conversations.c.case_id == case_id)

    def of_number(self, conversation_id: int) -> Linked | None:
        """Return the case of a conversation, or None."""
        return self._one(chatwoot_conversations.c.conversation_id == conversation_id)

    def take(self, holder: str, until: datetime, search: Search) -> Linked | None:
        """Return a conversation with something to do that is nobody else's until then, or None.

        That is a line after the cursor, a note, or that it was resolved. It comes back as it was; from here
        on it is unsure.
        """
        query = self._due(search).limit(1).with_for_update(skip_locked=True, of=_T)
        row = self._session.execute(query).one_or_none()
        if row is None:
            return None
        taken = {"lease_owner": holder, "lease_until": until, "unsure": True}
        taking = update(_T).where(*_is(row), _free(search.now)).values(**taken).returning(_T.c.case_id)
        return _linked(row) if self._session.execute(taking).one_or_none() is not None else None

    def has_due(self, search: Search) -> bool:
        """Is there anything to take?"""
        return self._session.execute(self._due(search).limit(1)).first() is not None

    def advance(self, case_id: str, holder: str, cursor: int) -> bool:
        """Move the cursor; False, and nothing changed, when the conversation is no longer this holder's."""
        return self._held(case_id, holder, cursor=cursor)

    def let_go(self, case_id: str, holder: str) -> bool:
        """Note that everything was told, and let go."""
        done = {"unsure": False, "attempts": 0, "error": None, "failing_since": None}
        return self._held(case_id, holder, lease_owner=None, lease_until=None, **done)

    def put_off(self, linked: Linked, holder: str, failed: Failed) -> bool:
        """Note when to try again and why, or that it is given up, and let go."""
        again = {
            "next_try": failed.next_try or failed.at,
            "given_up": failed.at if failed.next_try is None else None,
            "error": failed.error,
            "attempts": linked.attempts + 1,
            "failing_since": linked.failing_since or failed.at,
        }
        return self._held(linked.case_id, holder, lease_owner=None, lease_until=None, **again)

    def dead(self, wanted: Wanted, limit: int) -> list[Linked]:
        """Return those that were given up of these cases, the newest first."""
        those = _T.c.given_up.is_not(None), _T.c.inbox == self._inbox
        query = select(_T).join(cases, cases.c.id == _T.c.case_id).where(*those, *wanted.conditions())
        newest = query.order_by(_T.c.given_up.desc(), _T.c.case_id).limit(limit)
        return [_linked(row) for row in self._session.execute(newest)]

    def revive(self, case_id: str, now: datetime) -> bool:
        """Try one again that was given up, for as long as a new one; False when it is not given up."""
        anew = {"given_up": None, "failing_since": None, "attempts": 0, "error": None, "next_try": now}
        those = *self._of(case_id), _T.c.given_up.is_not(None)
        reviving = update(_T).where(*those).values(**anew).returning(_T.c.case_id)
        return self._session.execute(reviving).one_or_none() is not None

    def note_status(
        self, case_id: str, status_at: float, resolved: datetime | None, outcome: str | None = None
    ) -> None:
        """Keep since when a conversation is resolved, None when it is not; what is older news is ignored."""
        newer = *self._of(case_id), _T.c.status_at <= status_at
        values = {"status_at": status_at, "resolved": resolved, "outcome": outcome}
        self._session.execute(update(_T).where(*newer).values(**values))

    def settle(self, case_id: str) -> None:
        """Note that what follows from being resolved was done."""
        self._session.execute(update(_T).where(*self._of(case_id)).values(resolved=None))

    def _due(self, search: Search) -> Select[Any]:
        lives = or_(cases.c.state.in_(search.open_states), cases.c.changed >= search.recent)
        news = (lives & (conversations.c.last_seq > _T.c.cursor)) | (_T.c.resolved <= search.settled)
        waits = exists().where(chatwoot_notes.c.case_id == _T.c.case_id)
        there: tuple[Any, ...] = (_T.c.inbox == self._inbox, _T.c.given_up.is_(None))
        if search.hubs is not None:
            there = *there, cases.c.hub_id.in_(search.hubs)
        if search.besides:
            there = *there, cases.c.hub_id.not_in(search.besides)
        due = *there, _T.c.next_try <= search.now, _free(search.now), or_(news, waits)
        return (
            select(_T)
            .join(cases, cases.c.id == _T.c.case_id)
            .outerjoin(conversations, conversations.c.id == cases.c.conversation_id)
            .where(*due)
            .order_by(_T.c.next_try, _T.c.case_id)
        )

    def _of(self, case_id: str) -> tuple[Any, Any]:
        return _T.c.case_id == case_id, _T.c.inbox == self._inbox

    def _held(self, case_id: str, holder: str, **values: Any) -> bool:
        mine = *self._of(case_id), _T.c.lease_owner == holder
        holding = update(_T).where(*mine).values(**values).returning(_T.c.case_id)
        return self._session.execute(holding).one_or_none() is not None

    def _one(self, condition: Any) -> Linked | None:
        row = self._session.execute(select(_T).where(condition, _T.c.inbox == self._inbox)).one_or_none()
        return _linked(row) if row is not None else None


class ChatwootNotes:
    """What is to be told to the agents of a case, in order."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, note: Note) -> None:
        """Add a note, once for each name."""
        if not self._session.execute(select(chatwoot_notes.c.id).where(*_named(note))).first():
            self._session.execute(insert(chatwoot_notes).values(**asdict(note)))

    def of_case(self, case_id: str) -> list[Note]:
        """Return the notes that wait, in the order in which they were added."""
        query = select(chatwoot_notes).where(chatwoot_notes.c.case_id == case_id)
        found = self._session.execute(query.order_by(chatwoot_notes.c.id))
        return [Note(row.case_id, row.name, row.text) for row in found]

    def forget(self, case_id: str) -> None:
        """Delete what waits for the agents of a case."""
        self._session.execute(delete(chatwoot_notes).where(chatwoot_notes.c.case_id == case_id))

    def drop(self, note: Note) -> None:
        """Forget a note that was told."""
        self._session.execute(delete(chatwoot_notes).where(*_named(note)))


_T = chatwoot_conversations


def _named(note: Note) -> tuple[Any, Any]:
    return chatwoot_notes.c.case_id == note.case_id, chatwoot_notes.c.name == note.name


def _is(row: Row[Any]) -> tuple[Any, Any]:
    return _T.c.case_id == row.case_id, _T.c.inbox == row.inbox


def _free(now: datetime) -> Any:
    return or_(_T.c.lease_until.is_(None), _T.c.lease_until <= now)


def _linked(row: Row[Any]) -> Linked:
    return Linked(**row._mapping)
