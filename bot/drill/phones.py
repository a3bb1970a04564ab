"""Judges what came to telephones: every line, in order, once unless nobody could know that it had arrived."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.drill.evidence import Brought, Evidence
from bot.drill.findings import Count, Finding, at, written
from bot.drill.meta import LASTING
from bot.drill.steps import Receiver
from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import KNOCK, ORDER, Arrived, Part
from knowledge.storage.outbox import Delivery, Sender

A_DAY = timedelta(days=1)
NO_ADDRESS, ERASING = "no_address", "erasing"
NEVER = sys.maxsize
PEOPLE = 2  # as many lines as can be under way at once when who brings them is stopped
GIVEN_UP_FOR = frozenset({WINDOW_CLOSED, f"graph_{LASTING}"})  # the person was silent; Meta will not have it


def where(one: Brought) -> str:
    """Return which message came to a telephone, and how much had been written by then."""
    return f"{one.part.mark} ({one.seen})"


def _noted(evidence: Evidence) -> dict[str, int]:
    return {event.content["name"]: event.n for event in written(evidence, "taken")}


def _taken_back(evidence: Evidence) -> dict[str, int]:
    """When each message was to be brought again first: with those before it, it may be noted so once more."""
    back: dict[str, int] = {}
    for event in written(evidence, "taken_back"):
        back.setdefault(event.content["name"], event.n)
    return back


def once(evidence: Evidence) -> Iterator[Finding]:
    """What is noted as brought is not brought again; what nobody could note may be, as often as that was so.

    Nobody could: the answer was lost, or who brought it was stopped there. And who was held up on the very
    way to the channel brings what another has brought meanwhile.
    """
    noted, back = _noted(evidence), _taken_back(evidence)
    held = Counter(evidence.held)
    before: dict[Part, list[Brought]] = defaultdict(list)
    again = 0
    for one in evidence.brought:
        earlier = before[one.part] if one.part.number != KNOCK else []
        if any(noted.get(other.name, NEVER) <= one.seen < back.get(other.name, NEVER) for other in earlier):
            if not held[one.part.mark]:
                yield Finding(Count.DOUBLED, "a message that was brought twice", where(one))
            held[one.part.mark] -= 1
        elif earlier and earlier[-1].mood == Receiver.FINE and earlier[-1].name not in back:
            again += 1
        before[one.part].append(one)
    strays = [one for one in evidence.brought if one.name not in noted and one.mood == Receiver.FINE]
    if max(again, len(strays)) > evidence.accidents * PEOPLE:
        yield Finding(Count.DOUBLED, "messages that were taken and not noted", where(strays[0]))


def all_of_it(evidence: Evidence) -> Iterator[Finding]:
    """Each line comes to the telephone, and what is noted as taken has come there."""
    came = {one.name for one in evidence.brought}
    for event in written(evidence, "taken"):
        if event.content["name"] not in came:
            yield Finding(Count.LOST, "a message that was noted and never came", at(event))
    asked_to = [event for event in written(evidence, "understood") if event.content["kind"] == ERASING]
    farewells = {(event.conversation, event.key) for event in asked_to}
    noted = {event.key for event in written(evidence, "taken")}
    on_phones = {row["id"] for row in evidence.standing["conversations"] if row["channel"] == "whatsapp"}
    parts = {
        row["entry_id"] for row in evidence.standing["channel_messages"] if row["state"] != Arrived.FAILED
    }
    for row in evidence.standing["outbox"]:
        if row["conversation_id"] not in on_phones or row["sender"] == Sender.PERSON:
            continue
        given_up = row["delivery"] == Delivery.DEAD and row["error"] in GIVEN_UP_FOR
        its = row["conversation_id"], row["in_reply_to"]
        if row["error"] == NO_ADDRESS and its in farewells and row["id"] in noted:
            continue  # it was brought, failed later, and where they are was deleted as they had asked
        if not given_up and (row["delivery"] != Delivery.SENT or row["id"] not in parts):
            yield Finding(Count.LOST, f"a line that is {row['delivery']}: {row['error']}", row["id"])


def in_order(evidence: Evidence) -> Iterator[Finding]:
    """The lines of a conversation come in order, with their parts; one that has failed comes again later."""
    lines = {event.key: event for event in written(evidence, "taken")}
    failed = {event.key for event in written(evidence, "taken_back")}
    furthest: dict[str, tuple[int, int]] = {}
    come: set[Part] = set()
    for one in evidence.brought:
        line = lines.get(one.part.entry_id)
        if line is None or one.part in come or one.part.number == KNOCK or line.key in failed:
            continue
        come.add(one.part)
        its = line.content["seq"], one.part.number
        if its < furthest.get(line.conversation, its):
            yield Finding(Count.LOST, "a line that was overtaken", where(one))
        furthest[line.conversation] = its


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
    """Nobody who has been silent for a day is written to, but by the template that was approved.

    When a message was sent is known if it was noted upon the answer, and not only upon a report.
    """
    if evidence.accidents:
        return  # who was stopped for long has asked before
    told_later = {one.name for one in evidence.brought if one.mood != Receiver.FINE}
    for event in written(evidence, "taken"):
        moments = (event.content["at"], event.content["since"])
        sent, since = (datetime.fromisoformat(moment) for moment in moments)
        is_known = event.content["part"] != KNOCK and event.content["name"] not in told_later
        if is_known and sent - since >= A_DAY:
            yield Finding(Count.LOST, "a message outside the day in which one is allowed", at(event))
