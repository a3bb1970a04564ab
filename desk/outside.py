"""What a desk outside of Signpost hears of a person while it may, whichever desk that is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.cases import Case
from desk.readable import readable
from knowledge.storage.outbox import Sender


@dataclass(frozen=True)
class Heard:
    """Something that the person said, as the outside desk may read it."""

    seq: int
    text: str


def heard(session: Session, case: Case, after: int, is_theirs: Callable[[str], bool]) -> list[Heard]:
    """Return what the person said after a line of this number, in order.

    `is_theirs` says of whoever has a case in hand whether they are of the outside desk.
    """
    said = readable(session, case, lambda event: is_theirs(event.holder), after)
    return [
        Heard(one.seq, one.shown.text)
        for one in said
        if one.sender is Sender.PERSON and one.shown.text.strip()
    ]
