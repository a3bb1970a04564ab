"""Time that passes without waiting."""

import asyncio
import threading
import time

import pytest

from bot.drill.loops import NoWaiting, OneThread, run


async def sleep(seconds):
    await asyncio.sleep(seconds)
    return asyncio.get_running_loop().time()


def test_an_hour_passes_at_once():
    began = time.monotonic()

    assert run(NoWaiting(), sleep(3600)) == pytest.approx(3600)
    assert time.monotonic() - began < 60


def test_a_patience_ends_when_it_would_have_ended():
    async def wait():
        async with asyncio.timeout(6):
            await asyncio.sleep(7)

    with pytest.raises(TimeoutError):
        run(NoWaiting(), wait())


def test_who_was_stopped_is_late():
    loop = NoWaiting()
    loop.late(30)

    assert run(loop, sleep(1)) == pytest.approx(31)


@pytest.mark.parametrize("kind", [OneThread, NoWaiting])
def test_what_is_meant_for_another_thread_is_done_in_this_one(kind):
    async def look():
        return await asyncio.to_thread(threading.get_ident)

    assert run(kind(), look()) == threading.get_ident()


def test_an_error_meant_for_another_thread_arrives():
    async def divide():
        return await asyncio.to_thread(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run(OneThread(), divide())
