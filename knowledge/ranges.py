"""Numbers that people give only roughly."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Range:
    """A number between two bounds, both included; None is no bound."""

    min: float | None = None
    max: float | None = None

    @classmethod
    def of(cls, value: Any) -> "Range | None":
        """Read a number, a `{"min", "max"}` mapping or None, as entities and facts write them."""
        if value is None:
            return None
        if isinstance(value, dict):
            found = cls(value.get("min"), value.get("max"))
            return None if found == cls() else found
        return cls(value, value)

    def pack(self) -> Any:
        """Return what `of` reads."""
        return self.min if self.min == self.max else {"min": self.min, "max": self.max}

    def within(self, limits: "Range") -> bool | None:
        """Is every possible value inside the limits (True), none of them (False), or only some (None)?"""
        if _above(self.min, limits.max) or _above(limits.min, self.max):
            return False
        low_fits = limits.min is None or (self.min is not None and self.min >= limits.min)
        high_fits = limits.max is None or (self.max is not None and self.max <= limits.max)
        return True if low_fits and high_fits else None


def _above(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other
