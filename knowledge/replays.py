"""An earlier answer beside the records as they were then, and what differs in them today."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.dossier import day_of
from knowledge.packing import differing
from knowledge.replies import Card
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.outbox import Entry
from knowledge.storage.record_versions import Key, RecordVersion
from knowledge.wording import say

KINDS = {
    "programme": "programmes",
    "event": "events",
    "case_study": "case_studies",
    "hub": "hubs",
    "urgent_help": "urgent_help",
    "step": "steps",
}

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Replayed:
    """One card, its record as it was when it was shown, and as it is now.

    `then` is None where that version is not kept, `now` where the record is gone. `changes` are the fields
    that differ, with what stood there and what stands there now.
    """

    card: Card
    then: RecordVersion | None
    now: Content | None
    changes: tuple[tuple[str, Any, Any], ...] = ()


def replay(entry: Entry, knowledge: KnowledgeBase) -> list[Replayed]:
    """Return what one answer showed, card by card; what is no record of ours is left out."""
    cards = [card for card in entry.shown.cards if card.kind in KINDS]
    kept = knowledge.versions.several(map(_key, cards))
    now = {kind: getattr(knowledge, kind).stored() for kind in {KINDS[card.kind] for card in cards}}
    return [replayed(card, kept.get(_key(card)), now[KINDS[card.kind]].get(card.id)) for card in cards]


def replayed(card: Card, then: RecordVersion | None, now: Content | None) -> Replayed:
    """Hold a record as it was against the same record as it is."""
    if then is None or now is None:
        return Replayed(card, then, now)
    return Replayed(card, then, now, differing(fields(then.content), fields(now)))


def fields(content: Content, before: str = "") -> dict[str, Any]:
    """Return a record with every field under its whole name, for example `eligibility.employees.max`."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        whole = f"{before}{name}"
        found |= fields(value, f"{whole}.") if isinstance(value, dict) else {whole: value}
    return found


def told(entry: Entry, records: Iterable[Replayed]) -> Iterator[str]:
    """Yield the lines that show a replay."""
    yield say("utter_replay_heading", seq=entry.seq, at=f"{entry.said_at:%Y-%m-%d %H:%M}")
    yield entry.shown.text
    for one in records:
        yield ""
        yield from _told(one)


def _told(one: Replayed) -> Iterator[str]:
    card = one.card
    yield say("utter_replay_card", kind=card.kind, id=card.id, title=card.title)
    yield from (f"  {line}" for line in _as_shown(card))
    if one.then is None:
        version = card.version or say("utter_replay_no_version")
        yield f"  {say('utter_replay_not_kept', version=version)}"
    else:
        since = day_of(one.then.first_seen.date())
        yield f"  {say('utter_replay_version', version=one.then.version, day=since)}"
        yield from (f"    {name}: {_value(value)}" for name, value in fields(one.then.content).items())
    yield from (f"  {line}" for line in _today(one))


def _as_shown(card: Card) -> Iterator[str]:
    """Yield what stood on the card, to the letter."""
    yield from filter(None, (card.badge, card.text))
    yield from (f"{label}: {text}" for label, text in card.lines)
    yield from (" | ".join(row) for row in card.table)
    if card.url:
        yield card.url


def _today(one: Replayed) -> Iterator[str]:
    if one.now is None:
        yield say("utter_replay_gone")
    elif one.then is not None and not one.changes:
        yield say("utter_replay_same")
    elif one.then is not None:
        yield say("utter_replay_differs")
        for name, old, new in one.changes:
            yield f"  {name}: {_value(old)} -> {_value(new)}"


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(card: Card) -> Key:
    return KINDS[card.kind], card.id, card.version
