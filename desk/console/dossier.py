"""Everything that the page of one case shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.brokers import Broker, may_see
from desk.casebook import Casebook, was_withdrawn
from desk.cases import Case, CaseEvent, Part
from desk.states import IN_HAND, State
from knowledge.cards import card_for
from knowledge.firms import Firm
from knowledge.matching import find
from knowledge.needs import Need
from knowledge.replies import Card
from knowledge.storage.brokers import Brokers
from knowledge.storage.cases import CaseNotFound
from knowledge.storage.outbox import Entry, Outbox
from knowledge.storage.programmes import Programmes

SUGGESTED = 5
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class NotTheirs(LookupError):
    """There is no such case that this broker may see: it says the same of both, so that nobody can probe."""


@dataclass(frozen=True)
class Dossier:
    """One case with what was said since it was opened, what happened to it, and what might help.

    `broker` is the name of who has it in hand; `mine` is true when that is who looks. `names` are those
    of all brokers, by id.
    """

    case: Case
    brief: Brief | None
    entries: tuple[Entry, ...]
    events: tuple[CaseEvent, ...]
    suggestions: tuple[Card, ...]
    broker: str | None
    mine: bool
    names: Mapping[str, str]

    @property
    def last_seq(self) -> int:
        """Return the number of the newest line, 0 when there is none."""
        return self.entries[-1].seq if self.entries else 0

    @property
    def withdrawn(self) -> bool:
        """Has the person taken this case back?"""
        return was_withdrawn(self.events)


def visible(session: Session, case_id: str, broker: Broker) -> Case:
    """Return a case that this broker may see, or raise NotTheirs."""
    try:
        case = Casebook(session).get(case_id)
    except CaseNotFound:
        raise NotTheirs(case_id) from None
    if not may_see(broker, case.hub_id):
        raise NotTheirs(case_id)
    return case


def dossier(session: Session, case_id: str, broker: Broker, now: datetime) -> Dossier:
    """Return what the page of a case shows to this broker, or raise NotTheirs."""
    case = visible(session, case_id, broker)
    brief = None if case.brief is None else Brief.unpack(case.brief)
    names = {one.id: one.name for one in Brokers(session).all()}
    return Dossier(
        case,
        brief,
        tuple(said_since(session, case)),
        tuple(Casebook(session).audit(case.id)),
        tuple(suggestions(session, brief, now)) if brief and case.state in IN_HAND else (),
        names.get(case.broker, case.broker) if case.broker else None,
        mine=case.state in IN_HAND and case.broker == broker.id,
        names=names,
    )


def said_since(session: Session, case: Case, seq: int = 0) -> list[Entry]:
    """Return what a broker may read live, after a line of this number.

    That is what was said while the case was in hand, and with consent to the conversation while it waited as
    well. What was said before stands in the brief; what is said when the case is done is nobody's business.
    """
    if case.erased is not None or case.state is State.WITHDRAWN:
        return []
    read = IN_HAND | {State.WAITING} if Part.CONVERSATION in case.consent.fields else IN_HAND
    spans = list(_spans(Casebook(session).audit(case.id), read))
    entries = Outbox(session).after(case.conversation_id, seq)
    return [one for one in entries if any(start <= one.said_at <= end for start, end in spans)]


def _spans(events: list[CaseEvent], states: frozenset[State]) -> Iterator[tuple[datetime, datetime]]:
    ends = [event.at for event in events[1:]] + [END_OF_TIME]
    for event, end in zip(events, ends, strict=True):
        if event.after in states:
            yield event.at, end


def suggestions(session: Session, brief: Brief, now: datetime) -> list[Card]:
    """Return cards of the programmes that fit what the brief says, by the matching that people get."""
    firm = Firm.unpack({fact.field: fact.value for fact in brief.firm})
    barriers = frozenset(one.name for one in brief.barriers)
    need = Need(frozenset(brief.wants), barriers, brief.need)
    serving = Programmes(session).serving(firm.places)
    found = find(serving, firm, need, now.date(), limit=SUGGESTED)
    return [card_for(match, now.date()) for match in found.matches]
