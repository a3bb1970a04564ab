"""Judges a run by what it left behind: what was lost, what was done or told twice, when the bot spoke."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from bot.drill import phones, places, told
from bot.drill.engine import AGREED
from bot.drill.evidence import Evidence, Row
from bot.drill.findings import Count, Finding, at, epoch, erased_after, written
from bot.drill.meta import KNOCKS
from desk.cases import HANDED_TO
from desk.states import AFTER, IN_HAND, Change, State
from knowledge.storage.conversations import Owner
from knowledge.storage.errands import Progress
from knowledge.storage.inbox import State as Received
from knowledge.storage.outbox import Kind as Line
from knowledge.storage.outbox import Sender
from knowledge.storage.witness import Event
from knowledge.wording import say


def judge(evidence: Evidence) -> list[Finding]:
    """Return everything that is wrong with a run."""
    return [finding for rule in RULES for finding in rule(evidence)]


def agreements(evidence: Evidence) -> Iterator[Finding]:
    """Who agreed has exactly one case, unless they had everything deleted."""
    opened = Counter((e.conversation, e.content["message"]) for e in written(evidence, "opened"))
    agreed = {
        (e.conversation, e.key): e for e in written(evidence, "understood") if e.content["kind"] == AGREED
    }
    for key, event in agreed.items():
        if opened[key] == 0 and not erased_after(evidence, event):
            yield Finding(Count.LOST, "an agreement without a case", at(event))
    for key, many in opened.items():
        if many > 1 or key not in agreed:
            yield Finding(
                Count.DOUBLED, "a case that nobody agreed to, or a second one", "/".join(map(str, key))
            )


def messages(evidence: Evidence) -> Iterator[Finding]:
    """What was confirmed to a person was received, and is answered or was there for a broker to read."""
    received = {(e.conversation, e.key): e for e in written(evidence, "received")}
    heard = {e.key for e in received.values()}
    for person in evidence.journal.people.values():
        for key in person.answered:
            if key not in heard and person.sent[key]["means"] != KNOCKS:
                yield Finding(Count.LOST, "a message that was confirmed and never stored", str(key))
    for event in received.values():
        if not _is_settled(evidence, event) and not erased_after(evidence, event):
            yield Finding(Count.LOST, "a message that nobody answers", at(event))


def settled_once(evidence: Evidence) -> Iterator[Finding]:
    """No message is answered twice."""
    many = Counter((e.conversation, e.key, epoch(evidence, e)) for e in written(evidence, "settled"))
    for key, times in many.items():
        if times > 1:
            yield Finding(Count.DOUBLED, "a message that was answered twice", "/".join(map(str, key)))


def lines(evidence: Evidence) -> Iterator[Finding]:
    """Nothing is told twice, and the numbers of a transcript have no gap."""
    said = list(written(evidence, "said"))
    spoken = Counter((e.conversation, _line(e), epoch(evidence, e)) for e in said if _line(e) is not None)
    for key, times in spoken.items():
        if times > 1:
            yield Finding(Count.DOUBLED, "a line that was told twice", str(key))
    last: dict[str, int] = {}
    for event in said:
        if event.content["seq"] != last.get(event.conversation, 0) + 1:
            yield Finding(Count.LOST, "a gap in a transcript", at(event))
        last[event.conversation] = event.content["seq"]


def silence(evidence: Evidence) -> Iterator[Finding]:
    """The bot says nothing while a broker has the person in hand."""
    for event in written(evidence, "said"):
        owned = event.content["owner"] == Owner.BROKER or event.content["in_hand"]
        if event.content["sender"] == Sender.BOT and owned:
            yield Finding(Count.SPOKE, "the bot spoke while a broker had the conversation", at(event))


def audits(evidence: Evidence) -> Iterator[Finding]:
    """The changes of each case are lawful and lead to where it stands."""
    for case in evidence.standing["cases"]:
        changes = [e.content for e in written(evidence, "changed") if e.key == case["id"]]
        if [one["seq"] for one in changes] != list(range(1, len(changes) + 1)) or not _is_lawful(
            changes, case
        ):
            yield Finding(Count.LOST, "a case whose audit does not lead to its state", case["id"])


def hands(evidence: Evidence) -> Iterator[Finding]:
    """A conversation is a broker's with a case of it in hand, else the queue's if one waits, or the bot's."""
    states: dict[str, set[str]] = defaultdict(set)
    for case in evidence.standing["cases"]:
        states[case["conversation_id"]].add(case["state"])
    for row in evidence.standing["conversations"]:
        if row["ended"] is None and row["owner"] != _owner(states[row["id"]]):
            yield Finding(Count.LOST, f"a conversation that is the {row['owner']}'s by mistake", row["id"])


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
    said = {e.key for e in written(evidence, "said") if e.content["sender"] == Sender.BROKER}
    changes = list(written(evidence, "changed"))
    changed = {(e.content["change"], e.key, e.content["who"]) for e in changes}
    # who claims what a colleague has put into their hands is told that they have it
    changed |= {(e.content["change"], e.key, e.content["why"].removeprefix(HANDED_TO)) for e in changes}
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
    told.changes,
    told.questions,
    told.answers,
    told.afterwards,
    places.chain,
    places.by_whose_word,
    places.in_time,
    places.promised,
    places.deliveries,
    phones.once,
    phones.all_of_it,
    phones.in_order,
    phones.reported,
    phones.allowed,
    at_rest,
    confirmed,
    erased,
)


def _owner(states: set[str]) -> Owner:
    if states & IN_HAND:
        return Owner.BROKER
    return Owner.QUEUE if State.WAITING in states else Owner.BOT


def _is_settled(evidence: Evidence, received: Event) -> bool:
    its = received.conversation, received.key
    ends = [e for e in written(evidence, "settled") if (e.conversation, e.key) == its and e.n > received.n]
    if not ends:
        return False
    answers = [e for e in written(evidence, "said") if (e.conversation, e.key) == its and e.n > received.n]
    spoken = any(
        e.content["sender"] in (Sender.BOT, Sender.SYSTEM)
        and e.content["kind"] == Line.SAID
        and e.content["text"] != say("utter_gateway_first_words")
        for e in answers
    )
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
