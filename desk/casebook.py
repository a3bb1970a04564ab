"""The cases as the desk works with them: opened once, changed as the states allow, every change audited.

Whoever has the conversation of a case follows with each change.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desk.cases import Case, CaseEvent, Consent, Person, Reason
from desk.destination import Destination
from desk.owning import settle_owner
from desk.reach import Reach, reach
from desk.states import IN_HAND, OPEN, Change, State, after
from knowledge.storage.case_notes import CaseNotes
from knowledge.storage.case_readings import CaseReadings, Reading
from knowledge.storage.cases import CaseEventRecord, CaseRecord, Cases
from knowledge.storage.chatwoot import ChatwootNotes
from knowledge.storage.deliveries import Deliveries, Delivery, Kind
from knowledge.storage.erasure import forget_afterwards
from knowledge.storage.errands import Progress
from knowledge.storage.hubs import Hubs
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.teams_posts import TeamsPosts

PERSON, CLOCK = "person", "clock"  # who changes a case: the person, or nobody
ERASED, WITHDRAWN, KEPT_LONG_ENOUGH = "erased", "withdrawn", "kept_long_enough"
NARROWED = "narrowed"


class CaseIdTaken(Exception):
    """Another conversation has opened a case under this id: derive ids from conversation and message."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"case {case_id} belongs to another conversation: derive the id from both")
        self.case_id = case_id


