"""One part of what was agreed to, taken back: the rest of the request for a person stays."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.casebook import Casebook, case_of, hub_name
from desk.cases import Case, Consent, Part, Person
from desk.questions import tell
from desk.states import OPEN
from desk.withdrawal import withdraw
from desk.words import moment
from knowledge.storage.cases import Cases
from knowledge.wording import say


def narrow(
    session: Session,
    case_id: str,
    conversation_id: str,
    parts: Collection[str],
    now: datetime,
    *,
    in_reply_to: str | None = None,
) -> None:
    """Take parts, or single facts of the firm, off a case of this conversation, and say what that means.

    Who leaves nothing takes the whole case back. One that is none of theirs, or has ended, changes nothing.
    """
    found = Cases(session).find(case_id)
    if found is None or found.conversation_id != conversation_id or found.erased is not None:
        return
    case = case_of(found)
    if case.state not in OPEN:
        return
    left = narrowed(case, parts, now)
    if not left.consent.fields:
        withdraw(session, case_id, conversation_id, now, in_reply_to=in_reply_to)
        return
    told = _told(session, case, left, case.consent.fields - left.consent.fields)
    if left.consent != case.consent and not Casebook(session).narrow(case, left, now):
        told = say("utter_relay_narrowed", reference=case.reference, hub=hub_name(session, case))
    tell(session, conversation_id, told, now, in_reply_to=in_reply_to)


def narrowed(case: Case, parts: Collection[str], now: datetime) -> Case:
    """Return a case without these parts; its consent says what was agreed to first, and what of it is left.

    The same case, when they were left out already.
    """
    before = case.consent
    fields = before.fields - {part for part in Part if part in parts}
    facts = frozenset(parts) - set(Part) if Part.FIRM in fields else frozenset[str]()
    if fields == before.fields and facts <= before.left_out:
        return case
    gone = [*sorted(before.fields - fields), *sorted(facts - before.left_out)]
    names = ", ".join(say(f"utter_label_part_{one}") for one in gone)
    wording = say("utter_consent_narrowed", wording=before.wording, parts=names, at=moment(now))
    consent = Consent(wording, before.version, before.recipient, fields, before.left_out | facts)
    brief = None if case.brief is None else Brief.unpack(case.brief).within(consent).pack()
    person = (case.person or Person()).within(consent)
    return replace(case, consent=consent, person=person, brief=brief)


def _told(session: Session, before: Case, left: Case, gone: frozenset[Part]) -> str:
    named = {"reference": before.reference, "hub": hub_name(session, before)}
    if left.consent == before.consent:
        return say("utter_relay_narrowed_before", **named)
    only_here = say("utter_relay_narrowed_contact") if Part.CONTACT in gone else ""
    return " ".join(filter(None, (say("utter_relay_narrowed", **named), only_here)))
