"""What stands in Teams about each case and has to follow it: cards in channels, talks with brokers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.cases import cases
from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedJson, SealedText
from knowledge.storage.tables import Instant, metadata

teams_posts = Table(
    "teams_posts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    # the front door of the channel, or the broker of the talk
    Column("whose", String(100), nullable=False),
    Column("address", SealedJson, nullable=False),
    Column("activity", SealedText),
    Column("cursor", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Instant),
    Column("error", String(60)),
    Column("ended", Instant),
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    Index("ix_teams_posts_case_id", "case_id"),
    Index("ix_teams_posts_ended_next_try", "ended", "next_try"),
)
teams_notes = Table(
    "teams_notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("post_id", String(40), ForeignKey("teams_posts.id"), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("error", String(60), nullable=False),
    Index("ix_teams_notes_post_id", "post_id"),
)


class PostKind(StrEnum):
    """A card that all of a channel see, or a talk of one broker with one person."""

    CARD = "card"
    TALK = "talk"


@dataclass(frozen=True)
class Post:
    """One card, with what was said to the person's broker below it when it is a talk.

    `whose` is the front door of a card, the broker of a talk. `activity` is what Teams calls the card, None
    until it is there; `revision` is that of the case which it shows; `cursor` is the last line of the person
    that was told. `ended` is when nobody tried any more, and `error` says why; where there is nothing more to
    follow the row goes.
    """

    id: str
    case_id: str
    kind: PostKind
    whose: str
    address: dict[str, Any]
    created: datetime
    next_try: datetime
    activity: str | None = None
    cursor: int = 0
    revision: int = -1
    attempts: int = 0
    failing_since: datetime | None = None
    error: str | None = None
    ended: datetime | None = None
    lease_owner: str | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True)
class Undelivered:
    """A line of a broker's that did not reach the person: when it was said, and why."""

    id: int
    said_at: datetime
    error: str


@dataclass(frozen=True)
class Missed:
    """An attempt that failed: when, why, and when the next one is; None gives it up."""

    at: datetime
    error: str
    next_try: datetime | None


class TeamsPosts:
    """The cards and the talks, each held by one worker at a time."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, post: Post) -> None:
        """Add one."""
        self._session.execute(insert(teams_posts).values(**asdict(post)))

    def open(self, case_id: str, kind: PostKind, whose: str) -> Post | None:
        """Return the one that still follows a case, or None."""
        its = _T.c.case_id == case_id, _T.c.kind == kind, _T.c.whose == whose, _T.c.ended.is_(None)
        newest = select(_T).where(*its).order_by(_T.c.created.desc(), _T.c.id).limit(1)
        row = self._session.execute(newest).one_or_none()
        return None if row is None else _post(row)

    def has_due(self, now: datetime) -> bool:
        """Is there anything to take?"""
        return self._session.execute(self._due(now).limit(1)).first() is not None

    def take(self, holder: str, now: datetime, until: datetime) -> Post | None:
        """Return one whose case has moved on, or with something to tell, that is nobody else's until then."""
        row = self._session.execute(
            self._due(now).limit(1).with_for_update(skip_locked=True, of=_T)
        ).one_or_none()
        if row is None:
            return None
        taking = update(_T).where(_T.c.id == row.id, _free(now))
        held = taking.values(lease_owner=holder, lease_until=until).returning(_T.c.id)
        return _post(row) if self._session.execute(held).one_or_none() is not None else None

    def note(self, post_id: str, holder: str, **values: Any) -> bool:
        """Keep how far it has come; False, and nothing changed, when it is no longer this holder's."""
        mine = _T.c.id == post_id, _T.c.lease_owner == holder
        noting = update(_T).where(*mine).values(**{"lease_owner": holder, **values}).returning(_T.c.id)
        return self._session.execute(noting).one_or_none() is not None

    def let_go(self, post_id: str, holder: str, revision: int) -> bool:
        """Note that it shows the case as it was then."""
        done = {"attempts": 0, "failing_since": None, "error": None, "lease_owner": None, "lease_until": None}
        return self.note(post_id, holder, revision=revision, **done)

    def end(self, post_id: str, holder: str) -> None:
        """Delete one that has nothing more to follow; nothing happens when it is no longer this holder's."""
        if self.note(post_id, holder):
            self._delete([post_id])

    def forget(self, case_id: str) -> None:
        """Delete all that stands about a case."""
        self._delete(self._session.scalars(select(_T.c.id).where(_T.c.case_id == case_id)).all())

    def _delete(self, ids: Sequence[str]) -> None:
        self._session.execute(delete(teams_notes).where(teams_notes.c.post_id.in_(ids)))
        self._session.execute(delete(_T).where(_T.c.id.in_(ids)))

    def put_off(self, post: Post, holder: str, missed: Missed) -> bool:
        """Note when to try again and why, or that it is given up, and let go."""
        given_up = missed.at if missed.next_try is None else None
        again = {"next_try": missed.next_try or missed.at, "error": missed.error, "ended": given_up}
        since = post.failing_since or missed.at
        tried = {"attempts": post.attempts + 1, "failing_since": since}
        return self.note(post.id, holder, lease_owner=None, lease_until=None, **again, **tried)

    def undelivered(self, conversation_id: str, said_at: datetime, error: str) -> None:
        """Leave word for whoever talks in this conversation that a line of theirs did not arrive."""
        talks = (
            select(_T.c.id)
            .join(cases, cases.c.id == _T.c.case_id)
            .where(
                cases.c.conversation_id == conversation_id, _T.c.kind == PostKind.TALK, _T.c.ended.is_(None)
            )
        )
        for post_id in self._session.scalars(talks).all():
            its = {"post_id": post_id, "said_at": said_at, "error": error}
            self._session.execute(insert(teams_notes).values(**its))

    def notes(self, post_id: str) -> list[Undelivered]:
        """Return what waits to be told, in order."""
        query = select(teams_notes).where(teams_notes.c.post_id == post_id).order_by(teams_notes.c.id)
        return [Undelivered(row.id, row.said_at, row.error) for row in self._session.execute(query)]

    def drop(self, note_id: int) -> None:
        """Forget a note that was told."""
        self._session.execute(delete(teams_notes).where(teams_notes.c.id == note_id))

    def _due(self, now: datetime) -> Select[Any]:
        moved = or_(_T.c.activity.is_(None), _T.c.revision != cases.c.revision)
        news = and_(_T.c.kind == PostKind.TALK, conversations.c.last_seq > _T.c.cursor)
        notes = exists().where(teams_notes.c.post_id == _T.c.id)
        return (
            select(_T)
            .join(cases, cases.c.id == _T.c.case_id)
            .outerjoin(conversations, conversations.c.id == cases.c.conversation_id)
            .where(_T.c.ended.is_(None), _T.c.next_try <= now, _free(now), or_(moved, news, notes))
            .order_by(_T.c.next_try, _T.c.id)
        )


_T = teams_posts


def _free(now: datetime) -> Any:
    return or_(_T.c.lease_until.is_(None), _T.c.lease_until <= now)


def _post(row: Row[Any]) -> Post:
    return Post(**{**row._mapping, "kind": PostKind(row.kind)})
