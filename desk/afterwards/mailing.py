"""A mail to a person: written into the outbox in the transaction that causes it."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from knowledge.storage.errands import Progress
from knowledge.storage.notes import Subscription
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails
from knowledge.storage.wishes import Subscriptions

A_DAY = timedelta(days=1)


def write_mail(
    session: Session, kind: Occasion, about: str, now: datetime, *, conversation_id: str, address: str
) -> None:
    """Put a mail into the outbox; there may be one on each occasion."""
    mail_id = uuid.uuid4().hex
    mail = PersonMail(mail_id, conversation_id, kind, about, address, Progress.WAITING, now, 0, now)
    PersonMails(session).add(mail)


def ask_to_confirm(session: Session, wish: Subscription, now: datetime) -> None:
    """Ask whoever reads the address whether they want the news: once a day at most, whoever gives it.

    One yes holds for all that was asked for at the address, so nobody is flooded with questions.
    """
    if PersonMails(session).is_written(Occasion.CONFIRMATION, wish.address, now - A_DAY):
        return
    kept = Subscriptions(session).left_by(wish.conversation_id, wish.message_id)
    theirs = {"conversation_id": wish.conversation_id, "address": wish.address}
    write_mail(session, Occasion.CONFIRMATION, str(kept.id), now, **theirs)
