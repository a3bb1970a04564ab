"""What is known of a run at its end: the database, its witness, what arrived outside, what was confirmed."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.whatsapp.protocol import name_of
from bot.drill.desk import PLACES
from bot.drill.journal import Journal
from bot.drill.letters import listed
from bot.drill.stage import Stage
from bot.drill.telephone import brought
from knowledge.storage.deliveries import Kind, Way
from knowledge.storage.witness import Event, Witness

Row = dict[str, Any]
Place = tuple[str, str | None]


@dataclass(frozen=True)
class Arrived:
    """One thing that was got: under which id, of which kind, about which case.

    `to` is a front door and a team; None where nobody can tell, as of a withdrawal by webhook. `way` is how
    it came.
    """

    id: str
    kind: str
    case: str
    body: str
    to: Place | None
    way: Way = Way.FOLDER


@dataclass(frozen=True)
class Brought:
    """A message that came to a telephone: our name of it, of which kind, and how the Graph API did."""

    name: str
    kind: str
    mood: str


@dataclass(frozen=True)
class Evidence:
    """Everything that a run is judged by.

    `ways` are those by which every request goes out. `accidents` counts how often somebody who brought
    messages to telephones was stopped or refused.
    """

    events: tuple[Event, ...]
    standing: dict[str, list[Row]]
    arrived: tuple[Arrived, ...]
    journal: Journal
    brought: tuple[Brought, ...] = ()
    accidents: int = 0
    ways: tuple[Way, ...] = (Way.FOLDER,)


def gather(stage: Stage, journal: Journal, accidents: int = 0) -> Evidence:
    """Read it all, when every process of the run has ended."""
    stage.desk.trouble = None
    with stage.desk.database.reading() as session:
        witness = Witness(session)
        events, standing = tuple(witness.events()), witness.standing()
    stage.let_go()
    arrived = *_posted(stage.book, stage.run), *_written(stage.outgoing)
    on_phones = tuple(Brought(name_of(one["wamid"]), one["kind"], one["mood"]) for one in brought(stage))
    return Evidence(events, standing, arrived, journal, on_phones, accidents, stage.ways)


def changes(evidence: Evidence) -> Counter[str]:
    """Return how often what has become of cases, and of all that is around them."""
    return Counter(
        f"{event.what} {event.content['change']}" if event.what == "changed" else event.what
        for event in evidence.events
        if event.what not in ("said", "received", "settled", "understood")
    )


def _posted(book: Path, run: int) -> list[Arrived]:
    lines = book.read_text(encoding="ascii").splitlines() if book.exists() else []
    kinds = {"opened": Kind.CASE, "passed_on": Kind.PASSED_ON, "withdrawn": Kind.WITHDRAWAL}
    return [
        Arrived(
            one["id"],
            kinds[one["kind"]],
            one["case"],
            one["body"],
            one["to"] and (*one["to"],),
            Way.WEBHOOK,
        )
        for one in map(json.loads, lines)
        if one["run"] == run and one.get("signed")
    ]


def _written(folder: Path) -> list[Arrived]:
    return [
        Arrived(one["id"], one["kind"], one["case"], one["body"], PLACES[one["to"]]) for one in listed(folder)
    ]
