"""What is known of a run at its end: the database, its witness, what arrived outside, what was confirmed."""

import hashlib
import json
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from bot.drill.journal import Journal
from bot.drill.stage import Stage
from desk.letters import CASE_HEADER
from knowledge.storage.deliveries import Kind
from knowledge.storage.witness import Event, Witness

Row = dict[str, Any]


@dataclass(frozen=True)
class Arrived:
    """One thing that the recipient got: under which id, of which kind, about which case."""

    id: str
    kind: str
    case: str
    body: str


@dataclass(frozen=True)
class Evidence:
    """Everything that a run is judged by."""

    events: tuple[Event, ...]
    standing: dict[str, list[Row]]
    arrived: tuple[Arrived, ...]
    journal: Journal


def gather(stage: Stage, journal: Journal, book: Path) -> Evidence:
    """Read it all, when every process of the run has ended."""
    stage.desk.trouble = None
    with stage.desk.database.reading() as session:
        witness = Witness(session)
        events, standing = tuple(witness.events()), witness.standing()
    stage.let_go()
    arrived = _posted(book, stage.run) if stage.webhook else _written(stage.outgoing)
    return Evidence(events, standing, tuple(arrived), journal)


def _posted(book: Path, run: int) -> list[Arrived]:
    lines = book.read_text(encoding="ascii").splitlines() if book.exists() else []
    kinds = {"opened": Kind.CASE, "withdrawn": Kind.WITHDRAWAL}
    return [
        Arrived(one["id"], kinds[one["kind"]], one["case"], one["body"])
        for one in map(json.loads, lines)
        if one["run"] == run and one["signed"]
    ]


def _written(folder: Path) -> list[Arrived]:
    found = []
    for path in sorted(folder.glob("*.eml")):
        content = path.read_bytes()
        mail = message_from_bytes(content)
        kind = Kind.WITHDRAWAL if path.stem.endswith("-withdrawn") else Kind.CASE
        digest = hashlib.sha256(content).hexdigest()
        found.append(Arrived(str(mail["Message-ID"]), kind, str(mail[CASE_HEADER]), digest))
    return found
