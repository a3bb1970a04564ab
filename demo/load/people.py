"""One person of a load: says something at a fixed pace, whatever comes back and whenever."""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter

from demo.load.lines import Line
from demo.load.sentences import sentence
from demo.load.verdict import Message


@dataclass
class Person:
    """Somebody on one channel."""

    number: int
    channel: str
    line: Line
    messages: list[Message] = field(default_factory=list)

    async def talk(self, start: float, pace_s: float, times: int) -> None:
        """Say so many things, one at each beat; raises what the line raises."""
        await asyncio.sleep(max(0.0, start - perf_counter()))
        await self.line.begin()
        async with asyncio.TaskGroup() as sending:
            for turn in range(times):
                due = start + turn * pace_s
                await asyncio.sleep(max(0.0, due - perf_counter()))
                sending.create_task(self._say(turn, due))

    async def _say(self, turn: int, due: float) -> None:
        name = f"m{turn}"
        message = Message(self.line.named(name), due)
        self.messages.append(message)
        message.acknowledged = await self.line.send(sentence(self.number, turn), name)
