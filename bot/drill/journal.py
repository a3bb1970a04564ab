"""What the people outside know: what they sent, what was confirmed to them, what they must send again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SENT = ("sending", "typing", "trying")


@dataclass
class Person:
    """One person's browser: its conversation, what it sent, what it got an answer to."""

    conversation: str | None = None
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    reported: list[tuple[str, str]] = field(default_factory=list)

    def unanswered(self) -> list[dict[str, Any]]:
        """Return what it goes on sending."""
        done = self.answered | self.refused
        return [message for key, message in self.sent.items() if key not in done]


@dataclass
class Broker:
    """One broker's browser: what was typed, and what the console has confirmed."""

    typed: dict[str, dict[str, Any]] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    changes: list[tuple[str, str]] = field(default_factory=list)
    tried: list[tuple[str, str, str]] = field(default_factory=list)

    def unconfirmed(self) -> list[dict[str, Any]]:
        """Return the messages that the broker does not know to have arrived."""
        done = self.confirmed | self.refused
        return [message for key, message in self.typed.items() if key not in done]


@dataclass
class Journal:
    """Everybody outside, by name; `rested` is when the desk looked for the last time."""

    people: dict[str, Person] = field(default_factory=dict)
    brokers: dict[str, Broker] = field(default_factory=dict)
    rested: datetime | None = None

    def person(self, name: str) -> Person:
        """Return a person."""
        return self.people.setdefault(name, Person())

    def broker(self, name: str) -> Broker:
        """Return a broker."""
        return self.brokers.setdefault(name, Broker())

    def note(self, who: str, news: Iterable[Mapping[str, Any]], answers_arrive: bool = True) -> None:
        """Take in what a process told; where answers do not arrive, only what was sent."""
        for line in news:
            for kind, content in line.items():
                if kind in _NOTES and (answers_arrive or kind in SENT):
                    _NOTES[kind](self, who, content)


def _sending(journal: Journal, who: str, message: dict[str, Any]) -> None:
    journal.person(who).sent.setdefault(message["key"], message)


def _conversation(journal: Journal, who: str, conversation: str) -> None:
    person = journal.person(who)
    person.conversation = person.conversation or conversation  # of two that were opened, the first


def _answered(journal: Journal, who: str, key: str) -> None:
    journal.person(who).answered.add(key)


def _refused(journal: Journal, who: str, key: str) -> None:
    journal.person(who).refused.add(key)


def _erased(journal: Journal, who: str, conversation: str) -> None:
    journal.person(who).erased.add(conversation)


def _reported(journal: Journal, who: str, fates: list[list[str]]) -> None:
    journal.person(who).reported += [(name, state) for name, state in fates]


def _typing(journal: Journal, who: str, message: dict[str, Any]) -> None:
    journal.broker(who).typed.setdefault(message["key"], message)


def _confirmed(journal: Journal, who: str, key: str) -> None:
    journal.broker(who).confirmed.add(key)


def _not_taken(journal: Journal, who: str, key: str) -> None:
    journal.broker(who).refused.add(key)


def _trying(journal: Journal, who: str, act: list[str]) -> None:
    journal.broker(who).tried.append((act[0], act[1], act[2]))


def _rested(journal: Journal, _who: str, at: str) -> None:
    journal.rested = datetime.fromisoformat(at)


def _changed(journal: Journal, who: str, change: list[str]) -> None:
    journal.broker(who).changes.append((change[0], change[1]))


_NOTES: dict[str, Callable[[Journal, str, Any], None]] = {
    "sending": _sending,
    "conversation": _conversation,
    "answered": _answered,
    "refused": _refused,
    "erased": _erased,
    "reported": _reported,
    "typing": _typing,
    "confirmed": _confirmed,
    "not_taken": _not_taken,
    "trying": _trying,
    "rested": _rested,
    "changed": _changed,
}
