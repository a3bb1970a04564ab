"""When a case stood in some way, so that nobody reads what was said before or after."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.cases import Case, CaseEvent, Part
from desk.states import Change, State

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Spans:
    """Stretches of time, each with both its ends."""

    all: tuple[tuple[datetime, datetime], ...] = ()

    def __contains__(self, at: datetime) -> bool:
        """Does a moment lie in one of them?"""
        return any(start <= at <= end for start, end in self.all)


def events_that_count(session: Session, case: Case) -> list[CaseEvent]:
    """Return the changes of a case from which on something of it may be read, in order.

    Of a case that was taken back there are none. What was said to another front door, before the case was
    passed on, counts only with consent to the conversation.
    """
    if case.erased is not None or case.state is State.WITHDRAWN:
        return []
    events = Casebook(session).audit(case.id)
    return events if Part.CONVERSATION in case.consent.fields else since_transfer(events)


def spans(events: Iterable[CaseEvent], so: Callable[[CaseEvent], bool]) -> Spans:
    """Return the times between each event that is so and the next event of any kind."""
    return Spans(tuple(_spans(list(events), so)))


def since_transfer(events: list[CaseEvent]) -> list[CaseEvent]:
    """Return the changes since the front door has the case that has it now, the passing on included."""
    moved = [at for at, event in enumerate(events) if event.change is Change.TRANSFER]
    return events[moved[-1] :] if moved else events


def _spans(events: list[CaseEvent], so: Callable[[CaseEvent], bool]) -> Iterator[tuple[datetime, datetime]]:
    ends = [*(event.at for event in events[1:]), END_OF_TIME]
    for event, end in zip(events, ends, strict=False):  # without any event there is no end either
        if so(event):
            yield event.at, end
