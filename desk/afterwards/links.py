"""What the links in mails lead to: a question to answer, a list to confirm, and the end of it all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import Became, NotAsked, asked_about, in_force, question, record
from desk.afterwards.stopping import stop_writing_to
from knowledge.storage.conversations import Conversations
from knowledge.storage.follow_ups import FollowUp, FollowUps
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import LinkNotFound, Occasion, PersonMails
from knowledge.storage.wishes import Subscriptions


@dataclass(frozen=True)
class Question:
    """One question of a mail, and what was answered; an empty programme is the request as a whole."""

    programme_id: str
    text: str
    answer: str | None


@dataclass(frozen=True)
class Opened:
    """What one link leads to."""

    kind: Occasion
    questions: tuple[Question, ...] = ()
    confirmed: bool = False


def opened(session: Session, token: str, now: datetime) -> Opened:
    """Return what the page of a link shows, or raise LinkNotFound; nothing is changed."""
    mail = PersonMails(session).with_link(token, now)
    if mail.kind is Occasion.FOLLOW_UP:
        asked = FollowUps(session).find(mail.about)
        if asked is None:
            raise LinkNotFound
        return Opened(mail.kind, _questions(session, in_force(session, asked)))
    if mail.kind is Occasion.CONFIRMATION:
        subscription = Subscriptions(session).find(mail.about)
        if subscription is None:
            raise LinkNotFound
        return Opened(mail.kind, confirmed=subscription.confirmed is not None)
    return Opened(mail.kind)


def answer(session: Session, token: str, programme_id: str, became: Became, now: datetime) -> None:
    """Keep an answer in the place of the one before, or raise LinkNotFound or NotAsked."""
    mail = PersonMails(session).with_link(token, now)
    if mail.kind is not Occasion.FOLLOW_UP:
        raise NotAsked
    Conversations(session).lock_if_kept(mail.conversation_id)
    record(session, FollowUps(session).find(mail.about), programme_id or None, became, now)


def confirm(session: Session, token: str, now: datetime) -> None:
    """Put the address on the list, or raise LinkNotFound; again, it changes nothing."""
    mail = PersonMails(session).with_link(token, now)
    if mail.kind is not Occasion.CONFIRMATION or Subscriptions(session).find(mail.about) is None:
        raise LinkNotFound
    Subscriptions(session).confirm(mail.address, now)


def stop(session: Session, token: str, now: datetime) -> None:
    """Write nothing more to whoever got the mail, or raise LinkNotFound; again, it changes nothing."""
    stop_writing_to(session, PersonMails(session).with_link(token, now), now)


def _questions(session: Session, asked: FollowUp) -> tuple[Question, ...]:
    kept = Outcomes(session).of_case(asked.case_id)
    told = {one.programme_id: one.answer for one in kept if one.day == asked.day}
    return tuple(
        Question("", question(None), asked.answer)
        if about is None
        else Question(about.id, question(about), told[about.id])
        for about in asked_about(session, asked)
    )
