"""What follows when a broker closes a case: whether it helped is asked, later questions are planned."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import plan_follow_ups
from desk.afterwards.reach import is_left_alone
from desk.afterwards.satisfaction import ask
from desk.cases import Case, Outcome, Reason

NOTHING_TO_RATE = frozenset({Outcome.DUPLICATE, Outcome.NOT_WANTED, Outcome.NOT_REACHED})
LED_ON = frozenset({Outcome.HELPED, Outcome.REFERRED, Outcome.APPLIED})


def may_ask(case: Case) -> bool:
    """May a machine ask whether it helped?

    Not where nobody was helped or nothing was wanted, and never after distress: whoever was in it hears from
    a person, if at all.
    """
    return case.reason is not Reason.DISTRESS and case.outcome not in NOTHING_TO_RATE


def may_follow_up(case: Case) -> bool:
    """Is there something that may have started later?"""
    return may_ask(case) and case.outcome in LED_ON


def close_the_loop(session: Session, case: Case, now: datetime, *, in_chat: bool) -> None:
    """Ask in the chat, if that is open, and plan what is asked later; who said stop is left alone."""
    if is_left_alone(session, case.conversation_id):
        return
    if in_chat and may_ask(case):
        ask(session, case, now)
    if may_follow_up(case):
        plan_follow_ups(session, case, now)
