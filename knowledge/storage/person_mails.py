"""Mails to people: a row in the transaction that causes it, sent afterwards; the links in them, as hashes."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    and_,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)

from knowledge.identities import mark_text
from knowledge.storage.cases import cases
from knowledge.storage.errands import Errands, Progress, errand_columns
from knowledge.storage.file_deletions import FileDeletions
from knowledge.storage.follow_ups import Standing, follow_ups
from knowledge.storage.notes import reminders, subscriptions
from knowledge.storage.sealed import Marked, SealedText
from knowledge.storage.tables import Instant, metadata

TOKEN_BYTES = 24

person_mails = Table(
    "person_mails",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("about", String(40), nullable=False),
    Column("address", SealedText, nullable=False),
    Column("address_mark", Marked, index=True),
    *errand_columns(),
    Column("case_id", String(40)),
    Column("words", SealedText),
    UniqueConstraint("kind", "about"),
    Index("ix_person_mails_state_next_try", "state", "next_try"),
    Index("ix_person_mails_conversation_id", "conversation_id"),
)
mail_links = Table(
    "mail_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("mail_id", String(40), ForeignKey("person_mails.id"), nullable=False),
    Column("expires", Instant, nullable=False),
    Index("ix_mail_links_mail_id", "mail_id"),
)


class Occasion(StrEnum):
    """Why a person is written to."""

    FOLLOW_UP = "follow_up"
    REMINDER = "reminder"
    CONFIRMATION = "confirmation"
    CASE_NEWS = "case_news"


@dataclass(frozen=True)
class PersonMail:
    """One mail to one person; `about` is the id of the follow-up, the reminder or the subscription.

    News of a case are about themselves alone: they carry what they say, and the case that it is about.
    """

    id: str
    conversation_id: str
    kind: Occasion
    about: str
    address: str = field(repr=False)
    state: Progress
    created: datetime
    attempts: int
    next_try: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    settled: datetime | None = None
    error: str | None = None
    case_id: str | None = None
    words: str | None = field(default=None, repr=False)


class LinkNotFound(LookupError):
    """No mail has this link: it never had, was deleted, or the link's time is over."""


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class PersonMails(Errands[PersonMail]):
    """The mails to people, each held by one worker at a time, and one at most on each occasion."""

    table = person_mails

    def add(self, mail: PersonMail) -> None:
        """Add one mail."""
        values = {**asdict(mail), "address_mark": mark_text(mail.address)}
        self._session.execute(insert(person_mails).values(**values))

    def forget_ended(self, kind: Occasion, about: str) -> None:
        """Delete an earlier mail about something that is gone and whose number was given again."""
        its = person_mails.c.kind == kind, person_mails.c.about == about
        self._delete(and_(*its, person_mails.c.settled.is_not(None)))

    def take_one_of(
        self, kinds: Iterable[Occasion], holder: str, now: datetime, until: datetime
    ) -> PersonMail | None:
        """Take as `take` does, of these kinds alone."""
        return self._take(holder, now, until, person_mails.c.kind.in_(list(kinds)))

    def oldest_due_of(self, kinds: Iterable[Occasion], now: datetime) -> datetime | None:
        """Return since when the longest due mail of these kinds waits, or None when none is due."""
        return self._oldest_due(now, person_mails.c.kind.in_(list(kinds)))

    def link(self, mail_id: str, token: str, expires: datetime) -> None:
        """Let whoever has this token act on what the mail is about."""
        kept = {"token_hash": _hash(token), "mail_id": mail_id, "expires": expires}
        self._session.execute(insert(mail_links).values(**kept))

    def with_link(self, token: str, now: datetime) -> PersonMail:
        """Return the mail that a token stands in, or raise LinkNotFound."""
        its = mail_links.c.token_hash == _hash(token), mail_links.c.expires > now
        query = select(person_mails).join(mail_links, mail_links.c.mail_id == person_mails.c.id).where(*its)
        row = self._session.execute(query).one_or_none()
        if row is None:
            raise LinkNotFound
        return self._read(row._asdict())

    def of_conversation(self, conversation_id: str) -> list[PersonMail]:
        """Return the mails that one conversation led to, oldest first."""
        query = select(person_mails).where(person_mails.c.conversation_id == conversation_id)
        found = self._session.execute(query.order_by(person_mails.c.created, person_mails.c.id))
        return [self._read(row._asdict()) for row in found]

    def written(self, kind: Occasion, address: str, since: datetime) -> list[str]:
        """Return what the mails of this kind are about that this address got, or is to get, since then."""
        same = _is_to(address), person_mails.c.kind == kind, person_mails.c.created > since
        going = person_mails.c.state.in_((Progress.WAITING, Progress.SENT))
        return list(self._session.scalars(select(person_mails.c.about).where(*same, going)))

    def given_up(self) -> int:
        """Return how many could not be sent."""
        dead = person_mails.c.state == Progress.DEAD
        return self._session.scalars(select(func.count()).select_from(person_mails).where(dead)).one()

    def dead(self, hubs: Iterable[str] | None, limit: int) -> list[tuple[PersonMail, str | None]]:
        """Return what was given up with the id of its case, the newest first.

        With front doors only what is about cases of theirs; None: all, also what is about no case.
        """
        about = and_(person_mails.c.kind == Occasion.FOLLOW_UP, person_mails.c.about == follow_ups.c.id)
        its_case = func.coalesce(follow_ups.c.case_id, person_mails.c.case_id)
        theirs = select(person_mails, cases.c.id.label("of_case")).outerjoin(follow_ups, about)
        theirs = theirs.outerjoin(cases, cases.c.id == its_case)
        if hubs is not None:
            theirs = theirs.where(cases.c.hub_id.in_(list(hubs)))
        newest = theirs.where(person_mails.c.state == Progress.DEAD)
        newest = newest.order_by(person_mails.c.settled.desc(), person_mails.c.id).limit(limit)
        return [(self._read(row._asdict()), row.of_case) for row in self._session.execute(newest)]

    def still_wanted(self, ids: Iterable[str]) -> set[str]:
        """Return which of these mails still ask or tell something, in one query.

        A question that was answered or lapsed asks nothing, nor does one to confirm what is confirmed; a
        reminder that was deleted tells nothing, nor do news of a case that was taken back.
        """
        about, kind = person_mails.c.about, person_mails.c.kind
        asks = exists().where(follow_ups.c.id == about, follow_ups.c.state == Standing.ASKED)
        tells = exists().where(cast(reminders.c.id, String) == about)
        still_kept = exists().where(cases.c.id == person_mails.c.case_id, cases.c.erased.is_(None))
        is_open = cast(subscriptions.c.id, String) == about, subscriptions.c.confirmed.is_(None)
        wanted = or_(
            and_(kind == Occasion.FOLLOW_UP, asks),
            and_(kind == Occasion.REMINDER, tells),
            and_(kind == Occasion.CONFIRMATION, exists().where(*is_open)),
            and_(kind == Occasion.CASE_NEWS, still_kept),
        )
        query = select(person_mails.c.id).where(person_mails.c.id.in_(list(ids)), wanted)
        return set(self._session.scalars(query))

    def recall(self, conversation_id: str, now: datetime, kinds: Iterable[Occasion] = Occasion) -> None:
        """Send nothing more of what still waits for one conversation, of these kinds."""
        its = person_mails.c.conversation_id == conversation_id, person_mails.c.kind.in_(list(kinds))
        self._recall(now, *its)

    def recall_to(self, address: str, now: datetime) -> None:
        """Send nothing more of what still waits for this address."""
        self._recall(now, _is_to(address))

    def forget(self, conversation_id: str) -> None:
        """Delete the mails of one conversation and their links."""
        self._delete(person_mails.c.conversation_id == conversation_id)

    def forget_about(self, ids: Iterable[str]) -> None:
        """Delete the mails about these follow-ups, and their links."""
        self._delete(and_(person_mails.c.kind == Occasion.FOLLOW_UP, person_mails.c.about.in_(list(ids))))

    def forget_news(self, case_id: str) -> None:
        """Delete the news of one case, and their links."""
        self._delete(and_(person_mails.c.kind == Occasion.CASE_NEWS, person_mails.c.case_id == case_id))

    def forget_some(self, ids: list[str]) -> int:
        """Delete these mails with their links, and return how many."""
        self._delete(person_mails.c.id.in_(ids))
        return len(ids)

    def forget_settled(self, before: datetime) -> None:
        """Delete the mails that were settled before then, with their links."""
        self._delete(person_mails.c.settled < before)

    def _delete(self, those: Any) -> None:
        FileDeletions(self._session).note_mails(select(person_mails.c.id).where(those))
        their_links = mail_links.c.mail_id.in_(select(person_mails.c.id).where(those))
        self._session.execute(delete(mail_links).where(their_links))
        self._session.execute(delete(person_mails).where(those))

    def _read(self, content: Mapping[str, Any]) -> PersonMail:
        read = {"kind": Occasion(content["kind"]), "state": Progress(content["state"])}
        kept = {one.name: content[one.name] for one in fields(PersonMail)}
        return PersonMail(**{**kept, **read})


def _is_to(address: str) -> Any:
    return person_mails.c.address_mark == mark_text(address)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
