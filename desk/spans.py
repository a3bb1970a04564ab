"""What was said while a case stood in some way, so that nobody reads what was said before or after."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.cases import Case, CaseEvent, Part
from desk.states import Change, State
from knowledge.storage.outbox import Entry, Outbox

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def said_while(session: Session, case: Case, so: Callable[[CaseEvent], bool], seq: int = 0) -> list[Entry]:
    """Return the lines after one of this number that were said between an event that is so and the next.

    Of a case that was taken back there are none. What was said to another front door, before the case was
    passed on, counts only with consent to the conversation.
    """
    if case.erased is not None or case.state is State.WITHDRAWN:
        return []
    events = Casebook(session).audit(case.id)
    if Part.CONVERSATION not in case.consent.fields:
        events = _since_transfer(events)
    spans = list(_spans(events, so))
    entries = Outbox(session).after(case.conversation_id, seq)
    return [one for one in entries if any(start <= one.said_at <= end for start, end in spans)]


def _since_transfer(events: list[CaseEvent]) -> list[CaseEvent]:
    moved = [at for at, event in enumerate(events) if event.change is Change.TRANSFER]
    return events[moved[-1] :] if moved else events


def _spans(events: list[CaseEvent], so: Callable[[CaseEvent], bool]) -> Iterator[tuple[datetime, datetime]]:
    ends = [event.at for event in events[1:]] + [END_OF_TIME]
    for event, end in zip(events, ends, strict=True):
        if so(event):
            yield event.at, end
