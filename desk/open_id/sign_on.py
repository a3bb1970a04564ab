"""One sign-in at the provider, from the link on the console's page to who somebody is."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from desk.open_id.description import Description
from desk.open_id.errors import BeginAgain, ProviderAway, TokenRefused
from desk.open_id.flows import Flow, Flows
from desk.open_id.identity import Identity, identity_of
from desk.open_id.provider import Provider
from desk.open_id.tokens import UnknownKey, claims_of
from desk.sign_in_settings import SignInSettings

LONGEST_CODE = 4096


class SignOn:
    """The sign-ins of one console at its provider."""

    def __init__(self, settings: SignInSettings, provider: Provider | None = None) -> None:
        """Take the settings, which name a provider."""
        self._settings = settings
        self._expected = settings.expected()
        self._provider = provider or Provider(settings)
        self._flows = Flows()

    async def begin(self, now: datetime) -> tuple[str, str]:
        """Return where to send the browser and what its cookie must hold meanwhile, or raise ProviderAway."""
        described = await self._provider.described(now)
        cookie, flow = self._flows.begin(now)
        settings = self._settings
        return prepare_grant_uri(
            described.authorization,
            settings.openid_client_id,
            "code",
            settings.redirect_uri(),
            settings.openid_scopes,
            flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
        ), cookie

    async def finish(self, cookie: str, told: Mapping[str, str], now: datetime) -> Identity:
        """Return who came back with this cookie and these parameters, or raise NotSignedIn.

        Whatever comes of it, the cookie has had its use.
        """
        flow = self._flows.take(cookie, now)
        if flow is None or not hmac.compare_digest(flow.state.encode(), _bytes(told.get("state", ""))):
            raise BeginAgain("state")
        described = await self._provider.described(now)
        _refuse_another(told, described, self._expected.issuer)
        if "error" in told:
            raise BeginAgain("refused_there")
        code = told.get("code", "")
        if not 0 < len(code) <= LONGEST_CODE:
            raise BeginAgain("code")
        token = await self._provider.redeem(code, flow.verifier, now)
        return identity_of(await self._claims(token, flow, now), self._expected)

    async def way_out(self, now: datetime) -> str | None:
        """Return where people sign out of the provider as well, None when it has no such place or is away."""
        try:
            there = (await self._provider.described(now)).end_session
        except ProviderAway:
            return None
        if there is None:
            return None
        back = {
            "client_id": self._settings.openid_client_id,
            "post_logout_redirect_uri": self._settings.signed_out_uri(),
        }
        return str(add_params_to_uri(there, list(back.items())))

    async def _claims(self, token: str, flow: Flow, now: datetime) -> Mapping[str, object]:
        given = self._expected, flow, now
        try:
            return claims_of(token, await self._provider.keys(now), *given)
        except UnknownKey:
            return claims_of(token, await self._provider.keys(now, anew=True), *given)


def _refuse_another(told: Mapping[str, str], described: Description, issuer: str) -> None:
    """Raise TokenRefused when the answer is of another provider than the one that was asked (RFC 9207)."""
    if told.get("iss", None if described.names_itself else issuer) != issuer:
        raise TokenRefused("answer_issuer")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
