"""One thing found in a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """A part of the text and what it means; `value` has the form that `signpost parse` promises.

    What is `guessed` was not said in so many words, and yields to what was.
    """

    entity: str
    start: int
    end: int
    value: Any
    negated: bool = False
    confidence: float = 1.0
    guessed: bool = False

    def pack(self, text: str) -> dict[str, Any]:
        """Return it in Rasa's form."""
        packed: dict[str, Any] = {
            "entity": self.entity,
            "text": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "value": self.value,
            "extractor": "FirmFacts",
            "confidence_entity": self.confidence,
        }
        marks = {"negated": self.negated, "guessed": self.guessed}
        return {**packed, **{name: True for name, holds in marks.items() if holds}}

    def overlaps(self, other: "Found") -> bool:
        """Do both share a part of the text?"""
        return self.start < other.end and other.start < self.end


class Covered:
    """The characters of a text in which something was found already."""

    def __init__(self, length: int, found: Iterable[Found] = ()) -> None:
        self._characters = bytearray(length)
        for one in found:
            self.add(one.start, one.end)

    def add(self, start: int, end: int) -> None:
        """Note that something was found here."""
        self._characters[start:end] = b"\x01" * (end - start)

    def holds(self, start: int, end: int) -> bool:
        """Was anything found in this part?"""
        return 1 in self._characters[start:end]
