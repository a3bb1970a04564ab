"""What is known of a run at its end: the database, its witness, what arrived outside, what was confirmed."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.whatsapp.protocol import name_of
from bot.drill.desk import PLACES
from bot.drill.journal import Journal
from bot.drill.letters import listed
from bot.drill.stage import Stage
from bot.drill.telephone import brought
from desk.webhooks import TYPES
from knowledge.storage.channel_messages import Part
from knowledge.storage.deliveries import Way
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
    """A message that came to a telephone: our name of it, how the Graph API did, and which part of which row.

    `seen` is the number of the last thing that had been written by then.
    """

    name: str
    mood: str
    part: Part
    seen: int


@dataclass(frozen=True)
class Evidence:
    """Everything that a run is judged by.

    `ways` are those by which every request goes out. `accidents` counts how often somebody who brought
    messages to telephones was stopped or refused, `held` are the marks of those with which somebody was held
    up on the way to the channel.
    """

    events: tuple[Event, ...]
    standing: dict[str, list[Row]]
    arrived: tuple[Arrived, ...]
    journal: Journal
    brought: tuple[Brought, ...] = ()
    accidents: int = 0
    held: tuple[str, ...] = ()
    ways: tuple[Way, ...] = (Way.FOLDER,)


def gather(stage: Stage, journal: Journal, accidents: int = 0, held: Sequence[str] = ()) -> Evidence:
    """Read it all, when every process of the run has ended."""
    stage.desk.trouble = None
    with stage.desk.database.reading() as session:
        witness = Witness(session)
        events, standing = tuple(witness.events()), witness.standing()
    stage.let_go()
    arrived = *_posted(stage.book, stage.run), *_written(stage.outgoing)
    on_phones = tuple(map(_on_a_phone, brought(stage)))
    return Evidence(events, standing, arrived, journal, on_phones, accidents, tuple(held), stage.ways)


def _on_a_phone(line: dict[str, Any]) -> Brought:
    part = Part.of_mark(line["mark"])
    if part is None:
        raise ValueError(line["mark"])
    return Brought(name_of(line["wamid"]), line["mood"], part, line["seen"])


def changes(evidence: Evidence) -> Counter[str]:
    """Return how often what has become of cases, and of all that is around them."""
    return Counter(
        f"{event.what} {event.content['change']}" if event.what == "changed" else event.what
        for event in evidence.events
        if event.what not in ("said", "received", "settled", "understood")
    )


def _posted(book: Path, run: int) -> list[Arrived]:
    lines = book.read_text(encoding="ascii").splitlines() if book.exists() else []
    kinds = {type_.removeprefix("case."): kind for kind, type_ in TYPES.items()}
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
        Arrived(one["id"], one["kind"], one["case"], one["body"], PLACES.get(one["to"]))
        for one in listed(folder)
    ]
