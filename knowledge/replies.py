"""What Signpost answers, the same for every channel: text, cards, choices, effects."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Card:
    """One thing shown: a programme, an event, a case study, a step, a front door.

    `lines` are short statements (reasons, what to check, when last known to run), each `(label, text)`.
    `id` and `version` name the record; `url` is one of the record's own. `table` sets things side by side:
    its first row names them, each other row begins with what is compared.
    """

    id: str
    kind: str
    title: str
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    badge: str | None = None
    version: str = ""
    table: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def unpack(cls, content: Mapping[str, Any]) -> "Card":
        """Read a card out of JSON."""
        nested = {name: tuple(map(tuple, content.get(name, ()))) for name in ("lines", "table")}
        return cls(**{**content, **nested})


@dataclass(frozen=True)
class Choice:
    """A button. Pressing it means `intent` with `entities`, as if the person had said so."""

    label: str
    intent: str
    entities: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Effect:
    """Something to be stored in the same transaction as the reply, exactly once: see `desk.effects`."""

    kind: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One answer."""

    text: str
    cards: tuple[Card, ...] = ()
    choices: tuple[Choice, ...] = ()
    effects: tuple[Effect, ...] = ()

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        packed = asdict(self)
        for choice in packed["choices"]:
            choice["entities"] = dict(choice["entities"])
        return packed

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Reply":
        """Read what `pack` wrote."""
        return cls(
            text=content.get("text") or "",
            cards=tuple(map(Card.unpack, content.get("cards", ()))),
            choices=tuple(
                Choice(c["label"], c["intent"], tuple(c.get("entities", {}).items()))
                for c in content.get("choices", ())
            ),
            effects=tuple(Effect(e["kind"], e.get("content", {})) for e in content.get("effects", ())),
        )
