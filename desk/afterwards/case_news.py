"""What became of a request, by mail to a person whom the chat does not reach."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.reach import Ways, is_left_alone, is_reached_at_once
from desk.cases import Case
from knowledge.storage.conversations import Conversations
from knowledge.storage.errands import Progress
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails


def mail_news(session: Session, case: Case, text: str, now: datetime) -> None:
    """Write a mail with news of a case, in the caller's transaction, to the address that may be passed on.

    None goes to whoever reads the news in the chat at once, wants no mail, or has given no address to be
    reached at.
    """
    conversation = Conversations(session).lock_if_kept(case.conversation_id)
    if is_reached_at_once(session, conversation, now) or is_left_alone(session, case.conversation_id):
        return
    agreed = None if case.person is None else case.person.within(case.consent).email
    address = Ways(by_mail=True).address_for(session, agreed)
    if address is None:
        return
    number, about = uuid.uuid4().hex, uuid.uuid4().hex
    mail = PersonMail(
        number,
        case.conversation_id,
        Occasion.CASE_NEWS,
        about,
        address,
        Progress.WAITING,
        now,
        0,
        now,
        case_id=case.id,
        words=text,
    )
    PersonMails(session).add(mail)
