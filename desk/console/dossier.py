"""Everything that the page of one case shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.brokers import Broker, may_see
from desk.casebook import Casebook
from desk.cases import Case, CaseEvent, Part
from desk.relay import IN_HAND
from desk.states import Change
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


class NotTheirs(LookupError):
    """There is no such case that this broker may see: it says the same of both, so that nobody can probe."""


@dataclass(frozen=True)
class Dossier:
    """One case with what was said since it was opened, what happened to it, and what might help.

    `broker` is the name of who has it in hand; `mine` is true when that is who looks.
    """

    case: Case
    brief: Brief | None
    entries: tuple[Entry, ...]
    events: tuple[CaseEvent, ...]
    suggestions: tuple[Card, ...]
    broker: str | None
    mine: bool

    @property
    def last_seq(self) -> int:
        """Return the number of the newest line, 0 when there is none."""
        return self.entries[-1].seq if self.entries else 0


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
    holder = Brokers(session).find_by_id(case.broker) if case.broker else None
    return Dossier(
        case,
        brief,
        tuple(said_since(session, case)),
        tuple(Casebook(session).audit(case.id)),
        tuple(suggestions(session, brief, now)) if brief and case.state in IN_HAND else (),
        holder.name if holder else case.broker,
        mine=case.state in IN_HAND and case.broker == broker.id,
    )


def said_since(session: Session, case: Case, seq: int = 0) -> list[Entry]:
    """Return what a broker may read live, after a line of this number.

    With consent to the conversation that is what was said since the case was opened, else since the person
    was first told that a person has joined. What was said before stands in the brief, within the consent.
    """
    since = case.opened if Part.CONVERSATION in case.consent.fields else _first_claimed(session, case)
    if since is None:
        return []
    since = max(since, case.erased) if case.erased else since
    return [one for one in Outbox(session).after(case.conversation_id, seq) if one.said_at >= since]


def _first_claimed(session: Session, case: Case) -> datetime | None:
    events = Casebook(session).audit(case.id)
    return next((event.at for event in events if event.change is Change.CLAIM), None)


def suggestions(session: Session, brief: Brief, now: datetime) -> list[Card]:
    """Return cards of the programmes that fit what the brief says, by the matching that people get."""
    firm = Firm.unpack({fact.field: fact.value for fact in brief.firm})
    barriers = frozenset(one.name for one in brief.barriers)
    need = Need(frozenset(brief.wants), barriers, brief.need)
    serving = Programmes(session).serving(firm.places)
    found = find(serving, firm, need, now.date(), limit=SUGGESTED)
    return [card_for(match, now.date()) for match in found.matches]
