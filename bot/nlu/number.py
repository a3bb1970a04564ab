"""One number or range of a text."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Number:
    """A number or a range in a text; `money`: with a currency; `exclusive`: under or over its bound."""

    start: int
    end: int
    low: float | None
    high: float | None
    money: bool
    scaled: bool
    exclusive: bool = False

    @property
    def value(self) -> Any:
        """Return the number, or its bounds."""
        if self.low == self.high and self.low is not None:
            return _tidy(self.low)
        return {"min": _tidy(self.low), "max": _tidy(self.high)}

    def counted(self) -> "Number":
        """Return it as a count of whole things: under 10 is at most 9."""
        if not self.exclusive:
            return self
        return replace(
            self,
            low=None if self.low is None else self.low + 1,
            high=None if self.high is None else self.high - 1,
            exclusive=False,
        )


def _tidy(value: float | None) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