class Casebook:
    """The cases of one database; works inside the caller's transaction."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session
        self._cases = Cases(session)
        self._deliveries = Deliveries(session)
        self._notes = CaseNotes(session)
        self._for_agents = ChatwootNotes(session)

    def is_open_already(self, case_id: str, conversation_id: str, message_id: str) -> bool:
        """Has this message opened its case before? Raises CaseIdTaken when the id is somebody else's."""
        found = self._cases.find(case_id) or self._cases.opened_by(conversation_id, message_id)
        if found is not None and found.conversation_id != conversation_id:
            raise CaseIdTaken(case_id)
        return found is not None

    def open(self, case: Case) -> Case:
        """Keep a new draft, submit it, and send it on its way; return it as it then stands."""
        waiting = replace(case, state=after(case.state, Change.SUBMIT), revision=1)
        drafted = CaseEvent(1, case.opened, PERSON, None, None, case.state, case.why.value)
        agreed = CaseEvent(2, case.opened, PERSON, Change.SUBMIT, case.state, waiting.state, "agreed")
        self._cases.add(_record(waiting), [_event_record(case.id, event) for event in (drafted, agreed)])
        self._deliveries.add(_delivery(case, Kind.CASE, case.opened))
        settle_owner(self._session, case.conversation_id)
        return waiting

    def get(self, case_id: str) -> Case:
        """Return one case, or raise CaseNotFound."""
        return case_of(self._cases.get(case_id))

    def audit(self, case_id: str) -> list[CaseEvent]:
        """Return every change of a case, in order."""
        return [_event(record) for record in self._cases.audit(case_id)]

    def change(
        self,
        case_id: str,
        change: Change,
        who: str,
        why: str,
        now: datetime,
        *,
        broker: str | None = None,
        outcome: str | None = None,
        answer_by: datetime | None = None,
    ) -> Case:
        """Change the state and note who, when and why, or raise CaseChangeRefused or CaseNotFound.

        Who asks again is promised an answer anew, by `answer_by` if at all.

        Of two who change a case at once, the second is judged by what the first has made of it. What nobody
        has been told yet of a case that ends is not told any more.
        """
        while True:  # a lost round means that somebody else's change went through
            before = self.get(case_id)
            changed = _changed(before, change, broker, outcome, now)
            if change is Change.ASK_AGAIN:
                changed = replace(changed, answer_by=answer_by, answered_at=None)
            if self._replace(before, changed, change, who, why):
                if changed.state not in OPEN:
                    self._deliveries.recall_due(case_id, now)
                if change is Change.CLAIM:  # whoever has it in hand has all of it before them
                    self.note_read(changed, changed.broker or who, now)
                return changed

    def transfer(self, case_id: str, to: Destination, who: str, now: datetime) -> Case:
        """Pass a case on to another front door, under the consent that names it, or raise as `change` does.

        What the first has not been told yet it will not be told any more; what it promised does not bind
        the other, whose own hours say what is promised anew.
        """
        while True:
            before = self.get(case_id)
            moved = to.given(_changed(before, Change.TRANSFER, None, None, now))
            if self._replace(before, moved, Change.TRANSFER, who, to.hub.id):
                self._deliveries.recall(case_id, now)
                self._deliveries.add(_delivery(moved, Kind.CASE, now))
                return moved

    def pass_on(self, case: Case, moved: Case, who: str, now: datetime) -> Case | None:
        """Keep a case as it is with another team, and tell that team; return it as it then stands.

        What the first has not been told yet it will not be told any more: it would read of the other.
        None, and nothing changed, when it has changed since it was read. Raises CaseChangeRefused.
        """
        state = after(case.state, Change.PASS_ON)
        kept = replace(moved, state=state, changed=now, revision=case.revision + 1)
        if not self._replace(case, kept, Change.PASS_ON, who, f"passed_on_to_{kept.team}"):
            return None
        self._deliveries.recall(case.id, now)
        self._deliveries.add(_delivery(kept, Kind.PASSED_ON, now))
        return kept

    def lapse(self, case: Case, who: str, now: datetime) -> Case | None:
        """Note that the answer which was promised did not come; the case stands as it did, for no longer.

        None, and nothing noted, when it has changed since it was read. Raises CaseChangeRefused.
        """
        state = after(case.state, Change.LAPSE)
        noted = replace(case, revision=case.revision + 1)
        event = CaseEvent(noted.revision + 1, now, who, Change.LAPSE, case.state, state, "promise_not_kept")
        kept = self._cases.replace(_record(noted), _event_record(case.id, event))
        return noted if kept else None

    def remind(self, case: Case, why: str, now: datetime, leads: Sequence[str]) -> Case | None:
        """Tell these brokers, or without any the front door again, that a case waits; it stands as it did.

        None, and nobody told, when it has changed since it was read. Raises CaseChangeRefused.
        """
        state = after(case.state, Change.REMIND)
        noted = replace(case, revision=case.revision + 1)
        event = CaseEvent(noted.revision + 1, now, CLOCK, Change.REMIND, case.state, state, why)
        if not self._cases.replace(_record(noted), _event_record(case.id, event)):
            return None
        for one in leads:
            self._deliveries.add(replace(_delivery(noted, Kind.LEAD, now), broker=one))
        if not leads:
            self._deliveries.add(_delivery(noted, Kind.REMINDER, now))
        return noted

    def tell_colleague(self, case: Case, now: datetime) -> None:
        """Tell whoever has a case in hand that somebody else has put it there."""
        self._deliveries.add(replace(_delivery(case, Kind.COLLEAGUE, now), broker=case.broker))

    def _replace(self, before: Case, changed: Case, change: Change, who: str, why: str) -> bool:
        at = changed.changed
        event = CaseEvent(changed.revision + 1, at, who, change, before.state, changed.state, why)
        if not self._cases.replace(_record(changed), _event_record(before.id, event)):
            return False
        if changed.state is not before.state:
            settle_owner(self._session, changed.conversation_id)
        return True

    def erase(self, conversation_id: str, now: datetime) -> None:
        """Delete what the cases of a conversation hold; open ones are withdrawn, and who was told is told.

        What has not been sent is recalled. Doing it again changes nothing.
        """
        for record in self._cases.of_conversation(conversation_id):
            if record.erased is None:
                self._take_back(case_of(record), ERASED, now)

    def withdraw(self, case_id: str, now: datetime) -> Reach | None:
        """Take one case back and delete what it holds; return how far it had come, None if that is done.

        The rule is that of `erase`. Raises CaseNotFound.
        """
        case = self.get(case_id)
        return self._take_back(case, WITHDRAWN, now) if case.erased is None else None

    def narrow(self, case: Case, left: Case, now: datetime) -> bool:
        """Keep a case with less of what was agreed to, and tell who was told of it before about the rest.

        What is still to go out tells the rest alone, for it is read when it goes. False, and nothing changed,
        when the case has changed since it was read.
        """
        kept = replace(left, revision=case.revision + 1)
        event = CaseEvent(kept.revision + 1, now, PERSON, None, case.state, case.state, NARROWED)
        if not self._cases.replace(_record(kept), _event_record(case.id, event)):
            return False
        self._tell_again(kept, Kind.NARROWED, now)
        return True

    def outlive(self, case_id: str, now: datetime) -> None:
        """Delete what an ended case holds once its time is over; its history stays, and nobody is told."""
        case = self.get(case_id)
        outlived = replace(case, revision=case.revision + 1)
        event = CaseEvent(outlived.revision + 1, now, CLOCK, None, case.state, case.state, KEPT_LONG_ENOUGH)
        if self._cases.replace(_record(outlived), _event_record(case_id, event)):
            self._blank(outlived, now)
            self._for_agents.forget(case_id)
            TeamsPosts(self._session).forget(case_id)
            self._deliveries.recall(case_id, now)

    def _blank(self, case: Case, now: datetime) -> None:
        # the wording says back what the person told, so that they could see what they agreed to
        self._notes.forget(case.id)
        PersonMails(self._session).forget_news(case.id)
        self._cases.blank(case.id, replace(case.consent, wording="").pack(), now)

    def note_read(self, case: Case, broker: str, now: datetime) -> None:
        """Note that a broker has read a case, where it is now; the first reading at each place counts."""
        CaseReadings(self._session).note(Reading(case.id, case.hub_id, case.team, broker, now))

    def _take_back(self, case: Case, why: str, now: datetime) -> Reach:
        if case.state in OPEN:
            case = self.change(case.id, Change.WITHDRAW, PERSON, why, now)
        self._blank(case, now)
        forget_afterwards(self._session, case.id)
        self._deliveries.recall(case.id, now)
        return self._tell_again(case, Kind.WITHDRAWAL, now)

    def _tell_again(self, case: Case, kind: Kind, now: datetime) -> Reach:
        """Tell whoever may know of a case; return how far it had come."""
        # looked at when nothing more can be taken up: an attempt that began a moment ago counts
        under_way = self._deliveries.of_cases([case.id])
        # an attempt that failed may still have arrived; one that is in hand is let finish before the notice
        begun = [delivery for delivery in under_way if delivery.attempts > 0 and not delivery.broker]
        taken_up = any(event.change is Change.CLAIM for event in self.audit(case.id))
        due = max([now, *(d.lease_until for d in begun if d.lease_until is not None)])
        far = reach(case, begun, CaseReadings(self._session).of_case(case.id), taken_up=taken_up)
        for hub_id, team, way in far.told:
            notice = _delivery(replace(case, hub_id=hub_id, team=team), kind, now, due)
            self._deliveries.add(replace(notice, way=way))
        return far


