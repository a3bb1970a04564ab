"""The held-out sentences, and what a fair judge expects of each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml

FOLDER = Path(__file__).parents[2] / "tests" / "held_out"


@dataclass(frozen=True)
class Expected:
    """One entity: its kind, its value, and whether the person said that it is not so."""

    entity: str
    value: Any
    negated: bool = False


@dataclass(frozen=True)
class Case:
    """One sentence. `accepted` are the intents that a fair judge would let pass, the best one among them.

    `kind` is of what is out of scope: benefits, jobs, visas and so on.
    """

    id: str
    text: str
    voice: str | None
    intent: str | None
    accepted: frozenset[str]
    required: frozenset[str]
    optional: frozenset[str]
    entities: tuple[Expected, ...]
    kind: str | None = None


def read(name: str, folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return the cases of one file: understanding, parsing or out_of_scope."""
    content = read_yaml(folder / f"{name}.yaml")
    return tuple(_case(entry) for entry in content)


def _case(entry: dict[str, Any]) -> Case:
    barriers = entry.get("barriers") or {}
    intent = entry.get("intent")
    return Case(
        id=entry["id"],
        text=entry["text"],
        voice=entry.get("voice"),
        intent=intent,
        accepted=frozenset({intent, *(entry.get("accept") or ())} - {None}),
        required=frozenset(barriers.get("required") or ()),
        optional=frozenset(barriers.get("optional") or ()),
        entities=tuple(_expected(one) for one in entry.get("entities") or ()),
        kind=entry.get("kind"),
    )


def _expected(one: dict[str, Any]) -> Expected:
    return Expected(one["entity"], one["value"], bool(one.get("negated")))
