"""The keys that the Bot Connector signs with, as it publishes them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.channels.teams.settings import Access, TeamsSettings
from bot.channels.teams.tokens import ISSUER, Signers, signers_of
from desk.open_id.errors import ProviderAway
from desk.open_id.lasting import Lasting
from desk.outward_json import Asking
from desk.outward_requests import FAILURES, code_of

LONGEST_S = 5.0  # everybody who writes waits for it, and Microsoft for us
SERVE = timedelta(days=1)  # Microsoft asks for a look once a day at least


class PublishedSigners:
    """Fetched when they are first needed and each hour; while Microsoft is away they serve for a day."""

    def __init__(
        self,
        settings: TeamsSettings,
        access: Access,
        names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
    ) -> None:
        """Take where to look, and what makes who looks hosts up."""
        self._url = settings.teams_openid_url
        self._asking = Asking(access.openid, min(settings.teams_seconds, LONGEST_S), names)
        self._fetched = Lasting(self._fetch)
        self._last: tuple[Signers, datetime] | None = None

    async def get(self, now: datetime, *, anew: bool = False) -> Signers:
        """Return the keys, or raise ProviderAway; `anew` when one is missing: once a minute at most."""
        try:
            return await self._fetched.get(now, anew=anew)
        except ProviderAway:
            if self._last is None or not timedelta() <= now - self._last[1] < SERVE:
                raise
            return self._last[0]

    async def _fetch(self, now: datetime) -> Signers:
        described = await self._ask(self._url)
        where = described.get("jwks_uri")
        if described.get("issuer") != ISSUER or not isinstance(where, str):
            raise ProviderAway("openid_document")
        signers = signers_of(await self._ask(where))
        self._last = signers, now
        return signers

    async def _ask(self, url: str) -> dict[str, Any]:
        try:
            status, document = await self._asking.ask(url)
        except FAILURES as error:
            raise ProviderAway(code_of(error)) from None
        if status != HTTPStatus.OK:
            raise ProviderAway(f"http_{status}")
        return document