def case_of(record: CaseRecord) -> Case:
    """Return a case as the desk works with it."""
    return Case(
        **{
            **vars(record),
            "reason": Reason.of(record.reason),
            "state": State(record.state),
            "consent": Consent.unpack(record.consent),
            "person": Person.unpack(record.person) if record.person is not None else None,
        }
    )


def cases_of(records: Iterable[CaseRecord]) -> list[Case]:
    """Return several, in the same order."""
    return [case_of(record) for record in records]


def was_withdrawn(history: Sequence[CaseEvent]) -> bool:
    """Did the person take this one case back, rather than have all of the conversation erased?"""
    return bool(history) and history[-1].why == WITHDRAWN


def hub_name(session: Session, case: Case) -> str:
    """Return the name of the front door of a case; of one that is gone since, as the person read it."""
    names = {hub.id: hub.name for hub in Hubs(session).all()}
    return names.get(case.hub_id, case.consent.recipient)


def _changed(case: Case, change: Change, broker: str | None, outcome: str | None, now: datetime) -> Case:
    state = after(case.state, change)
    kept = broker or case.broker if state in IN_HAND else None
    return replace(
        case,
        state=state,
        changed=now,
        broker=kept,
        outcome=outcome or case.outcome,
        revision=case.revision + 1,
        escalate_at=None,  # a case that waits again gets a new one from the watch in desk/escalation.py
        answered_at=(case.answered_at or now) if change is Change.BEGIN else case.answered_at,
    )


def _delivery(case: Case, kind: Kind, now: datetime, due: datetime | None = None) -> Delivery:
    """Return what tells the team that has a case, or its front door as a whole."""
    number = uuid.uuid4().hex
    whom: dict[str, Any] = {"hub_id": case.hub_id, "team": case.team}
    return Delivery(number, case.id, kind, Progress.WAITING, now, 0, due or now, **whom)


def _record(case: Case) -> CaseRecord:
    return CaseRecord(
        **{
            **vars(case),
            "reason": case.reason.value,
            "state": case.state.value,
            "consent": case.consent.pack(),
            "person": case.person.pack() if case.person is not None else None,
        }
    )


def _event(record: CaseEventRecord) -> CaseEvent:
    content = {name: value for name, value in asdict(record).items() if name != "case_id"}
    content["change"] = Change(record.change) if record.change is not None else None
    content["before"] = State(record.before) if record.before is not None else None
    content["after"] = State(record.after)
    return CaseEvent(**content)


def _event_record(case_id: str, event: CaseEvent) -> CaseEventRecord:
    return CaseEventRecord(case_id=case_id, **vars(event))
