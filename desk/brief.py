"""The brief: one page that spares the broker the first half hour, and the transcript after it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from desk.cases import Case, Consent, Part, Person, Why
from desk.figures import MONEY
from desk.hidden import Hidden, Unsaid
from desk.transcript import Line, rewritten
from desk.words import firm_label, plain
from knowledge.records import Hub

VERSION = 1
TELLS_LANGUAGE = frozenset({Part.CONTACT, Part.CONVERSATION})  # how to answer them, and what they wrote
# facts that say what is wanted rather than whose firm it is
OF_THE_NEED = frozenset({"amount", "project_cost", "technologies", "readiness", "can_match", "has_partner"})
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
class TurnedDown(Shown):
    """A programme that the person did not want, and the words in which they said so, if these are kept."""

    words: str | None = None


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

    `reason`, the front door with its `route`, `channel`, `promised` and the reference always go, which the
    wording of each consent says.
    `team` is None where the front door has no teams. `language` is the one in which they last wrote, None
    when none but English was recognised. `aim` is the intent of the need that they told last.
    """

    reference: str
    opened: datetime
    channel: str
    reason: Why
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
    rejected: tuple[TurnedDown, ...] = ()
    open_questions: tuple[str, ...] = ()
    transcript: tuple[Line, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    promised: str | None = None
    team: Assigned | None = None
    language: str | None = None
    aim: str | None = None

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
            "aim": self.aim,
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

    def within(self, consent: Consent) -> "Brief":
        """Return the brief as far as this consent goes, which is no further than the one before."""
        return _within_consent(replace(self, consent=consent))

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Brief":
        """Read what `pack` wrote."""
        consent = Consent.unpack(content["consent"])
        return cls(
            reference=content["reference"],
            opened=datetime.fromisoformat(content["opened"]),
            channel=content["channel"],
            reason=Why.of(content["reason"], consent.fields),
            hub_id=content["hub"]["id"],
            hub_name=content["hub"]["name"],
            route=content["hub"]["because"],
            person=Person.unpack(content["person"]),
            consent=consent,
            firm=tuple(Fact(**fact) for fact in content["firm"]),
            need=content["need"],
            wants=tuple(content["wants"]),
            barriers=tuple(Holding(**barrier) for barrier in content["barriers"]),
            shown=tuple(Shown(**one) for one in content["shown"]),
            rejected=tuple(TurnedDown(**one) for one in content["rejected"]),
            open_questions=tuple(content["open_questions"]),
            transcript=tuple(Line.unpack(line) for line in content["transcript"]),
            # briefs of before these were added have none of them
            ruled_out=tuple(RuledOut(**one) for one in content.get("ruled_out") or ()),
            promised=content.get("promised"),
            team=Assigned.unpack(team) if (team := content.get("team")) else None,
            language=content.get("language"),
            aim=content.get("aim"),
        )


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a packed brief, as it is published."""
    described: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return described


def build(
    case: Case,
    hub: Hub,
    content: dict[str, Any],
    said: tuple[Line, ...],
    left_out: dict[str, Any] | None = None,
) -> Brief:
    """Return the brief of a case from what the assistant noted and what was said, within the consent.

    Contacts are taken out of everything in the person's own words: the one that was agreed to stands apart.
    So are the names and figures that they left out, wherever they told them; `left_out` are facts
    as a firm is packed, only to be looked for.
    """
    whole = Brief(
        case.reference,
        case.opened,
        case.channel,
        case.why,
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
        rejected=tuple(_turned_down(content.get("rejected"))),
        open_questions=tuple(content.get("open_questions") or ()),
        transcript=said,
        ruled_out=tuple(RuledOut(**one) for one in content.get("ruled_out") or ()),
        promised=content.get("promised") or None,
        language=content.get("language") or None,
        aim=content.get("aim") or None,
    )
    return _within_consent(whole, _firm({"profile": left_out}))


def _within_consent(brief: Brief, never_told: tuple[Fact, ...] = ()) -> Brief:
    agreed = brief.consent.fields
    left_out: dict[str, Any] = {}
    for part, fields in _FIELDS.items():
        if part not in agreed:
            left_out |= dict.fromkeys(fields, ())
    if Part.NEED not in agreed:
        left_out |= {"need": None, "aim": None}
    if agreed.isdisjoint(TELLS_LANGUAGE):
        left_out["language"] = None
    facts = () if Part.FIRM not in agreed else brief.firm
    left_out["firm"] = tuple(fact for fact in facts if fact.field not in brief.consent.left_out)
    if not {Part.FIRM, Part.NEED} <= agreed:  # a rule that shuts a firm out tells of both
        left_out["ruled_out"] = ()
    left_out["reason"] = Why.of(brief.reason, agreed)
    agreed_to = replace(brief, person=brief.person.within(brief.consent), **left_out)
    return _without(_hidden(brief, never_told), agreed_to)


def _hidden(brief: Brief, never_told: tuple[Fact, ...]) -> Hidden:
    """Return what must not be read: looked for in all that was said, also where it is not passed on.

    `never_told` are facts that are no part of the brief at all.
    """
    facts = (fact.said for fact in brief.firm)
    turned_down = (one.words for one in brief.rejected)
    words = chain((brief.need,), facts, (one.words for one in brief.barriers), turned_down)
    texts = (text for text in words if text)
    unsaid = _unsaid(brief.consent, (*brief.firm, *never_told))
    return Hidden.of(brief.consent.fields, brief.person, brief.transcript, texts, unsaid)


def _unsaid(consent: Consent, facts: Iterable[Fact]) -> Unsaid:
    of_firm = Part.FIRM in consent.fields
    gone = [
        one for one in facts if one.field in consent.left_out or not (of_firm or one.field in OF_THE_NEED)
    ]
    said = tuple(one.said for one in gone if one.said)
    money = [one for one in gone if one.field in MONEY]
    return Unsaid(consent.left_out, said, (*(one.value for one in money), *(one.said for one in money)))


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
        rejected=tuple(replace(one, words=write(one.words) if one.words else None) for one in brief.rejected),
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


def _turned_down(content: Any) -> Iterator[TurnedDown]:
    for shown, one in zip(_programmes(content), content or (), strict=True):
        yield TurnedDown(**vars(shown), words=one.get("words") or None)
