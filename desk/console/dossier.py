"""Everything that the page of one case shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from desk.afterwards.answers import Told, told_of
from desk.brief import Brief
from desk.brokers import Broker, may_see
from desk.casebook import Casebook, was_withdrawn
from desk.cases import Case, CaseEvent
from desk.names import names_of_brokers
from desk.notebook import Notebook
from desk.passing_on import colleagues, other_hubs
from desk.readable import Readable, readable
from desk.standing import Standing, standing
from desk.states import IN_HAND
from desk.words import label
from knowledge.records import Hub
from knowledge.storage.case_notes import CaseNote, CaseNotes
from knowledge.storage.cases import CaseNotFound
from knowledge.storage.conversations import ConversationNotFound, Conversations
from knowledge.storage.lines import Lines
from knowledge.storage.outbox import Entry, Sender
from knowledge.wording import say


class NotTheirs(LookupError):
    """There is no such case that this broker may see: it says the same of both, so that nobody can probe."""


@dataclass(frozen=True)
class Dossier:
    """One case with what was said since it was opened, and what happened to it.

    `broker` is the name of who has it in hand; `mine` is true when that is who looks. `names` are those
    of all brokers, by id. `told` is what the person answered when it was closed, and later. `stands` is how
    far each line of a broker has come, by its number.
    """

    case: Case
    brief: Brief | None
    entries: tuple[Entry, ...]
    events: tuple[CaseEvent, ...]
    broker: str | None
    mine: bool
    names: Mapping[str, str]
    told: tuple[Told, ...]
    notes: tuple[CaseNote, ...] = ()
    tags: tuple[str, ...] = ()
    colleagues: tuple[Broker, ...] = ()
    other_hubs: tuple[Hub, ...] = ()
    stands: Mapping[int, Standing] = field(default_factory=dict)
    broker_read: int = 0

    @property
    def last_seq(self) -> int:
        """Return the number of the newest line, 0 when there is none."""
        return self.entries[-1].seq if self.entries else 0

    def why(self, event: CaseEvent) -> str:
        """Return why something happened, in words, with the name of whom it was handed to."""
        if event.handed_to is None:
            return label("desk_why", event.why)
        return say("utter_console_handed_to", name=self.names.get(event.handed_to, event.handed_to))

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


def dossier(session: Session, case_id: str, broker: Broker) -> Dossier:
    """Return what the page of a case shows to this broker, or raise NotTheirs."""
    case = visible(session, case_id, broker)
    brief = None if case.brief is None else Brief.unpack(case.brief)
    names = names_of_brokers(session)
    mine = case.state in IN_HAND and case.broker == broker.id
    entries = tuple(said_since(session, case))
    book = Notebook(session, case)
    return Dossier(
        case,
        brief,
        entries,
        tuple(Casebook(session).audit(case.id)),
        names.get(case.broker, case.broker) if case.broker else None,
        mine=mine,
        names=names,
        told=tuple(told_of(session, case.id)),
        notes=tuple(book.notes()),
        tags=book.tags(),
        colleagues=tuple(colleagues(session, case, broker.id)) if mine else (),
        other_hubs=tuple(other_hubs(session, case)) if mine else (),
        stands=stands_of(session, case),
        broker_read=how_far_read(session, case)[1],
    )


def tags_of(session: Session, cases: Iterable[Case]) -> dict[str, tuple[str, ...]]:
    """Return the tags that the brokers of each case's front door gave it."""
    hubs = {case.id: case.hub_id for case in cases}
    return {one: tags.get(hubs[one], ()) for one, tags in CaseNotes(session).tags_of(hubs).items()}


def said_since(session: Session, case: Case, seq: int = 0) -> list[Entry]:
    """Return what a broker may read live, after a line of this number.

    That is what was said while anybody had the case in hand, and with consent to the conversation while it
    waited as well, without what the person left out.
    """
    return readable(session, case, _anybody, seq)


def stands_of(session: Session, case: Case) -> dict[int, Standing]:
    """Return how far each line of a broker has come that may be read, by its number; nothing of its words."""
    times, (read, _) = Readable.of(session, case, _anybody), how_far_read(session, case)
    lines = Lines(session).of_conversation(case.conversation_id, [Sender.BROKER])
    return {line.seq: standing(line, read) for line in lines if times.has(line.said_at)}


def how_far_read(session: Session, case: Case) -> tuple[int, int]:
    """Return the numbers of the last lines that the person and the broker have had on their screens."""
    try:
        conversation = Conversations(session).get(case.conversation_id)
    except ConversationNotFound:
        return 0, 0
    return conversation.person_read, conversation.broker_read


def _anybody(_event: CaseEvent) -> bool:
    return True
