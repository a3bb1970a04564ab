"""The brief: one page that spares the broker the first half hour, and the transcript after it."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from desk.cases import Case, Consent, Part, Person, Reason
from desk.hidden import Hidden
from desk.transcript import Line, rewritten
from desk.words import firm_label, plain
from knowledge.records import Hub

VERSION = 1
TELLS_LANGUAGE = frozenset({Part.CONTACT, Part.CONVERSATION})  # how to answer them, and what they wrote
SCHEMA = Path(__file__).with_name("brief.schema.json")


@dataclass(frozen=True)
class Fact:
    """One thing known of the firm, how it reads, and the person's own words for it (None: from a choice)."""

    field: str
    value: Any
    label: str
    words: str
    said: str | None


@dataclass(frozen=True)
class Holding:
    """Something that holds the firm back, and the words that it was said in."""

    name: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A programme that was shown, as its record stood; `last_known` is when it was last seen running."""

    id: str
    name: str
    version: str
    last_known: str | None


@dataclass(frozen=True)
class RuledOut:
    """A programme that would fit what they want, and the rule that shuts the firm out, in words as well."""

    id: str
    name: str
    rule: str
    words: str


@dataclass(frozen=True)
class Assigned:
    """The team of the front door that it goes to, and the codes of the reasons."""

    id: str
    name: str
    because: tuple[str, ...]

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Assigned":
        """Read what `pack` wrote."""
        return cls(content["id"], content["name"], tuple(content["because"]))

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"id": self.id, "name": self.name, "because": list(self.because)}


@dataclass(frozen=True)
class Brief:
    """Everything that is passed on of one case; what the person did not agree to pass on is empty.

    `team` is None where the front door has no teams. `language` is the one in which they last wrote, None
    when none but English was recognised.
    """

    reference: str
    opened: datetime
    channel: str
    reason: Reason
    hub_id: str
    hub_name: str
    route: str
    person: Person
    consent: Consent
    firm: tuple[Fact, ...] = ()
    need: str | None = None
    wants: tuple[str, ...] = ()
    barriers: tuple[Holding, ...] = ()
    shown: tuple[Shown, ...] = ()
    rejected: tuple[Shown, ...] = ()
    open_questions: tuple[str, ...] = ()
    transcript: tuple[Line, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    promised: str | None = None
    team: Assigned | None = None
    language: str | None = None

    def pack(self) -> dict[str, Any]:
        """Return it as JSON, in the form that `brief.schema.json` describes."""
        return {
            "version": VERSION,
            "reference": self.reference,
            "opened": self.opened.isoformat(),
            "channel": self.channel,
            "reason": self.reason.value,
            "hub": {"id": self.hub_id, "name": self.hub_name, "because": self.route},
            "team": None if self.team is None else self.team.pack(),
            "person": self.person.pack(),
            "language": self.language,
            "consent": self.consent.pack(),
            "firm": [vars(fact).copy() for fact in self.firm],
            "need": self.need,
            "wants": list(self.wants),
            "barriers": [vars(barrier).copy() for barrier in self.barriers],
            "shown": [vars(one).copy() for one in self.shown],
            "rejected": [vars(one).copy() for one in self.rejected],
            "ruled_out": [vars(one).copy() for one in self.ruled_out],
            "open_questions": list(self.open_questions),
            "promised": self.promised,
            "transcript": [line.pack() for line in self.transcript],
        }

    def passed_on(self, case: Case, hub: Hub) -> "Brief":
        """Return the brief for another front door, which reads what the person agreed that it reads."""
        return _within_consent(
            replace(self, hub_id=hub.id, hub_name=hub.name, route=case.route, team=None, consent=case.consent)
        )

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Brief":
        """Read what `pack` wrote."""
        return cls(
            reference=content["reference"],
            opened=datetime.fromisoformat(content["opened"]),
            channel=content["channel"],
            reason=Reason.of(content["reason"]),
            hub_id=content["hub"]["id"],
            hub_name=content["hub"]["name"],
            route=content["hub"]["because"],
            person=Person.unpack(content["person"]),
            consent=Consent.unpack(content["consent"]),
            firm=tuple(Fact(**fact) for fact in content["firm"]),
            need=content["need"],
            wants=tuple(content["wants"]),
            barriers=tuple(Holding(**barrier) for barrier in content["barriers"]),
            shown=tuple(Shown(**one) for one in content["shown"]),
            rejected=tuple(Shown(**one) for one in content["rejected"]),
            open_questions=tuple(content["open_questions"]),
            transcript=tuple(Line.unpack(line) for line in content["transcript"]),
            # briefs of before these were added have none of them
            ruled_out=tuple(RuledOut(**one) for one in content.get("ruled_out") or ()),
            promised=content.get("promised"),
            team=Assigned.unpack(team) if (team := content.get("team")) else None,
            language=content.get("language"),
        )


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a packed brief, as it is published."""
    described: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return described


