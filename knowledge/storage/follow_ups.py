"""The questions how it went, some days after a case was closed: each is asked once, or not at all."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.identities import mark_text
from knowledge.storage.sealed import Marked, SealedText
from knowledge.storage.tables import Instant, metadata

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("conversation_id", String(40), nullable=False),
    Column("day", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("address", SealedText),
    Column("address_mark", Marked, index=True),
    Column("programmes", JSON, nullable=False),
    Column("asked_at", Instant),
    Column("answer", String(20)),
    Column("answered_at", Instant),
    Column("entry_id", String(40)),
    UniqueConstraint("case_id", "day"),
    Index("ix_follow_ups_state_due", "state", "due"),
    Index("ix_follow_ups_conversation_id", "conversation_id"),
)


class Standing(StrEnum):
    """Where a follow-up stands; skipped means that there was nothing to ask, no way that it could not be.

    One that was asked and not answered lapses when the next of its case is asked.
    """

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    SKIPPED = "skipped"
    NO_WAY = "no_way"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Named:
    """A programme that is asked about, under the name that it had then."""

    id: str
    name: str


@dataclass(frozen=True)
class FollowUp:
    """One question how it went, so many days after the case was closed.

    Without programmes it is asked about the request as a whole. `address` is None when nobody may be mailed;
    `answer` is the last one given, of whichever programme. `entry_id` is the row of the transcript that asked
    it last; one that is planned with it could not be brought there.
    """

    id: str
    case_id: str
    conversation_id: str
    day: int
    due: datetime
    state: Standing
    channel: str
    address: str | None
    programmes: tuple[Named, ...]
    asked_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    entry_id: str | None = None


class FollowUps:
    """The follow-ups of all cases."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def plan(self, planned: Iterable[FollowUp]) -> None:
        """Add follow-ups."""
        rows = [asdict(one) | _packed(one) for one in planned]
        if rows:
            self._session.execute(insert(follow_ups), rows)

    def find(self, follow_up_id: str) -> FollowUp | None:
        """Return one follow-up, or None when there is none or it was deleted."""
        found = self._load(follow_ups.c.id == follow_up_id)
        return found[0] if found else None

    def of_case(self, case_id: str) -> list[FollowUp]:
        """Return the follow-ups of one case, the earliest first."""
        return self._load(follow_ups.c.case_id == case_id)

    def due(self, now: datetime, limit: int) -> list[FollowUp]:
        """Return what is planned and due, the longest first."""
        return self._load(follow_ups.c.state == Standing.PLANNED, follow_ups.c.due <= now, limit=limit)

    def without_way(self) -> int:
        """Return how many could not be asked."""
        lost = follow_ups.c.state == Standing.NO_WAY
        return self._session.scalars(select(func.count()).select_from(follow_ups).where(lost)).one()

    def planned_for(self, conversation_id: str, address: str | None) -> list[FollowUp]:
        """Return what is planned for a person: in this conversation, or at this address."""
        theirs = [follow_ups.c.conversation_id == conversation_id]
        if address is not None:
            theirs.append(_is_to(address))
        return self._load(follow_ups.c.state == Standing.PLANNED, or_(*theirs))

    def open_in(self, conversation_id: str) -> list[FollowUp]:
        """Return what is planned or asked in a conversation and not answered, the earliest first."""
        still = follow_ups.c.state.in_((Standing.PLANNED, Standing.ASKED))
        return self._load(follow_ups.c.conversation_id == conversation_id, still)

    def asked_by(self, conversation_id: str, entry_id: str) -> FollowUp | None:
        """Return what a row of a transcript asks, while it is to be answered."""
        its = follow_ups.c.conversation_id == conversation_id, follow_ups.c.entry_id == entry_id
        found = self._load(*its, follow_ups.c.state.in_((Standing.ASKED, Standing.ANSWERED)))
        return found[0] if found else None

    def stands_in(self, follow_up: FollowUp, entry_id: str) -> None:
        """Note which row of the transcript asks it now."""
        its = follow_ups.c.id == follow_up.id
        self._session.execute(update(follow_ups).where(its).values(entry_id=entry_id))

    def change(self, follow_up: FollowUp, state: Standing, **more: Any) -> FollowUp | None:
        """Change it, and return it as it then stands; None, and nothing changed, when another was first."""
        changing = (
            update(follow_ups)
            .where(follow_ups.c.id == follow_up.id, follow_ups.c.state == follow_up.state)
            .values(state=state, **more)
            .returning(follow_ups.c.id)
        )
        changed = self._session.execute(changing).one_or_none() is not None
        return replace(follow_up, state=state, **more) if changed else None

    def answer(self, follow_up: FollowUp, answer: str, now: datetime) -> bool:
        """Keep an answer in the place of the one before; False when it was never asked."""
        asked = follow_ups.c.id == follow_up.id, follow_ups.c.state.in_((Standing.ASKED, Standing.ANSWERED))
        told = {"state": Standing.ANSWERED, "answer": answer, "answered_at": now}
        answering = update(follow_ups).where(*asked).values(**told).returning(follow_ups.c.id)
        return self._session.execute(answering).one_or_none() is not None

    def cancel(self, conversation_id: str) -> None:
        """Ask nothing more of what is planned in one conversation."""
        self._cancel(follow_ups.c.conversation_id == conversation_id)

    def cancel_to(self, address: str) -> None:
        """Ask nothing more of what is planned with this address."""
        self._cancel(_is_to(address))

    def forget(self, conversation_id: str) -> None:
        """Delete the follow-ups of a conversation."""
        self._session.execute(delete(follow_ups).where(follow_ups.c.conversation_id == conversation_id))

    def forget_of_case(self, case_id: str) -> list[str]:
        """Delete the follow-ups of one case, and return their ids."""
        deleting = delete(follow_ups).where(follow_ups.c.case_id == case_id).returning(follow_ups.c.id)
        return list(self._session.scalars(deleting))

    def _cancel(self, those: Any) -> None:
        cancelling = update(follow_ups).where(follow_ups.c.state == Standing.PLANNED, those)
        self._session.execute(cancelling.values(state=Standing.CANCELLED))

    def _load(self, *conditions: Any, limit: int | None = None) -> list[FollowUp]:
        query = select(follow_ups).where(*conditions).order_by(follow_ups.c.due, follow_ups.c.id)
        return [_follow_up(row) for row in self._session.execute(query.limit(limit))]


def _is_to(address: str) -> Any:
    return follow_ups.c.address_mark == mark_text(address)


def _packed(one: FollowUp) -> dict[str, Any]:
    mark = None if one.address is None else mark_text(one.address)
    return {"programmes": [asdict(programme) for programme in one.programmes], "address_mark": mark}


def _follow_up(row: Row[Any]) -> FollowUp:
    programmes = tuple(Named(**one) for one in row.programmes)
    kept = {one.name: row._mapping[one.name] for one in fields(FollowUp)}
    return FollowUp(**{**kept, "state": Standing(row.state), "programmes": programmes})
