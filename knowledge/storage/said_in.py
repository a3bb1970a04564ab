"""In which case of a conversation something was said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, outerjoin, select
from sqlalchemy.orm import Session

from knowledge.storage.cases import case_events, cases


@dataclass(frozen=True)
class States:
    """In which states a case is in hand, and in which it is open."""

    in_hand: Collection[str]
    open: Collection[str]


def case_of(session: Session, conversation_id: str, at: datetime, states: States) -> str | None:
    """Return the id of the case in which something was said then; None when none was opened by then."""
    found = select(said_in(literal(conversation_id), literal(at, cases.c.opened.type), states))
    return session.scalars(found).one()


def said_in(conversation_id: ColumnElement[Any], at: ColumnElement[Any], states: States) -> ScalarSelect[str]:
    """Return what finds the case in which something was said, for a query.

    That is the case that was in hand then: of one conversation it is one at a time. Without one it is the
    newest that was open, and else the newest; of two that were opened together it is always the same one.
    """
    one, event, earlier = cases.alias(), case_events.alias(), case_events.alias()
    by_then = earlier.c.case_id == one.c.id, earlier.c.at <= at
    last = select(func.max(earlier.c.seq)).where(*by_then).correlate_except(earlier).scalar_subquery()
    stood = outerjoin(one, event, and_(event.c.case_id == one.c.id, event.c.seq == last))
    rank = case((event.c.after.in_(states.in_hand), 0), (event.c.after.in_(states.open), 1), else_=2)
    its = one.c.conversation_id == conversation_id, one.c.opened <= at
    best = select(one.c.id).select_from(stood).where(*its)
    best = best.order_by(rank, one.c.opened.desc(), one.c.id).limit(1)
    return best.correlate_except(one, event).scalar_subquery()
