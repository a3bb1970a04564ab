"""A mail to a person: written into the outbox in the transaction that causes it."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.storage.errands import Progress
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails


def write_mail(
    session: Session, kind: Occasion, about: str, now: datetime, *, conversation_id: str, address: str
) -> None:
    """Put a mail into the outbox; there may be one on each occasion."""
    mail_id = uuid.uuid4().hex
    mail = PersonMail(mail_id, conversation_id, kind, about, address, Progress.WAITING, now, 0, now)
    PersonMails(session).add(mail)
