"""What a desk outside of Signpost hears of a person while it may, whichever desk that is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.cases import Case, CaseEvent, Part
from desk.hidden import Hidden
from desk.spans import said_while
from desk.states import IN_HAND, State
from desk.transcript import transcript
from knowledge.storage.outbox import Sender


@dataclass(frozen=True)
class Heard:
    """Something that the person said, as the outside desk may read it."""

    seq: int
    text: str


def heard(session: Session, case: Case, after: int, is_theirs: Callable[[str], bool]) -> list[Heard]:
    """Return what the person said after a line of this number, in order.

    That is what was said while one of the outside desk had the case in hand, and with consent to the
    conversation while it waited as well. What is said while it waits is said to the assistant: contacts are
    taken out of it and names that were left out, as out of the brief.
    """
    to_them = _said(session, case, after, lambda event: event.after in IN_HAND and is_theirs(event.who))
    said = _while_it_waits(session, case, after) | to_them
    return [Heard(seq, said[seq]) for seq in sorted(said)]


def _while_it_waits(session: Session, case: Case, after: int) -> dict[int, str]:
    if Part.CONVERSATION not in case.consent.fields:
        return {}
    said = _said(session, case, after, lambda event: event.after is State.WAITING)
    if not said:
        return {}
    hidden = Hidden.of(case.consent.fields, case.person, transcript(session, case.conversation_id))
    return {seq: hidden.out_of(text) for seq, text in said.items()}


def _said(session: Session, case: Case, after: int, so: Callable[[CaseEvent], bool]) -> dict[int, str]:
    entries = said_while(session, case, so, after)
    return {
        one.seq: one.shown.text for one in entries if one.sender is Sender.PERSON and one.shown.text.strip()
    }
