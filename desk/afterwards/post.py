"""Brings mails to people: as cases are brought to brokers, and by day unless they have just asked for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import override

from sqlalchemy.orm import Session

from desk.afterwards.letters import letter, links, write
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.couriers import NotDelivered, mail_file, post, write_whole
from desk.hours import UK, is_open
from desk.rounds import Errand, Rounds, again_and_again
from desk.settings import DeskSettings
from knowledge.storage.database import Database
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails, new_token
from knowledge.storage.wishes import Reminders

LINKS_LAST = timedelta(days=60)
STALE = timedelta(days=14)  # a mail that nobody could begin to send for so long would only puzzle
AT_ANY_TIME = (Occasion.CONFIRMATION,)


@dataclass(frozen=True)
class Envelope:
    """A mail in hand, and the token that its links carry; only the token's hash is stored."""

    mail: PersonMail
    token: str = field(repr=False)
    taken: datetime


@dataclass(frozen=True)
class ToPeople:
    """Takes mails to people by the mail server, or writes them to files when there is none."""

    database: Database
    settings: DeskSettings
    folder: Path
    links_to: str

    async def send(self, parcel: Envelope) -> None:
        """Return once it is out, or raise NotDelivered."""
        message = await asyncio.to_thread(self._written, parcel)
        if self.settings.smtp_host:
            await post(message, self.settings)
            return
        try:
            path = self.folder / mail_file(parcel.mail.id)
            await asyncio.to_thread(write_whole, path, message.as_bytes())
        except OSError:
            raise NotDelivered("file") from None

    def _written(self, parcel: Envelope) -> EmailMessage:
        its, today = links(self.links_to, parcel.token), parcel.taken.astimezone(UK).date()
        with self.database.reading() as session:
            written = write(session, parcel.mail, its, today)
        return letter(parcel.mail, written, its, self.settings.mail_from)


@dataclass(frozen=True)
class Postman(Rounds[Envelope]):
    """Brings mails to people."""

    @override
    def errands(self, session: Session) -> PersonMails:
        return PersonMails(session)

    @override
    def is_due(self, session: Session, now: datetime) -> bool:
        return PersonMails(session).oldest_due_of(kinds_at(now), now) is not None

    @override
    def take(self, session: Session, now: datetime, until: datetime) -> Errand[Envelope] | None:
        kept = PersonMails(session)
        mail = kept.take_one_of(kinds_at(now), self.name, now, until)
        if mail is None:
            return None
        token = new_token()
        kept.link(mail.id, token, now + LINKS_LAST)
        name = f"mail {mail.id} ({mail.kind.value})"
        envelope, is_void = Envelope(mail, token, now), _is_void(session, mail, now)
        return Errand(mail.id, name, mail.attempts, mail.created, envelope, is_void)

    @override
    def note_sent(self, session: Session, parcel: Envelope, now: datetime) -> None:
        if parcel.mail.kind is Occasion.REMINDER:
            Reminders(session).sent(parcel.mail.about, now)


def kinds_at(now: datetime) -> tuple[Occasion, ...]:
    """Return what may be sent now: at night and at weekends only what somebody has just asked for."""
    return tuple(Occasion) if is_open(OFFICE_HOURS, now) else AT_ANY_TIME


async def run(out: ToPeople, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Bring what is due until told to stop; what is in hand then is finished first."""
    postman, every_s = Postman(out.database, out.settings, out, clock), out.settings.desk_poll_seconds
    await again_and_again(postman.deliver_next, "send mails to people", every_s, stop)


def _is_void(session: Session, mail: PersonMail, now: datetime) -> bool:
    """Is there nothing to write any more: answered, stopped, confirmed, or far too late?"""
    if mail.attempts == 1 and now - mail.created > STALE:
        return True
    return mail.id not in PersonMails(session).still_wanted([mail.id])
