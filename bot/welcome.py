"""Tells the person at the terminal where to look, once there is something to see."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

import aiohttp

from bot.settings import BotSettings
from desk.settings import DeskSettings

LOOK_EVERY_S = 0.3


async def announce_when_ready(settings: BotSettings, desk: DeskSettings, tell: Callable[[str], None]) -> None:
    """Print the addresses as soon as every part answers."""
    address = _address(settings.host, settings.port)
    console = f"{_address(desk.desk_host, desk.desk_port)}/desk/"
    async with aiohttp.ClientSession() as session:
        while not await _ready(session, address):
            await asyncio.sleep(LOOK_EVERY_S)
    tell(f"\nSignpost is ready: {address}\nFor brokers: {console}\n(Ctrl-C stops it)\n")


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def _ready(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(f"{address}/readyz", timeout=aiohttp.ClientTimeout(total=2)) as answer:
            return answer.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        return False
