"""The people of one load, and how what Signpost sends finds each of them."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import aiohttp

from demo.activities import Caller
from demo.bot_connector import BotConnector
from demo.graph import Graph
from demo.load.lines import Colleague, Line, Telephone, Widget
from demo.load.people import Person
from demo.meta import Meta, seen
from demo.retrying import Retries

CHANNELS = ("web", "whatsapp", "teams")
TWICE = 0.05
LOOK_EVERY_S, QUIET_S, LONGEST_S = 0.5, 3.0, 90.0
FIRST_PHONE = 447700000000
JOINING_S = 1.0


@dataclass(frozen=True)
class Plan:
    """How many people, for how long, and how many seconds from one message of a person to their next."""

    people: int
    seconds: float
    pace_s: float
    seed: int

    @property
    def times(self) -> int:
        """Return how many messages each person sends."""
        return max(1, int(self.seconds / self.pace_s))


@dataclass
class Crowd:
    """Everybody, on the channels in turn; what Meta is told it reports on, as the real one does."""

    plan: Plan
    graph: Graph
    connector: BotConnector
    people: list[Person] = field(default_factory=list)
    retries: Retries = field(default_factory=Retries)
    _by_phone: dict[str, Telephone] = field(default_factory=dict)
    _by_chat: dict[str, Colleague] = field(default_factory=dict)
    _reports: set[asyncio.Task[None]] = field(default_factory=set)

    def gather(self, session: aiohttp.ClientSession, gateway: str) -> None:
        """Give everybody a line."""
        chance = random.Random(self.plan.seed)  # noqa: S311 - no secret hangs on it
        meta = Meta(session, gateway, TWICE, chance, self.retries)
        caller = Caller(session, gateway, self.connector, self.retries)

        def twice() -> bool:
            return chance.random() < TWICE

        for number in range(self.plan.people):
            channel = CHANNELS[number % len(CHANNELS)]
            line: Line = Widget(session, gateway, twice, self.retries)
            if channel == "whatsapp":
                line = self._by_phone[str(FIRST_PHONE + number)] = Telephone(meta, str(FIRST_PHONE + number))
            elif channel == "teams":
                line = self._by_chat[f"a:load{number}"] = Colleague(caller, number, twice)
            self.people.append(Person(number, channel, line))
        self.graph.on_taken = lambda wamid, payload: self._taken(meta, wamid, payload)
        self.connector.on_shown = self._shown

    async def talk(self) -> None:
        """Let everybody talk; they begin one after another within one pace, and it ends in quiet."""
        begin, gap = perf_counter() + JOINING_S, self.plan.pace_s / self.plan.people
        try:
            async with asyncio.TaskGroup() as talks:
                for one in self.people:
                    start = begin + one.number * gap
                    talks.create_task(one.talk(start, self.plan.pace_s, self.plan.times))
            await self._quiet()
            await asyncio.gather(*self._reports)
        finally:
            for one in self.people:
                await one.line.close()
            for report in self._reports:
                report.cancel()
            await asyncio.gather(*self._reports, return_exceptions=True)

    async def _quiet(self) -> None:
        """Wait until nothing has come for a while; what comes too late is lost."""
        end = perf_counter() + LONGEST_S
        while perf_counter() < end:
            last = max((one.line.arrivals[-1] for one in self.people if one.line.arrivals), default=0.0)
            if perf_counter() - last > QUIET_S and self._all_heard():
                return
            await asyncio.sleep(LOOK_EVERY_S)

    def _all_heard(self) -> bool:
        """Has everybody heard at least as often as they spoke?"""
        return all(len(one.line.arrivals) > len(one.messages) for one in self.people)

    def _taken(self, meta: Meta, wamid: str, payload: Mapping[str, Any]) -> None:
        if payload.get("status") == "read":
            return
        self._by_phone[payload["to"]].arrivals.append(perf_counter())
        task = asyncio.create_task(meta.bring(*seen(wamid, payload)))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    def _shown(self, conversation: str, name: str, _content: Mapping[str, Any]) -> None:
        if name:
            self._by_chat[conversation].arrivals.append(perf_counter())
