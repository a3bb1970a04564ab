"""The bot's own token, which proves to the Bot Connector that it is us."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.channels.outgoing import NotSentNow
from bot.channels.teams.settings import Access, TeamsSettings
from desk.outward_json import FORM, Asking
from desk.outward_requests import FAILURES, code_of

log = logging.getLogger(__name__)

SCOPE = "https://api.botframework.com/.default"
EARLY_S = 300.0  # a token must still be good when it arrives
SHORTEST_S = 60.0
LONGEST_S = 24 * 3600.0
OURS_TO_MEND = timedelta(minutes=5)


class OurToken:
    """Fetched when it is first needed, and anew before it ends; whoever asks meanwhile waits for it."""

    def __init__(
        self,
        settings: TeamsSettings,
        access: Access,
        names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        """Take what it is asked for with; `ticks` counts seconds, whatever is done to the clock."""
        self._url = f"{settings.teams_login_url.rstrip('/')}/{access.tenant}/oauth2/v2.0/token"
        self._access, self._ticks = access, ticks
        self._asking = Asking(access.login, settings.teams_seconds, names)
        self._kept: tuple[str, float] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """Return a token that lasts for some minutes, or raise NotSentNow."""
        async with self._one_at_a_time:
            if self._kept is None or self._ticks() >= self._kept[1]:
                self._kept = await self._fetch()
            return self._kept[0]

    def drop(self, token: str) -> None:
        """Forget a token that was refused; a newer one stays."""
        if self._kept is not None and self._kept[0] == token:
            self._kept = None

    async def _fetch(self) -> tuple[str, float]:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._access.app_id,
            "client_secret": self._access.password,
            "scope": SCOPE,
        }
        try:
            status, answer = await self._asking.ask(self._url, FORM, urlencode(asked))
        except FAILURES as error:
            raise NotSentNow(f"teams_login_{code_of(error)}") from None
        token = answer.get("access_token")
        if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            log.error(
                "Teams: no token (%s): look at SIGNPOST_TEAMS_APP_PASSWORD, which may have ended", status
            )
            raise NotSentNow("token", OURS_TO_MEND)
        if status != HTTPStatus.OK or not isinstance(token, str) or not _can_be_sent(token):
            raise NotSentNow(f"teams_login_{status}")
        return token, self._ticks() + _lasts(answer.get("expires_in"))


def _lasts(expires_in: Any) -> float:
    """Return for how many seconds a token is used: never a moment only, for each message would ask anew."""
    is_number = isinstance(expires_in, int | float) and not isinstance(expires_in, bool)
    given = min(float(expires_in), LONGEST_S) if is_number else 0.0
    return max(given - EARLY_S, min(given / 2, SHORTEST_S), 1.0)


def _can_be_sent(token: str) -> bool:
    return token.isascii() and token.isprintable() and " " not in token
