"""Parts that fall over are started again, and nothing is left behind."""

import asyncio
import sys
from contextlib import suppress

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.supervisor import LONGEST_PAUSE_S, SHORTEST_PAUSE_S, Part, next_pause

WAITS = "import time; time.sleep(60)"


async def eventually(true, seconds=10):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


@pytest.fixture
async def part():
    made = Part("waits", [sys.executable, "-c", WAITS])
    task = asyncio.create_task(made.keep_running())
    await eventually(lambda: made.process is not None)
    yield made
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_part_that_was_killed_runs_again(part):
    first = part.process

    first.kill()

    await eventually(lambda: part.process is not first)
    assert psutil.pid_exists(part.process.pid)


async def test_a_part_is_stopped_with_its_keeper():
    part = Part("waits", [sys.executable, "-c", WAITS])
    task = asyncio.create_task(part.keep_running())
    await eventually(lambda: part.process is not None)

    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert part.process.returncode is not None


async def test_a_part_ends_by_itself_when_its_starter_is_gone():
    program = "from bot.lifeline import hold_on; hold_on(); import time; time.sleep(60)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=asyncio.subprocess.PIPE, env={"SIGNPOST_LIFELINE": "stdin"}
    )

    process.stdin.close()

    assert await asyncio.wait_for(process.wait(), 10) != 0


async def test_a_part_that_ends_by_itself_ends_well():
    program = "from bot.lifeline import hold_on; hold_on()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=asyncio.subprocess.PIPE, env={"SIGNPOST_LIFELINE": "stdin"}
    )

    assert await asyncio.wait_for(process.wait(), 10) == 0


@given(st.lists(st.floats(min_value=0, max_value=29), min_size=1, max_size=20))
def test_the_pause_grows_up_to_a_limit_while_starts_fail(runs):
    pause = SHORTEST_PAUSE_S
    for ran_for in runs:
        longer = next_pause(pause, ran_for)
        assert pause <= longer <= LONGEST_PAUSE_S
        pause = longer


def test_after_a_steady_run_the_pause_is_short_again():
    assert next_pause(LONGEST_PAUSE_S, 3600) == SHORTEST_PAUSE_S


async def test_a_part_that_cannot_be_started_is_tried_again():
    part = Part("missing", ["/no/such/program"])
    task = asyncio.create_task(part.keep_running())
    await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(task), 0.3)

    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
