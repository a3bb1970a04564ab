"""The mails to people: plain text, with a link to a page that answers and one that stops."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import asked_about, question
from desk.afterwards.reminder_news import news_of
from desk.words import flat
from knowledge.storage.cases import Cases
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.person_mails import Occasion, PersonMail
from knowledge.storage.wishes import Reminders, Subscriptions
from knowledge.wording import say


class Unbroken(UnstructuredHeader, BaseHeader):
    """A header in one line: Python would encode a long link to break it, and nobody could read it."""

    def fold(self, *, policy: Policy) -> str:
        """Return the whole line."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Unbroken)


class NothingToWrite(LookupError):
    """What the mail is about was deleted since: let it be."""


@dataclass(frozen=True)
class Written:
    """What a mail says."""

    subject: str
    text: str


@dataclass(frozen=True)
class Links:
    """Where the links of one mail lead."""

    answer: str
    stop: str


def links(links_to: str, token: str) -> Links:
    """Return the links for a token."""
    return Links(f"{links_to}/f/{token}", f"{links_to}/f/{token}/stop")


def letter(mail: PersonMail, written: Written, its: Links, sender: str) -> EmailMessage:
    """Return the mail; its id is the same however often it is made.

    An address that is none, or more than one, is refused with ValueError. A mail program can offer to stop
    the mails with one press of its own, as RFC 8058 says.
    """
    message = EmailMessage(policy=SMTP.clone(header_factory=HEADERS))
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.address)
    message["Subject"] = flat(written.subject)
    message["Date"] = format_datetime(mail.created)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{its.stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    stop = say("utter_mail_stop", stop=its.stop)
    message.set_content(f"{written.text}\n\n{stop}\n")
    return message


def write(session: Session, mail: PersonMail, its: Links, today: date) -> Written:
    """Return what a mail says, by what is known now, or raise NothingToWrite."""
    if mail.kind is Occasion.FOLLOW_UP:
        return _follow_up(session, mail, its)
    if mail.kind is Occasion.REMINDER:
        return _reminder(session, mail, today)
    if mail.kind is Occasion.CASE_NEWS:
        return _case_news(session, mail)
    subscription = Subscriptions(session).find(mail.about)
    if subscription is None:
        raise NothingToWrite
    return Written(say("utter_mail_confirm_subject"), say("utter_mail_confirm", confirm=its.answer))


def _follow_up(session: Session, mail: PersonMail, its: Links) -> Written:
    asked = FollowUps(session).find(mail.about)
    if asked is None:
        raise NothingToWrite
    reference = Cases(session).get(asked.case_id).reference
    questions = "\n".join(question(one) for one in asked_about(session, asked))
    text = say("utter_mail_follow_up", reference=reference, questions=questions, answer=its.answer)
    return Written(say("utter_mail_follow_up_subject", reference=reference), text)


def _case_news(session: Session, mail: PersonMail) -> Written:
    case = Cases(session).find(mail.case_id or "")
    if case is None or case.erased is not None or mail.words is None:
        raise NothingToWrite
    text = say("utter_mail_case_news", words=mail.words)
    return Written(say("utter_mail_case_news_subject", reference=case.reference), text)


def _reminder(session: Session, mail: PersonMail, today: date) -> Written:
    reminder = Reminders(session).find(mail.about)
    if reminder is None:
        raise NothingToWrite
    news = news_of(session, reminder, today)
    return Written(news.subject(), news.in_a_mail())
