"""Tells the person at the terminal where to look, once there is something to see."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

import aiohttp

from bot.settings import BotSettings

LOOK_EVERY_S = 0.3


async def announce_when_ready(settings: BotSettings, tell: Callable[[str], None]) -> None:
    """Print the address as soon as every part answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    async with aiohttp.ClientSession() as session:
        while not await _ready(session, address):
            await asyncio.sleep(LOOK_EVERY_S)
    tell(f"\nSignpost is ready: {address}\n(Ctrl-C stops it)\n")


async def _ready(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(f"{address}/readyz", timeout=aiohttp.ClientTimeout(total=2)) as answer:
            return answer.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        return False
