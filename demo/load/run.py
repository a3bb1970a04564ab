"""Runs a load against a Signpost of its own, and says what was lost, what came twice, how long it took."""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from demo.bot_connector import BotConnector
from demo.graph import Graph
from demo.load.crowd import CHANNELS, Crowd, Plan
from demo.load.figures import Memory, counts, line, memory
from demo.load.kept import Kept
from demo.load.people import Person
from demo.load.verdict import Verdict, judge
from demo.running import Signpost, signpost_running

SAMPLE_EVERY_S = 2.0

Tell = Callable[[str], None]


async def load(plan: Plan, lender: Path, tell: Tell) -> dict[str, Any]:
    """Return the figures of one load; raises DidNotStart, or a group of what a line raises."""
    graph, connector = Graph(), BotConnector()
    async with AsyncExitStack() as stack:
        for server in (graph.server, connector.server):
            stack.push_async_callback(server.close)
            await server.start()
        running = signpost_running(lender, _settings(graph, connector), tell)
        signpost = await stack.enter_async_context(running)
        unlimited = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        session = await stack.enter_async_context(unlimited)
        crowd = Crowd(plan, graph, connector)
        crowd.gather(session, signpost.address)
        tell(f"{plan.people} people, each {plan.times} times, every {plan.pace_s:g} s")
        used = await _watched(signpost, crowd)
        tell(" ".join(f"{name}={seconds:.0f}s" for name, seconds in signpost.processor_s().items()))
        verdicts = await asyncio.to_thread(_judged, signpost.home, crowd.people)
    for channel in CHANNELS:
        its = [said for one, said in zip(crowd.people, verdicts, strict=True) if one.channel == channel]
        tell(line(channel, counts(its)))
    refused = len(graph.refused) + len(connector.refused)
    found = _figures(plan, verdicts, used)
    return found | {"refused_as_illegal": refused, "tried_again": crowd.retries.count}


def _judged(home: Path, people: Sequence[Person]) -> list[Verdict]:
    with closing(Kept(home)) as kept:
        return [
            judge(one.messages, kept.rows_of(one.channel, one.line.who), one.line.arrivals) for one in people
        ]


async def _watched(signpost: Signpost, crowd: Crowd) -> Memory:
    samples: list[tuple[float, float]] = []
    began = perf_counter()

    async def sample() -> None:
        while True:
            samples.append((perf_counter() - began, signpost.memory_mb()))
            await asyncio.sleep(SAMPLE_EVERY_S)

    sampling = asyncio.create_task(sample())
    try:
        await crowd.talk()
    finally:
        sampling.cancel()
        await asyncio.gather(sampling, return_exceptions=True)
    samples.append((perf_counter() - began, signpost.memory_mb()))
    return memory(samples, joined=2 * crowd.plan.pace_s)


def _figures(plan: Plan, verdicts: Sequence[Verdict], used: Memory) -> dict[str, Any]:
    return {
        "people": plan.people,
        "seconds": plan.seconds,
        "pace_s": plan.pace_s,
        **counts(verdicts),
        "memory_start_mb": round(used.start, 1),
        "memory_most_mb": round(used.most, 1),
        "memory_end_mb": round(used.end, 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


def _settings(graph: Graph, connector: BotConnector) -> dict[str, Any]:
    return {
        **graph.settings_given(),
        **connector.settings_given(),
        "teams_seconds": 15,
        "chats_per_minute": 1_000_000,  # all come from one address here
    }
