"""What stands about a case where all of a front door read it: labels alone, nothing in anybody's words.

A name, a contact or what a person wrote is for whoever takes the case, and never here.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.casebook import hub_name
from desk.cases import Case
from desk.names import names_of_brokers
from desk.states import AFTER, IN_HAND, OPEN, Change
from desk.words import label, plain

PLACES = "places"


@dataclass(frozen=True)
class Notice:
    """One case as colleagues may see it; `broker` is the name of who has it in hand.

    `is_here` is false once another front door has it: then nothing but that is told.
    """

    case_id: str
    reference: str
    hub: str
    state: str
    opened: datetime
    shown: datetime
    is_here: bool = True
    places: str = ""
    wants: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    answer_by: datetime | None = None
    broker: str | None = None
    may_claim: bool = False
    in_hand: bool = False

    def left(self) -> "Notice":
        """Return it for who does not have the case any more: nothing can be done from there."""
        return replace(self, may_claim=False, in_hand=False)


def notice(session: Session, case: Case, hub_id: str, now: datetime) -> Notice:
    """Return what a channel of this front door shows of a case, as it stands."""
    state, in_hand = label("desk_state", case.state), case.state in IN_HAND
    bare = Notice(
        case.id, case.reference, hub_name(session, case), state, case.opened, now, case.hub_id == hub_id
    )
    if not bare.is_here:
        return bare
    # once it has ended nobody there needs to know more, and a card may stay for years
    brief = None if case.brief is None or case.state not in OPEN else Brief.unpack(case.brief)
    names = names_of_brokers(session) if in_hand else {}
    return Notice(
        **vars(bare)
        | {
            "places": _places(brief) if brief else "",
            "wants": tuple(label("support", one) for one in brief.wants) if brief else (),
            "barriers": tuple(label("barrier", one.name) for one in brief.barriers) if brief else (),
            "answer_by": case.answer_by if case.state in OPEN and case.answered_at is None else None,
            "broker": names.get(case.broker or "", case.broker) if in_hand else None,
            "may_claim": Change.CLAIM in AFTER[case.state],
            "in_hand": in_hand,
        }
    )


def _places(brief: Brief) -> str:
    """Return the labels of the places, never the words that they were told in."""
    values = (fact.value for fact in brief.firm if fact.field == PLACES)
    return ", ".join(plain(value) for value in values if isinstance(value, list))
