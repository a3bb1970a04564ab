"""No log of the gateway holds an error's own words: they may repeat what a person wrote."""

import asyncio
import logging
import re
from contextlib import suppress
from pathlib import Path

import pytest

from bot.gateway.sweeper import again_and_again

SAID = "sesame, ring 01632 960123"
PRODUCT = ("bot", "desk", "actions", "knowledge")
WITH_WORDS = re.compile(r"\blog(?:ger|ging)?\.exception\(|\bexc_info=(?!None|False)|traceback\.print_")


class Broken(RuntimeError):
    """What breaks with the person's words in its message."""

    def __init__(self, *_given: object) -> None:
        super().__init__(f"cannot take {SAID!r}")


def breaks(*_given, **_named):
    raise Broken


def written(caplog):
    """Return all that any handler would write, with the traces of errors."""
    shown = logging.Formatter("%(levelname)s %(name)s %(message)s")
    return "\n".join(map(shown.format, caplog.records))


async def test_an_engine_that_breaks_with_the_message_in_its_error(gateway, world, caplog):
    world.engine.answers[SAID] = breaks

    await gateway.say(SAID)

    log = written(caplog)
    assert f"of conversation {gateway.id} failed: Broken at " in log
    assert "sesame" not in log
    assert "01632" not in log


async def test_a_turn_that_cannot_even_be_taken(gateway, caplog, monkeypatch):
    monkeypatch.setattr("bot.gateway.ledger.Ledger.write", breaks)

    await gateway.parts.turns.work(gateway.id)

    log = written(caplog)
    assert f"conversation {gateway.id} could not be worked on: Broken at " in log
    assert "sesame" not in log


async def test_a_page_that_breaks(gateway, caplog, monkeypatch):
    monkeypatch.setattr("bot.gateway.ledger.Ledger.read", breaks)

    answer = await gateway.client.get(f"/api/conversations/{gateway.id}", headers=gateway.bearer)

    log = written(caplog)
    assert answer.status == 500
    assert "broke: Broken at " in log
    assert "sesame" not in log + await answer.text()


async def test_a_job_in_the_background_that_breaks(caplog):
    async def job() -> None:
        raise Broken

    with suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await again_and_again(0.01, job)

    log = written(caplog)
    assert "a background job failed (Broken at " in log
    assert "sesame" not in log


@pytest.mark.parametrize("package", PRODUCT)
def test_nothing_of_ours_writes_an_error_with_its_words_into_a_log(package):
    sources = Path(package).rglob("*.py")

    assert not [path for path in sources if WITH_WORDS.search(path.read_text(encoding="utf-8"))]
