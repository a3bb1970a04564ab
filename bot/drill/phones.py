"""Judges what came to telephones: every line, in order, once unless nobody could know that it had arrived."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.drill.evidence import Evidence
from bot.drill.findings import Count, Finding, at, written
from bot.drill.meta import LASTING
from bot.drill.steps import Receiver
from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import KNOCK, ORDER, Arrived
from knowledge.storage.outbox import Delivery, Sender

A_DAY = timedelta(days=1)
PEOPLE = 2  # as many lines as can be under way at once when who brings them is stopped
GIVEN_UP_FOR = frozenset({WINDOW_CLOSED, f"graph_{LASTING}"})  # the person was silent; Meta will not have it


def once(evidence: Evidence) -> Iterator[Finding]:
    """What Meta has confirmed is not brought again, unless it said later that it has failed."""
    there: set[tuple[str | None, int]] = set()
    for event in evidence.events:
        part = event.key, event.content.get("part", 0)
        if event.what == "taken" and event.content["part"] != KNOCK:
            if part in there:
                yield Finding(Count.DOUBLED, "a message that was brought twice", at(event))
            there.add(part)
        if event.what == "taken_back":
            there.discard(part)
    known = {event.content["name"] for event in written(evidence, "taken")}
    strays = [one for one in evidence.brought if one.name not in known and one.mood == Receiver.FINE]
    if len(strays) > evidence.accidents * PEOPLE:
        yield Finding(Count.DOUBLED, "a message that was taken and not noted", strays[0].name)


def all_of_it(evidence: Evidence) -> Iterator[Finding]:
    """Each line comes to the telephone, and what is noted as taken has come there."""
    came = {one.name for one in evidence.brought}
    for event in written(evidence, "taken"):
        if event.content["name"] not in came:
            yield Finding(Count.LOST, "a message that was noted and never came", at(event))
    on_phones = {row["id"] for row in evidence.standing["conversations"] if row["channel"] == "whatsapp"}
    parts = {
        row["entry_id"] for row in evidence.standing["channel_messages"] if row["state"] != Arrived.FAILED
    }
    for row in evidence.standing["outbox"]:
        if row["conversation_id"] not in on_phones or row["sender"] == Sender.PERSON:
            continue
        given_up = row["delivery"] == Delivery.DEAD and row["error"] in GIVEN_UP_FOR
        if not given_up and (row["delivery"] != Delivery.SENT or row["id"] not in parts):
            yield Finding(Count.LOST, f"a line that is {row['delivery']}: {row['error']}", row["id"])


def in_order(evidence: Evidence) -> Iterator[Finding]:
    """The lines of a conversation come in order; one that has failed comes again later."""
    last: dict[str, int] = defaultdict(int)
    failed = {event.key for event in written(evidence, "taken_back")}
    for event in written(evidence, "taken"):
        if event.content["part"] == KNOCK or event.key in failed:
            continue
        if event.content["seq"] < last[event.conversation]:
            yield Finding(Count.LOST, "a line that was overtaken", at(event))
        last[event.conversation] = event.content["seq"]


def reported(evidence: Evidence) -> Iterator[Finding]:
    """What Meta has told of a message stays known, and older news does not undo it."""
    told = [one for person in evidence.journal.people.values() for one in person.reported]
    furthest = Counter({name: 0 for name, _ in told})
    for name, state in told:
        furthest[name] = max(furthest[name], ORDER.index(Arrived(state)))
    for row in evidence.standing["channel_messages"]:
        if ORDER.index(Arrived(row["state"])) < furthest[row["id"]]:
            yield Finding(Count.LOST, "a report that was forgotten", row["id"])


def allowed(evidence: Evidence) -> Iterator[Finding]:
    """Nobody who has been silent for a day is written to, but by the template that was approved."""
    if evidence.accidents:
        return  # who was stopped for long has asked before
    for event in written(evidence, "taken"):
        moments = (event.content["at"], event.content["since"])
        sent, since = (datetime.fromisoformat(moment) for moment in moments)
        if event.content["part"] != KNOCK and sent - since >= A_DAY:
            yield Finding(Count.LOST, "a message outside the day in which one is allowed", at(event))