def build(case: Case, hub: Hub, content: dict[str, Any], said: tuple[Line, ...]) -> Brief:
    """Return the brief of a case from what the assistant noted and what was said, within the consent.

    Contacts are taken out of everything in the person's own words: the one that was agreed to stands apart.
    So are the names that they left out, wherever they told them.
    """
    whole = Brief(
        case.reference,
        case.opened,
        case.channel,
        case.reason,
        hub.id,
        hub.name,
        case.route,
        case.person or Person(),
        case.consent,
        firm=_firm(content),
        need=content.get("need") or None,
        wants=tuple(content.get("wants") or ()),
        barriers=tuple(Holding(b["name"], b.get("words") or "") for b in content.get("barriers") or ()),
        shown=_programmes(content.get("shown")),
        rejected=_programmes(content.get("rejected")),
        open_questions=tuple(content.get("open_questions") or ()),
        transcript=said,
        ruled_out=tuple(RuledOut(**one) for one in content.get("ruled_out") or ()),
        promised=content.get("promised") or None,
        language=content.get("language") or None,
    )
    return _within_consent(whole)


def _within_consent(brief: Brief) -> Brief:
    agreed = brief.consent.fields
    left_out: dict[str, Any] = {}
    for part, fields in _FIELDS.items():
        if part not in agreed:
            left_out |= dict.fromkeys(fields, ())
    if Part.NEED not in agreed:
        left_out["need"] = None
    if agreed.isdisjoint(TELLS_LANGUAGE):
        left_out["language"] = None
    facts = () if Part.FIRM not in agreed else brief.firm
    left_out["firm"] = tuple(fact for fact in facts if fact.field not in brief.consent.left_out)
    if not {Part.FIRM, Part.NEED} <= agreed:  # a rule that shuts a firm out tells of both
        left_out["ruled_out"] = ()
    agreed_to = replace(brief, person=brief.person.within(brief.consent), **left_out)
    return _without(_hidden(brief), agreed_to)


def _hidden(brief: Brief) -> Hidden:
    """Return what must not be read: looked for in all that was said, also where it is not passed on."""
    words = (brief.need, *(fact.said for fact in brief.firm), *(one.words for one in brief.barriers))
    texts = (text for text in words if text)
    return Hidden.of(brief.consent.fields, brief.person, brief.transcript, texts)


def _without(hidden: Hidden, brief: Brief) -> Brief:
    """Return the brief with everything that is in the person's words as it may be read."""
    write = hidden.out_of
    return replace(
        brief,
        # it quotes what they told
        consent=replace(brief.consent, wording=write(brief.consent.wording)),
        firm=tuple(replace(fact, said=write(fact.said) if fact.said else None) for fact in brief.firm),
        need=write(brief.need) if brief.need else None,
        barriers=tuple(replace(one, words=write(one.words)) for one in brief.barriers),
        open_questions=tuple(map(write, brief.open_questions)),
        transcript=rewritten(brief.transcript, write),
    )


_FIELDS = {
    Part.NEED: ("wants", "open_questions"),
    Part.BARRIERS: ("barriers",),
    Part.SHOWN: ("shown", "rejected"),
    Part.CONVERSATION: ("transcript",),
}


def _firm(content: dict[str, Any]) -> tuple[Fact, ...]:
    profile = dict(content.get("profile") or {})
    said = profile.pop("own_words", {})
    read_as = {line["label"]: line["words"] for line in content.get("profile_lines") or ()}
    return tuple(
        Fact(field, value, label, read_as.get(label) or plain(value), said.get(field) or None)
        for field, value in profile.items()
        for label in (firm_label(field),)
    )


def _programmes(content: Any) -> tuple[Shown, ...]:
    return tuple(
        Shown(one["id"], one.get("name") or one["id"], one.get("version") or "", one.get("last_known"))
        for one in content or ()
    )
