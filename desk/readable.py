"""What those who work on a case may read live of the person's conversation, at whichever desk they sit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.cases import Case, CaseEvent, Part
from desk.hidden import Hidden, Unsaid
from desk.spans import Spans, events_that_count, since_transfer, spans
from desk.states import IN_HAND, State
from desk.transcript import transcript
from knowledge.storage.cases import Cases
from knowledge.storage.outbox import Entry, Outbox


@dataclass(frozen=True)
class Readable:
    """When what was said may be read: `to_them` as it was said, the rest without what was left out.

    `to_bot` is while it waited. `before_them` is when it was in hand at another front door, which passed it
    on: what was told there in confidence was told to that one alone. `to_others` is when the person talked
    to the broker of another of their cases: that is for those alone.
    """

    to_them: Spans
    to_bot: Spans
    before_them: Spans
    to_others: Spans

    @classmethod
    def of(cls, session: Session, case: Case, is_theirs: Callable[[CaseEvent], bool]) -> "Readable":
        """Return when this case was theirs, and with consent to the conversation when it waited.

        `is_theirs` says of a change that put the case in hand whether it did so at the desk that reads.
        """
        events = events_that_count(session, case)
        here = since_transfer(events)
        waits = Part.CONVERSATION in case.consent.fields

        def in_hand(event: CaseEvent) -> bool:
            return event.after in IN_HAND and is_theirs(event)

        return cls(
            to_them=spans(here, in_hand),
            to_bot=spans(events, lambda event: waits and event.after is State.WAITING),
            before_them=spans(events, lambda event: in_hand(event) and event not in here),
            to_others=_in_other_hands(session, case),
        )

    def has(self, at: datetime) -> bool:
        """May what was said then be read at all?"""
        return at in self.to_them or at in self.before_them or self._to_bot_alone(at)

    def as_it_was_said(self, at: datetime) -> bool:
        """May it be read with what was left out of the request? A moment of both ends is the former's."""
        return at in self.to_them and at not in self.before_them

    def _to_bot_alone(self, at: datetime) -> bool:
        return at in self.to_bot and at not in self.to_others


def readable(
    session: Session, case: Case, is_theirs: Callable[[CaseEvent], bool], after: int = 0
) -> list[Entry]:
    """Return what may be read after a line of this number, in order.

    What was said before stands in the brief, and what is said when the case is done is nobody's business.
    What is said while it waits is said to the assistant, and what was said before it was passed on to
    another front door: contacts are taken out of it and names that were left out, as out of the brief.
    """
    times = Readable.of(session, case, is_theirs)
    entries = [one for one in Outbox(session).after(case.conversation_id, after) if times.has(one.said_at)]
    if all(times.as_it_was_said(one.said_at) for one in entries):
        return entries
    said, unsaid = transcript(session, case.conversation_id), Unsaid(case.consent.left_out)
    hidden = Hidden.of(case.consent.fields, case.person, said, left_out=unsaid)
    return [one if times.as_it_was_said(one.said_at) else _without(hidden, one) for one in entries]


def _in_other_hands(session: Session, case: Case) -> Spans:
    others = [one.id for one in Cases(session).of_conversation(case.conversation_id) if one.id != case.id]
    each = [spans(Casebook(session).audit(one), lambda event: event.after in IN_HAND) for one in others]
    return Spans(tuple(stretch for found in each for stretch in found.all))


def _without(hidden: Hidden, entry: Entry) -> Entry:
    return replace(entry, shown=replace(entry.shown, text=hidden.out_of(entry.shown.text)))
