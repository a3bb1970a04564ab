"""Judges a run by what it left behind: what was lost, what was done or told twice, when the bot spoke."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.drill.engine import AGREED
from bot.drill.evidence import Evidence, Row
from desk.states import AFTER, IN_HAND, Change, State
from knowledge.storage.conversations import Owner
from knowledge.storage.deliveries import Kind
from knowledge.storage.errands import Progress
from knowledge.storage.inbox import State as Received
from knowledge.storage.outbox import Kind as Line
from knowledge.storage.outbox import Sender
from knowledge.storage.witness import Event

UNTOLD_WHY = "taken_over"


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


def judge(evidence: Evidence) -> list[Finding]:
    """Return everything that is wrong with a run."""
    return [finding for rule in RULES for finding in rule(evidence)]


def agreements(evidence: Evidence) -> Iterator[Finding]:
    """Who agreed has exactly one case, unless they had everything deleted."""
    opened = Counter((e.conversation, e.content["message"]) for e in _what(evidence, "opened"))
    agreed = {
        (e.conversation, e.key): e for e in _what(evidence, "understood") if e.content["kind"] == AGREED
    }
    for key, event in agreed.items():
        if opened[key] == 0 and not _erased_after(evidence, event):
            yield Finding(Count.LOST, "an agreement without a case", _at(event))
    for key, many in opened.items():
        if many > 1 or key not in agreed:
            yield Finding(
                Count.DOUBLED, "a case that nobody agreed to, or a second one", "/".join(map(str, key))
            )


def messages(evidence: Evidence) -> Iterator[Finding]:
    """What was confirmed to a person was received, and is answered or was there for a broker to read."""
    received = {(e.conversation, e.key): e for e in _what(evidence, "received")}
    for person in evidence.journal.people.values():
        for key in person.answered:
            if (person.sent[key]["to"], key) not in received:
                yield Finding(Count.LOST, "a message that was confirmed and never stored", str(key))
    for event in received.values():
        if not _is_settled(evidence, event) and not _erased_after(evidence, event):
            yield Finding(Count.LOST, "a message that nobody answers", _at(event))


def settled_once(evidence: Evidence) -> Iterator[Finding]:
    """No message is answered twice."""
    many = Counter((e.conversation, e.key, _epoch(evidence, e)) for e in _what(evidence, "settled"))
    for key, times in many.items():
        if times > 1:
            yield Finding(Count.DOUBLED, "a message that was answered twice", "/".join(map(str, key)))


def lines(evidence: Evidence) -> Iterator[Finding]:
    """Nothing is told twice, and the numbers of a transcript have no gap."""
    said = list(_what(evidence, "said"))
    told = Counter((e.conversation, _line(e), _epoch(evidence, e)) for e in said if _line(e) is not None)
    for key, times in told.items():
        if times > 1:
            yield Finding(Count.DOUBLED, "a line that was told twice", str(key))
    last: dict[str, int] = {}
    for event in said:
        if event.content["seq"] != last.get(event.conversation, 0) + 1:
            yield Finding(Count.LOST, "a gap in a transcript", _at(event))
        last[event.conversation] = event.content["seq"]


def silence(evidence: Evidence) -> Iterator[Finding]:
    """The bot says nothing while a broker has the person in hand."""
    for event in _what(evidence, "said"):
        owned = event.content["owner"] == Owner.BROKER or event.content["in_hand"]
        if event.content["sender"] == Sender.BOT and owned:
            yield Finding(Count.SPOKE, "the bot spoke while a broker had the conversation", _at(event))


def audits(evidence: Evidence) -> Iterator[Finding]:
    """The changes of each case are lawful and lead to where it stands."""
    for case in evidence.standing["cases"]:
        changes = [e.content for e in _what(evidence, "changed") if e.key == case["id"]]
        if [one["seq"] for one in changes] != list(range(1, len(changes) + 1)) or not _is_lawful(
            changes, case
        ):
            yield Finding(Count.LOST, "a case whose audit does not lead to its state", case["id"])


def hands(evidence: Evidence) -> Iterator[Finding]:
    """A conversation is a broker's if and only if a broker has a case of it in hand."""
    in_hand = {case["conversation_id"] for case in evidence.standing["cases"] if case["state"] in IN_HAND}
    for row in evidence.standing["conversations"]:
        if row["ended"] is None and (row["owner"] == Owner.BROKER) != (row["id"] in in_hand):
            yield Finding(Count.LOST, "a conversation that is nobody's", row["id"])


def told_of_changes(evidence: Evidence) -> Iterator[Finding]:
    """The person is told once of each change that concerns them, and asked once how it went."""
    ended = {e.conversation: e.n for e in _what(evidence, "ended")}
    told: Counter[str] = Counter()
    for event in evidence.events:
        if event.what == "said" and event.content["sender"] == Sender.SYSTEM:
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


