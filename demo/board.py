"""What the panes of the page show, for as many browsers as look."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = 400  # of all panes together; what is older is forgotten


@dataclass
class Board:
    """Things by pane and name; a later thing of the same name takes the place of the earlier one.

    `on` counts all that was ever shown: who knows a number is told what came after it.
    """

    on: int = 0
    things: dict[tuple[str, str], tuple[int, Mapping[str, Any]]] = field(default_factory=dict)
    _rung: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, pane: str, name: str, thing: Mapping[str, Any]) -> None:
        """Show a thing, in its old place if it is there already."""
        self.on += 1
        self.things[pane, name] = self.on, thing
        while len(self.things) > MOST:
            del self.things[next(iter(self.things))]
        self._rung.set()
        self._rung = asyncio.Event()

    def clear(self, pane: str) -> None:
        """Show nothing there any more to who comes later."""
        self.things = {key: thing for key, thing in self.things.items() if key[0] != pane}

    def get(self, pane: str, name: str) -> Mapping[str, Any] | None:
        """Return what is shown under a name, or None."""
        found = self.things.get((pane, name))
        return None if found is None else found[1]

    def after(self, number: int) -> list[dict[str, Any]]:
        """Return what came or changed after a number, what came first at the beginning."""
        return [
            {"pane": pane, "name": name, **thing}
            for (pane, name), (at, thing) in self.things.items()
            if at > number
        ]

    async def changed(self, number: int) -> None:
        """Return once there is more than this number."""
        while self.on <= number:
            await self._rung.wait()
