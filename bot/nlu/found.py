"""One thing found in a text."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """A part of the text and what it means; `value` has the form that `signpost parse` promises."""

    entity: str
    start: int
    end: int
    value: Any
    negated: bool = False
    confidence: float = 1.0

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
        return {**packed, "negated": True} if self.negated else packed

    def overlaps(self, other: "Found") -> bool:
        """Do both share a part of the text?"""
        return self.start < other.end and other.start < self.end
