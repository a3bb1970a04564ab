"""A sequence that is made only when somebody looks at it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import overload


class Lazily[Item](Sequence[Item]):
    """Made once, at the first look; equal to any sequence of the same items."""

    def __init__(self, make: Callable[[], Sequence[Item]]) -> None:
        """Make nothing yet."""
        self._make = make

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        return tuple(self._make())

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...

    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        return self._items[at]

    def __eq__(self, other: object) -> bool:
        return self._items == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return repr(self._items)
