"""A case: a person who asked for a person, with what they agreed to and everything that became of it."""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk.states import Change, State

LONGEST_NAME = 120
HANDED_TO = "put_into_hands_of_"
_REFERENCE = re.compile(r"[A-Z0-9]{2,10}(-[A-Z0-9]{2,10}){0,3}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Reason(StrEnum):
    """Why a person was asked for."""

    ASKED = "asked"
    MISUNDERSTOOD = "misunderstood"
    NOTHING_FITS = "nothing_fits"
    DISTRESS = "distress"
    COMPLAINT = "complaint"
    BROKER_ONLY = "broker_only"
    OTHER = "other"

    @classmethod
    def of(cls, code: str) -> "Reason":
        """Return the reason of this code; an unknown one is OTHER, for a case is never lost to a label."""
        return cls(code) if code in set(cls) else cls.OTHER


class Part(StrEnum):
    """What may be passed on; each needs the person's consent."""

    NAME = "name"
    CONTACT = "contact"
    FIRM = "firm"
    NEED = "need"
    BARRIERS = "barriers"
    SHOWN = "shown"
    CONVERSATION = "conversation"


class Why(StrEnum):
    """Why a person was asked for, as those read it to whom it is passed on."""

    ASKED = "asked"
    MISUNDERSTOOD = "misunderstood"
    NOTHING_FITS = "nothing_fits"
    URGENT = "urgent"
    COMPLAINT = "complaint"
    BROKER_ONLY = "broker_only"
    OTHER = "other"

    @classmethod
    def of(cls, reason: str, agreed: Collection[Part]) -> "Why":
        """Return what may be read of a reason: of distress that it is urgent, and not without their need."""
        if reason in (Reason.DISTRESS, cls.URGENT):
            return cls.URGENT if Part.NEED in agreed else cls.ASKED
        return cls(reason) if reason in set(cls) else cls.OTHER


class Outcome(StrEnum):
    """What became of a case when it was closed."""

    HELPED = "helped"
    REFERRED = "referred"
    APPLIED = "applied"
    NOT_ELIGIBLE = "not_eligible"
    NOT_REACHED = "not_reached"
    NOT_WANTED = "not_wanted"
    DUPLICATE = "duplicate"
    NOT_SAID = "not_said"  # closed in another system, where nobody said it


class CaseRefused(ValueError):
    """The content of a request for a person cannot be kept: the action that made it must be corrected."""

    def __init__(self, what: str) -> None:
        super().__init__(f"a case with {what} cannot be kept: correct the effect open_case")
        self.what = what


@dataclass(frozen=True)
class Consent:
    """What was agreed to: the wording as it was read, its version, the recipient, and the parts passed on.

    `left_out` are single facts of the firm that are not passed on although the firm is.
    """

    wording: str
    version: str
    recipient: str
    fields: frozenset[Part]
    left_out: frozenset[str] = frozenset()

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Consent":
        """Read what `pack` wrote, or raise CaseRefused: nothing is passed on under an unknown label."""
        unknown = set(content["fields"]) - set(Part)
        if unknown:
            raise CaseRefused(f"unknown consent fields {sorted(unknown)}")
        fields = frozenset(Part(name) for name in content["fields"])
        left_out = frozenset(content.get("left_out") or ())
        return cls(content["wording"], str(content["version"]), content["recipient"], fields, left_out)

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {**asdict(self), "fields": sorted(self.fields), "left_out": sorted(self.left_out)}


@dataclass(frozen=True)
class Person:
    """Who asks, and one way to reach them."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Person":
        """Read what `pack` wrote, or raise CaseRefused for what could not stand in a mail's header."""
        given = {name: content.get(name) or None for name in ("name", "email", "phone")}
        if any(value is not None and not one_line(value) for value in given.values()):
            raise CaseRefused("a line break in a name or an address")
        if given["name"] is not None:
            given["name"] = given["name"].strip()[:LONGEST_NAME] or None
        return cls(**given)

    def pack(self) -> dict[str, Any]:
        """Return only what is known."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def within(self, consent: Consent) -> "Person":
        """Return the person without what they did not agree to pass on."""
        name = self.name if Part.NAME in consent.fields else None
        reach = Part.CONTACT in consent.fields
        return Person(name, self.email if reach else None, self.phone if reach else None)


@dataclass(frozen=True)
class CaseEvent:
    """One change of a case: who did what, when and why. The first has no state before it and no change."""

    seq: int
    at: datetime
    who: str
    change: Change | None
    before: State | None
    after: State
    why: str

    @property
    def handed_to(self) -> str | None:
        """Return the broker, by id, into whose hands somebody else put the case; None of any other change."""
        given = self.change is Change.CLAIM and self.why.startswith(HANDED_TO)
        return self.why.removeprefix(HANDED_TO) if given else None

    @property
    def holder(self) -> str:
        """Return who has the case by a change that puts it into somebody's hands."""
        return self.handed_to or self.who


@dataclass(frozen=True)
class Case:
    """A request for a person as it stands.

    `broker` is who has it in hand. `person` and `brief` are None once the person has had them erased.
    `revision` counts the changes, so that of two who change it at once only one does.
    `team` is who has it to see to, for these `reasons`; None is the front door as a whole. `answer_by` is
    what the person has read, None when nothing was promised; the first word of a broker (`answered_at`)
    keeps it. `escalate_at` is when it moves on to the next team, unless somebody takes it up.
    """

    id: str
    reference: str
    conversation_id: str
    message_id: str
    channel: str
    hub_id: str
    reason: Reason
    route: str
    state: State
    opened: datetime
    changed: datetime
    consent: Consent
    person: Person | None
    brief: dict[str, Any] | None
    broker: str | None = None
    outcome: str | None = None
    erased: datetime | None = None
    revision: int = 0
    team: str | None = None
    reasons: tuple[str, ...] = ()
    answer_by: datetime | None = None
    escalate_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def why(self) -> Why:
        """Return why a person was asked for, as far as the person agreed that it is read."""
        return Why.of(self.reason, self.consent.fields)


def checked_reference(text: str) -> str:
    """Return a reference that can name a file and stand in a subject, or raise CaseRefused."""
    if _REFERENCE.fullmatch(text) is None:
        raise CaseRefused("a reference that is none")
    return text


def one_line(text: str) -> bool:
    """Can the text stand in a mail's header? Not with a line break or another control character."""
    return _CONTROL.search(text) is None
