"""Judges what the desk has told a person in its own name: each thing once, and nothing left out."""

from collections import Counter
from collections.abc import Iterator

from bot.drill.evidence import Evidence
from bot.drill.findings import Count, Finding, at, epoch, written
from bot.drill.people import ASKED_OF_DESK, label_of
from bot.drill.steps import Doing
from desk.casebook import PERSON
from desk.states import Change
from knowledge.storage.outbox import Kind, Sender
from knowledge.storage.witness import Event

TOLD = frozenset(
    {
        Change.CLAIM,
        Change.RETURN,
        Change.RELEASE,
        Change.CLOSE,
        Change.PASS_ON,
        Change.EXPIRE,
        Change.LAPSE,
        Change.REMIND,
        Change.TRANSFER,
    }
)
UNTOLD_WHY = frozenset({"taken_over", "passed_on"})  # the person is told of who has it then


def changes(evidence: Evidence) -> Iterator[Finding]:
    """The person is told once of each change that concerns them, and asked once how it went."""
    ended = {e.conversation: e.n for e in written(evidence, "ended")}
    told: Counter[str] = Counter()
    for event in evidence.events:
        if event.what == "said" and _unasked(event) and not _is_question(event):
            told[event.conversation] += 1
        elif event.what == "asked" or (
            event.what == "changed"
            and _concerns(event)
            and event.n < ended.get(event.conversation, event.n + 1)
        ):
            told[event.conversation] -= 1
    for conversation, difference in told.items():
        if difference:
            count = Count.DOUBLED if difference > 0 else Count.LOST
            yield Finding(count, f"changes told {difference:+d} times too often", conversation)


def questions(evidence: Evidence) -> Iterator[Finding]:
    """A broker who asks once whether another front door may have a case is heard once."""
    conversations = {case["id"]: case["conversation_id"] for case in evidence.standing["cases"]}
    tried: dict[str, set[str]] = {}
    for broker in evidence.journal.brokers.values():
        for doing, case, key in broker.tried:
            if doing == Doing.ASKS_FOR_HUB:
                tried.setdefault(conversations[case], set()).add(key)
    asked = Counter(e.conversation for e in written(evidence, "said") if _is_question(e))
    for conversation, many in asked.items():
        if many > len(tried.get(conversation, ())):
            yield Finding(Count.DOUBLED, "a question that was asked twice", conversation)


def afterwards(evidence: Evidence) -> Iterator[Finding]:
    """Each question how it went is put once, and noted as put."""
    asked = Counter((e.conversation, e.key) for e in written(evidence, "followed_up"))
    noted = Counter(conversation for conversation, _ in asked)
    lines = [e for e in written(evidence, "said") if e.content["kind"] == Kind.FOLLOW_UP and e.key is None]
    put = Counter(e.conversation for e in lines)
    for conversation in put | noted:
        if put[conversation] > noted[conversation]:
            yield Finding(Count.DOUBLED, "a question how it went that was asked twice", conversation)
        if put[conversation] < noted[conversation]:
            yield Finding(Count.LOST, "a question how it went that was noted and not asked", conversation)


def answers(evidence: Evidence) -> Iterator[Finding]:
    """What a person presses of the desk's own buttons is answered by the desk once."""
    said = [e for e in written(evidence, "said") if e.content["sender"] == Sender.SYSTEM and e.key]
    told = Counter((e.conversation, e.key, e.content["text"], epoch(evidence, e)) for e in said)
    for key, many in told.items():
        if many > 1:
            yield Finding(Count.DOUBLED, "a press that was answered twice", "/".join(map(str, key)))
    answered = {(e.conversation, e.key) for e in said}
    for event in _pressed(evidence):
        if (event.conversation, event.key) not in answered:
            yield Finding(Count.LOST, "a press that the desk has not answered", at(event))


def _pressed(evidence: Evidence) -> Iterator[Event]:
    """Yield what was pressed where nothing was ever erased, which takes the meaning of a button with it."""
    erased = {e.conversation for e in written(evidence, "erased")}
    pressed = {
        key
        for person in evidence.journal.people.values()
        for key, message in person.sent.items()
        if message["means"] in ASKED_OF_DESK
    }
    return (e for e in written(evidence, "received") if e.key in pressed and e.conversation not in erased)


def _unasked(event: Event) -> bool:
    by_itself = event.content["sender"] == Sender.SYSTEM and event.key is None
    return by_itself and event.content["kind"] != Kind.FOLLOW_UP


def _is_question(event: Event) -> bool:
    labels = {one["label"] for one in event.content["choices"] or ()}
    return _unasked(event) and label_of(Doing.ALLOWS) in labels


def _concerns(event: Event) -> bool:
    change, why, who = (event.content[name] for name in ("change", "why", "who"))
    by_word = change == Change.TRANSFER and who == PERSON  # which is answered, as any press is
    return change in TOLD and why not in UNTOLD_WHY and not by_word
