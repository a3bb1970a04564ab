"""Judges where cases have been: at which front door and team, by whose word, and what came there."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from bot.drill.desk import FOLLOWING, HUBS, PATIENCE, WITHIN
from bot.drill.evidence import Evidence, Place
from bot.drill.findings import Count, Finding, at, written
from bot.drill.steps import Doing
from desk.casebook import PERSON
from desk.states import IN_HAND, OPEN, Change, State
from knowledge.storage.deliveries import Kind
from knowledge.storage.errands import Progress

PROMISING = frozenset({Change.ASK_AGAIN, Change.TRANSFER, Change.LAPSE})
ANNOUNCED = frozenset({Kind.CASE, Kind.PASSED_ON})
NAMES = {hub.id: hub.name for hub in HUBS}


def chain(evidence: Evidence) -> Iterator[Finding]:
    """A request moves from team to team in order, and to another front door under a consent that names it."""
    for event in written(evidence, "moved"):
        moved = event.content
        if moved["hub"] == moved["from_hub"]:
            if FOLLOWING.get(moved["from_team"]) != moved["team"]:
                yield Finding(Count.LOST, "a request that went past a team", at(event))
        elif moved["recipient"] != NAMES[moved["hub"]] or NAMES[moved["hub"]] not in moved["wording"]:
            yield Finding(Count.LOST, "a case at a front door that the consent does not name", at(event))


def by_whose_word(evidence: Evidence) -> Iterator[Finding]:
    """A case goes to another front door by a word of the person, or of a broker who has heard it."""
    allowing = {
        key
        for person in evidence.journal.people.values()
        for key, message in person.sent.items()
        if message["means"] == Doing.ALLOWS
    }
    words: Counter[str] = Counter()
    heard = {(case, key) for _, case, key in _tried(evidence, Doing.TO_HUB)}
    by_brokers = Counter(case for case, _ in heard)
    for event in evidence.events:
        if event.what == "received" and event.key in allowing:
            words[event.conversation] += 1
        if event.what != "changed" or event.content["change"] != Change.TRANSFER:
            continue
        left, name = (
            (words, event.conversation) if event.content["who"] == PERSON else (by_brokers, event.key)
        )
        left[str(name)] -= 1
        if left[str(name)] < 0:
            yield Finding(Count.LOST, "a case that was passed on by nobody's word", at(event))


def in_time(evidence: Evidence) -> Iterator[Finding]:
    """In the end no request is with a team whose time is over, and none stands open that nobody touched."""
    rested, reminded = evidence.journal.rested, _reminded(evidence)
    for case in evidence.standing["cases"]:
        if rested is None or case["state"] not in (State.WAITING, State.RETURNED):
            continue
        still = rested - case["changed"]
        if case["state"] == State.WAITING and case["team"] in FOLLOWING and still > WITHIN:
            yield Finding(Count.LOST, "a request that nobody took up and that did not move on", case["id"])
        waits = case["state"] == State.WAITING and case["team"] is None and still > WITHIN
        if waits and case["id"] not in reminded:
            yield Finding(Count.LOST, "a request that nobody was reminded of", case["id"])
        if still > PATIENCE:
            yield Finding(Count.LOST, "a request that nobody ended", case["id"])


def _reminded(evidence: Evidence) -> set[str]:
    """Return the cases of which their front door was reminded since they began to wait."""
    reminded: set[str] = set()
    for event in written(evidence, "changed"):
        if event.content["change"] == Change.REMIND:
            reminded.add(str(event.key))
        elif event.content["change"] != Change.LAPSE:
            reminded.discard(str(event.key))
    return reminded


def promised(evidence: Evidence) -> Iterator[Finding]:
    """In the end nobody waits for an answer that should have come, without having been told so.

    Who talks to a broker about another request is told when that talk is over.
    """
    rested = evidence.journal.rested
    changes = ((e.key, e.content["change"]) for e in written(evidence, "changed"))
    last = {case: change for case, change in changes if change in PROMISING}
    cases = evidence.standing["cases"]
    talking = {case["conversation_id"] for case in cases if case["state"] in IN_HAND}
    for case in cases:
        waits = case["state"] == State.WAITING and case["answered_at"] is None
        by = case["answer_by"] if case["conversation_id"] not in talking else None
        if rested and by and waits and by < rested and last.get(case["id"]) != Change.LAPSE:
            yield Finding(Count.LOST, "a promise that was not kept, which nobody owned up to", case["id"])


def deliveries(evidence: Evidence) -> Iterator[Finding]:
    """By every way a case has come where it is now, as often as that; who had it knows when it has gone."""
    for way in evidence.ways:
        arrived = tuple(one for one in evidence.arrived if one.way is way)
        yield from _by_one_way(replace(evidence, arrived=arrived))
    bodies = {(a.id, a.body) for a in evidence.arrived}
    for number, many in Counter(number for number, _ in bodies).items():
        if many > 1:
            yield Finding(Count.DOUBLED, "a delivery that changed on the way", number)


def _by_one_way(evidence: Evidence) -> Iterator[Finding]:
    been, got, withdrawn = _been(evidence), _got(evidence), _withdrawn(evidence)
    over = _over_before_they_were_told(evidence)
    for case in evidence.standing["cases"]:
        name, here = case["id"], (case["hub_id"], case["team"])
        for place, numbers in got[name].items():
            if len(numbers) > been[name][place]:
                yield Finding(Count.DOUBLED, "a case that was delivered under two ids, or astray", name)
        if case["erased"] is None and name not in over and not got[name][here]:
            yield Finding(Count.LOST, "a case that never arrived", name)
        yield from _taken_back(name, case["erased"] is not None, been[name], got[name], withdrawn[name])


def _over_before_they_were_told(evidence: Evidence) -> set[str]:
    """Return the cases that ended while something about them was still to be told, which was called back."""
    recalled = {
        row["case_id"] for row in evidence.standing["deliveries"] if row["state"] == Progress.RECALLED
    }
    ended = {case["id"] for case in evidence.standing["cases"] if case["state"] not in OPEN}
    return recalled & ended


def _taken_back(
    name: str,
    erased: bool,
    been: Counter[Place],
    got: dict[Place, set[str]],
    withdrawn: dict[Place | None, set[str]],
) -> Iterator[Finding]:
    many = sum(map(len, withdrawn.values()))
    there = {place for place, numbers in got.items() if numbers}
    if erased and there and (not many or (None not in withdrawn and there - set(withdrawn))):
        yield Finding(Count.LOST, "a withdrawal that never arrived", name)
    if many > len(been) or any(len(numbers) > 1 for place, numbers in withdrawn.items() if place):
        yield Finding(Count.DOUBLED, "a withdrawal that was told twice", name)
    if any(place not in been for place in withdrawn if place):
        yield Finding(Count.LOST, "a withdrawal told to who never had the case", name)


def _been(evidence: Evidence) -> dict[str, Counter[Place]]:
    """How often each case came to each place."""
    been: dict[str, Counter[Place]] = defaultdict(Counter)
    for event in evidence.events:
        if event.what in ("opened", "moved"):
            been[str(event.key)][event.content["hub"], event.content["team"]] += 1
    return been


def _got(evidence: Evidence) -> dict[str, dict[Place, set[str]]]:
    got: dict[str, dict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in evidence.arrived:
        if one.kind in ANNOUNCED and one.to is not None:
            got[one.case][one.to].add(one.id)
    return got


def _withdrawn(evidence: Evidence) -> dict[str, dict[Place | None, set[str]]]:
    told: dict[str, dict[Place | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in evidence.arrived:
        if one.kind == Kind.WITHDRAWAL:
            told[one.case][one.to].add(one.id)
    return told


def _tried(evidence: Evidence, doing: Doing) -> Iterator[tuple[str, str, str]]:
    return (one for broker in evidence.journal.brokers.values() for one in broker.tried if one[0] == doing)
