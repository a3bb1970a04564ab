"""A mail to a person: written into the outbox in the transaction that causes it."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from knowledge.storage.errands import Progress
from knowledge.storage.notes import Subscription
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails
from knowledge.storage.wishes import Subscriptions

A_DAY = timedelta(days=1)
MOST_A_DAY = 3  # to one address, whatever is confirmed or taken back meanwhile


def write_mail(
    session: Session, kind: Occasion, about: str, now: datetime, *, conversation_id: str, address: str
) -> None:
    """Put a mail into the outbox; there may be one on each occasion."""
    if kind is not Occasion.FOLLOW_UP:  # SQLite gives the number of a row that was deleted to the next one
        PersonMails(session).forget_ended(kind, about)
    mail_id = uuid.uuid4().hex
    mail = PersonMail(mail_id, conversation_id, kind, about, address, Progress.WAITING, now, 0, now)
    PersonMails(session).add(mail)


def ask_to_confirm(session: Session, wish: Subscription, now: datetime) -> None:
    """Ask whoever reads the address whether they want the news; not again while they have not answered.

    One yes holds for all that was asked for at the address by then. After a day they are asked again, and
    never more than a few times a day, so that nobody can flood a stranger with questions.
    """
    subscriptions = Subscriptions(session)
    asked = PersonMails(session).written(Occasion.CONFIRMATION, wish.address, now - A_DAY)
    if len(asked) >= MOST_A_DAY or any(map(subscriptions.is_waiting, asked)):
        return
    kept = subscriptions.left_by(wish.conversation_id, wish.message_id)
    theirs = {"conversation_id": wish.conversation_id, "address": wish.address}
    write_mail(session, Occasion.CONFIRMATION, str(kept.id), now, **theirs)
