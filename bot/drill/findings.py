"""What is wrong with a run, and how the rules of the oracle look through what was written in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.drill.evidence import Evidence
from knowledge.storage.witness import Event


class Count(StrEnum):
    """What a finding counts as."""

    LOST = "lost"
    DOUBLED = "doubled"
    SPOKE = "spoke_while_owned"


@dataclass(frozen=True)
class Finding:
    """Something that must not be; `what` says which rule was broken, `where` by what."""

    count: Count
    what: str
    where: str


def written(evidence: Evidence, what: str) -> Iterator[Event]:
    """Return what was written of one kind, in order."""
    return (event for event in evidence.events if event.what == what)


def epoch(evidence: Evidence, event: Event) -> int:
    """Return how often the conversation had been erased: what comes late may then be new again."""
    erasures = written(evidence, "erased")
    return sum(e.conversation == event.conversation and e.n < event.n for e in erasures)


def erased_after(evidence: Evidence, event: Event) -> bool:
    """Was the conversation erased later?"""
    return any(e.conversation == event.conversation and e.n > event.n for e in written(evidence, "erased"))


def at(event: Event) -> str:
    """Return where something was written."""
    return f"{event.conversation}/{event.key} ({event.n})"