def deliveries(evidence: Evidence) -> Iterator[Finding]:
    """Each case has arrived, once; what was taken back was told to whoever had it."""
    got = Counter((kind, case) for kind, case, _ in {(a.kind, a.case, a.id) for a in evidence.arrived})
    for case in evidence.standing["cases"]:
        name = case["id"]
        if got[Kind.CASE, name] > 1 or got[Kind.WITHDRAWAL, name] > 1:
            yield Finding(Count.DOUBLED, "a case that was delivered under two ids", name)
        if case["erased"] is None and not got[Kind.CASE, name]:
            yield Finding(Count.LOST, "a case that never arrived", name)
        if case["erased"] is not None and got[Kind.CASE, name] and not got[Kind.WITHDRAWAL, name]:
            yield Finding(Count.LOST, "a withdrawal that never arrived", name)
    bodies = {(a.id, a.body) for a in evidence.arrived}
    for number, many in Counter(number for number, _ in bodies).items():
        if many > 1:
            yield Finding(Count.DOUBLED, "a delivery that changed on the way", number)


def at_rest(evidence: Evidence) -> Iterator[Finding]:
    """In the end nothing waits and nothing was given up."""
    for row in evidence.standing["deliveries"]:
        if row["state"] in (Progress.WAITING, Progress.DEAD):
            yield Finding(Count.LOST, f"a delivery that is {row['state']}", row["case_id"])
    for row in evidence.standing["inbox"]:
        if row["state"] != Received.ANSWERED:
            yield Finding(Count.LOST, f"a message that is {row['state']}", row["message_id"])


def confirmed(evidence: Evidence) -> Iterator[Finding]:
    """What the console confirmed to a broker has happened."""
    said = {e.key for e in _what(evidence, "said") if e.content["sender"] == Sender.BROKER}
    changed = {(e.content["change"], e.key, e.content["who"]) for e in _what(evidence, "changed")}
    for name, broker in evidence.journal.brokers.items():
        for key in broker.confirmed:
            if f"desk:{key}" not in said:
                yield Finding(Count.LOST, "a broker's message that was confirmed", key)
        for change, case in broker.changes:
            if (change, case, name) not in changed:
                yield Finding(Count.LOST, f"a broker's {change} that was confirmed", case)


def erased(evidence: Evidence) -> Iterator[Finding]:
    """Nothing is left of what a person was told is deleted."""
    for person in evidence.journal.people.values():
        for table in ("inbox", "outbox", "tracker_events"):
            name = "conversation" if table == "tracker_events" else "conversation_id"
            for left in {row[name] for row in evidence.standing[table]} & person.erased:
                yield Finding(Count.LOST, f"an erasure that was confirmed: {table}", left)


RULES: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    agreements,
    messages,
    settled_once,
    lines,
    silence,
    audits,
    hands,
    told_of_changes,
    deliveries,
    at_rest,
    confirmed,
    erased,
)


def _what(evidence: Evidence, what: str) -> Iterator[Event]:
    return (event for event in evidence.events if event.what == what)


def _epoch(evidence: Evidence, event: Event) -> int:
    """How often the conversation had been erased: what comes late may then be new again."""
    erasures = _what(evidence, "erased")
    return sum(e.conversation == event.conversation and e.n < event.n for e in erasures)


def _erased_after(evidence: Evidence, event: Event) -> bool:
    return any(e.conversation == event.conversation and e.n > event.n for e in _what(evidence, "erased"))


def _is_settled(evidence: Evidence, received: Event) -> bool:
    its = received.conversation, received.key
    ends = [e for e in _what(evidence, "settled") if (e.conversation, e.key) == its and e.n > received.n]
    if not ends:
        return False
    answers = [e for e in _what(evidence, "said") if (e.conversation, e.key) == its and e.n > received.n]
    spoken = any(e.content["sender"] == Sender.BOT and e.content["kind"] == Line.SAID for e in answers)
    return spoken or ends[-1].content["owner"] == Owner.BROKER


def _line(event: Event) -> tuple[object, ...] | None:
    """What makes a line the same as another; None for what is told of changes, which is counted."""
    content = event.content
    if content["sender"] == Sender.SYSTEM:
        return None
    if content["kind"] == Line.APOLOGY or content["sender"] != Sender.BOT:
        return content["sender"], content["kind"], event.key
    return content["sender"], event.key, content["text"]


def _is_lawful(changes: list[Row], case: Row) -> bool:
    state = changes[0]["after"] if changes else None
    for one in changes[1:]:
        allowed = AFTER[State(one["before"])]
        if one["before"] != state or allowed.get(Change(one["change"])) != one["after"]:
            return False
        state = one["after"]
    return bool(state == case["state"])


def _concerns(event: Event) -> bool:
    change, why = event.content["change"], event.content["why"]
    told = (Change.CLAIM, Change.RETURN, Change.RELEASE, Change.CLOSE)
    return change in told and why != UNTOLD_WHY


def _at(event: Event) -> str:
    return f"{event.conversation}/{event.key} ({event.n})"
