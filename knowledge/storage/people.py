"""Who is who: a key for each person, and the marks of what they are known by. No name, no address.

A contact that somebody typed is not proven. So two people are never made one: each mark leads to one person,
and a conversation belongs to everybody whose marks it has.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from knowledge.identities import Identity
from knowledge.storage.adding import add_unless_there
from knowledge.storage.sealed import Marked
from knowledge.storage.tables import Instant, metadata

people = Table(
    "people",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("first_seen", Instant, nullable=False),
)
person_marks = Table(
    "person_marks",
    metadata,
    Column("mark", Marked, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("person_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Index("ix_person_marks_person_id", "person_id"),
)
# not a foreign key: a case and a reminder outlive the conversation, and are found by these marks
conversation_marks = Table(
    "conversation_marks",
    metadata,
    Column("conversation_id", String(40), primary_key=True),
    Column("mark", Marked, ForeignKey("person_marks.mark"), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_conversation_marks_mark", "mark"),
)


@dataclass(frozen=True)
class Tie:
    """Why a conversation is somebody's: what they are known by in it, and whether a channel has proven it."""

    conversation_id: str
    person_id: str
    kind: str
    verified: bool
    at: datetime


class People:
    """The people, found by what they are known by."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def tie(
        self, conversation_id: str, identities: Iterable[Identity], now: datetime, *, verified: bool = False
    ) -> str:
        """Note what somebody is known by in a conversation, and return the key of the person, new or known.

        What nobody was known by before leads to the person of the others from now on, of several to the one
        seen first; so does a conversation that has told something before. `verified` means that the channel
        has proven it; it stays so when it is typed later.
        """
        several = list(dict.fromkeys(identities))
        known = self._known(several) or self.of_conversation(conversation_id)
        person = known[0] if known else self._new(now)
        for one in several:
            self._mark(one, person, now, verified)
            row = {"conversation_id": conversation_id, "mark": one.text, "at": now}
            add_unless_there(self._session, conversation_marks, row)
        return person

    def are_tied(self, conversation_id: str, identities: Iterable[Identity]) -> bool:
        """Is somebody known by all of these in a conversation, and has a channel proven each?"""
        several = {one.text for one in identities}
        its = conversation_marks.c.conversation_id == conversation_id, person_marks.c.verified
        query = select(func.count()).select_from(conversation_marks)
        proven = query.join(person_marks, person_marks.c.mark == conversation_marks.c.mark)
        found = self._session.scalars(proven.where(*its, person_marks.c.mark.in_(several))).one()
        return found == len(several)

    def conversations_with(self, identity: Identity) -> list[str]:
        """Return the conversations in which somebody is known by this, oldest first."""
        its = conversation_marks.c.mark == identity.text
        query = select(conversation_marks.c.conversation_id).where(its).order_by(conversation_marks.c.at)
        return list(self._session.scalars(query))

    def has(self, person_id: str) -> bool:
        """Is this the key of a person?"""
        return self._session.scalars(select(people.c.id).where(people.c.id == person_id)).first() is not None

    def of_conversation(self, conversation_id: str) -> list[str]:
        """Return the keys of those to whom a conversation belongs, the one seen first at the beginning."""
        return self._by_age(_ties().where(conversation_marks.c.conversation_id == conversation_id))

    def ties(self, person_ids: Iterable[str]) -> list[Tie]:
        """Return every tie of these people to a conversation, oldest first."""
        query = _ties().where(person_marks.c.person_id.in_(list(person_ids)))
        found = self._session.execute(query.order_by(conversation_marks.c.at, conversation_marks.c.mark))
        return [Tie(*row) for row in found]

    def forget(self, conversation_id: str) -> None:
        """Delete what tells whose a conversation is, and whoever is known by nothing more."""
        its = conversation_marks.c.conversation_id == conversation_id
        marks = list(self._session.scalars(select(conversation_marks.c.mark).where(its)))
        if not marks:
            return
        # held, so that nobody ties another conversation to somebody who is just being forgotten
        owners = select(person_marks.c.person_id).where(_held(marks)).with_for_update()
        persons = list(self._session.scalars(owners))
        self._session.execute(delete(conversation_marks).where(its))
        unused = ~exists().where(conversation_marks.c.mark == person_marks.c.mark)
        self._session.execute(delete(person_marks).where(_held(marks), unused))
        nameless = ~exists().where(person_marks.c.person_id == people.c.id)
        self._session.execute(delete(people).where(people.c.id.in_(persons), nameless))

    def _known(self, identities: list[Identity]) -> list[str]:
        marks = [one.text for one in identities]
        query = select(person_marks.c.person_id).where(person_marks.c.mark.in_(marks)).with_for_update()
        return self._by_age(query)

    def _by_age(self, ids: Select[Any]) -> list[str]:
        found = {row.person_id for row in self._session.execute(ids)}
        query = select(people.c.id).where(people.c.id.in_(found))
        return list(self._session.scalars(query.order_by(people.c.first_seen, people.c.id)))

    def _new(self, now: datetime) -> str:
        person_id = uuid.uuid4().hex
        self._session.execute(insert(people).values(id=person_id, first_seen=now))
        return person_id

    def _mark(self, identity: Identity, person_id: str, now: datetime, verified: bool) -> None:
        row = {"mark": identity.text, "kind": identity.kind, "person_id": person_id, "first_seen": now}
        add_unless_there(self._session, person_marks, {**row, "verified": verified})
        if verified:
            its = person_marks.c.mark == identity.text
            self._session.execute(update(person_marks).where(its).values(verified=True))


def _held(marks: list[str]) -> ColumnElement[bool]:
    # as they were read: through the column's own type they would be marked once more
    return type_coerce(person_marks.c.mark, String).in_(marks)


def _ties() -> Select[Any]:
    return select(
        conversation_marks.c.conversation_id,
        person_marks.c.person_id,
        person_marks.c.kind,
        person_marks.c.verified,
        conversation_marks.c.at,
    ).join(person_marks, person_marks.c.mark == conversation_marks.c.mark)
