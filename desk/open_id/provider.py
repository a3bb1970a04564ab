"""The provider, as the console asks it: what it offers, its keys, and a token for a code."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from joserfc.jwk import KeySet

from desk.open_id.description import WELL_KNOWN, Description, described_by
from desk.open_id.errors import BeginAgain, ProviderAway
from desk.open_id.lasting import Lasting
from desk.open_id.tokens import keys_of
from desk.outward_json import FORM, Asking
from desk.outward_requests import FAILURES, code_of
from desk.sign_in_settings import SignInSettings


class Provider:
    """One provider; what it says of itself is kept for an hour."""

    def __init__(
        self, settings: SignInSettings, names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
    ) -> None:
        """Take the settings, and what makes who looks hosts up; nothing is asked before it is needed."""
        self._settings = settings
        self._allowed = settings.outward()
        self._asking = Asking(self._allowed, settings.openid_seconds, names)
        self._description = Lasting(self._describe)
        self._keys = Lasting(self._find_keys)

    async def described(self, now: datetime) -> Description:
        """Return what the provider offers, or raise ProviderAway."""
        return await self._description.get(now)

    async def keys(self, now: datetime, *, anew: bool = False) -> KeySet:
        """Return the keys that it signs with, or raise ProviderAway; `anew` when one is missing."""
        return await self._keys.get(now, anew=anew)

    async def redeem(self, code: str, verifier: str, now: datetime) -> str:
        """Return the ID token for a code, or raise ProviderAway, or BeginAgain when the code is not taken."""
        settings, described = self._settings, await self.described(now)
        body = prepare_token_request(
            "authorization_code", redirect_uri=settings.redirect_uri(), code=code, code_verifier=verifier
        )
        who = ClientAuth(settings.openid_client_id, settings.client_secret(), described.secret_goes)
        url, headers, body = who.prepare("POST", described.token, dict(FORM), body)
        status, answer = await self._ask(url, headers, body)
        if status == HTTPStatus.BAD_REQUEST and answer.get("error") == "invalid_grant":
            raise BeginAgain("invalid_grant")
        token = answer.get("id_token")
        if status != HTTPStatus.OK or not isinstance(token, str):
            raise ProviderAway(f"token_http_{status}")
        return token

    async def _describe(self, _now: datetime) -> Description:
        issuer = self._settings.openid_issuer or ""
        return described_by(await self._get(issuer.rstrip("/") + WELL_KNOWN), issuer, self._allowed)

    async def _find_keys(self, now: datetime) -> KeySet:
        return keys_of(await self._get((await self.described(now)).keys))

    async def _get(self, url: str) -> dict[str, Any]:
        status, document = await self._ask(url, {}, None)
        if status != HTTPStatus.OK:
            raise ProviderAway(f"http_{status}")
        return document

    async def _ask(self, url: str, headers: dict[str, str], body: str | None) -> tuple[int, dict[str, Any]]:
        try:
            return await self._asking.ask(url, headers, body)
        except FAILURES as error:
            raise ProviderAway(code_of(error)) from None
