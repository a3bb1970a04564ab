"""A Bot Connector on loopback: signs with its own keys, checks what it gets, and can misbehave."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.channels.teams.settings import TeamsSettings
from demo.illegal import Illegal
from demo.loopback import Loopback
from demo.reading_cards import words
from demo.teams_limits import check_activity

APP = "0b6d4a30-2c6f-4d0e-9d6a-5f1f4b8c7e11"
TENANT = "6f2c1c3e-91a4-4b7a-8c56-3a8a0f4f9d22"
PASSWORD = "the~secret of the app"  # noqa: S105 - what only the fake takes
ISSUER = "https://api.botframework.com"
SCOPE = f"{ISSUER}/.default"
OPENID = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
KEY_BITS, A_MINUTE, AN_HOUR = 2048, 60, 3600


def make_key(name: str) -> RSAKey:
    """Return a new key under a name."""
    return RSAKey.generate_key(KEY_BITS, {"kid": name, "use": "sig"})


@cache
def key(name: str = "k1") -> RSAKey:
    """Return the key of this name, made when it is first needed."""
    return make_key(name)


def not_told(_conversation: str, _name: str, _activity: Mapping[str, Any]) -> None:
    """Do nothing: nobody looks."""


@dataclass
class BotConnector:
    """Takes activities; `failures` are what it answers instead: a status, or "hang".

    What is against a rule is refused, and the rule is kept in `refused`. `on_shown` is told of each activity
    that is shown in a conversation now, under its name there; typing has none.
    """

    sent: list[dict[str, Any]] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    typing: int = 0
    refused: list[str] = field(default_factory=list)
    failures: list[int | str] = field(default_factory=list)
    token_failures: list[int | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    published: list[RSAKey] = field(default_factory=lambda: [key()])
    endorsements: list[str] = field(default_factory=lambda: ["msteams", "skype"])
    documents: dict[str, Any] = field(default_factory=dict)
    keys_away: bool = False
    asked: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    lasts: int = AN_HOUR - 1
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    on_shown: Callable[[str, str, Mapping[str, Any]], None] = not_told

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        routes = [
            web.get(OPENID, self._describe),
            web.get(KEYS, self._keys),
            web.post("/{tenant}/oauth2/v2.0/token", self._token),
            web.post("/emea/v3/conversations/{id}/activities", self._take),
            web.put("/emea/v3/conversations/{id}/activities/{activity}", self._replace),
        ]
        self.server = Loopback(routes)

    @property
    def origin(self) -> str:
        """Return where it is."""
        return self.server.origin

    @property
    def service_url(self) -> str:
        """Return where activities are posted to, as the activities that come from here say."""
        return f"{self.origin}/emea/"

    def settings(self, **given: Any) -> TeamsSettings:
        """Return settings that lead here."""
        return TeamsSettings(**(self.settings_given() | given))

    def settings_given(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {
            "teams_app_id": APP,
            "teams_app_password": PASSWORD,
            "teams_tenant": TENANT,
            "teams_service_hosts": ["127.0.0.1"],
            "teams_login_url": self.origin,
            "teams_openid_url": f"{self.origin}{OPENID}",
            "teams_loopback": True,
            "teams_seconds": 5,
        }

    def claims(self, now: float, **given: Any) -> dict[str, Any]:
        """Return the claims of a good token; what is given as None is left out."""
        standing = {
            "iss": ISSUER,
            "aud": APP,
            "nbf": int(now) - A_MINUTE,
            "exp": int(now) + AN_HOUR,
            "serviceurl": self.service_url,
        }
        return {name: one for name, one in (standing | given).items() if one is not None}

    def bearer(self, now: float, signed_with: RSAKey | None = None, **given: Any) -> dict[str, str]:
        """Return the header of a call."""
        its = signed_with or key()
        token = jwt.encode({"alg": "RS256", "kid": its.kid}, self.claims(now, **given), its, ["RS256"])
        return {"Authorization": f"Bearer {token}"}

    def texts(self) -> list[str]:
        """Return the words of what was taken."""
        return [words(activity) for activity in self.sent]

    async def _describe(self, _request: web.Request) -> web.Response:
        self.asked.append("description")
        if self.keys_away:
            return web.Response(status=500)
        document = {
            "issuer": ISSUER,
            "jwks_uri": f"{self.origin}{KEYS}",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return web.json_response(document | self.documents)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked.append("keys")
        keys = [{**one.as_dict(private=False), "endorsements": self.endorsements} for one in self.published]
        return web.json_response({"keys": keys})

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        asked = {"grant_type": "client_credentials", "scope": SCOPE}
        if request.match_info["tenant"] != TENANT or {name: form.get(name) for name in asked} != asked:
            return self._refuse("a token is asked for in our tenant, for the Bot Connector")
        if self.token_failures:
            said = {"error": "invalid_client", "secret": PASSWORD}
            return await self._fail(self.token_failures.pop(0), said, {})
        if (form.get("client_id"), form.get("client_secret")) != (APP, PASSWORD):
            return self._refuse("a token is asked for by the app, with its secret", 401)
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        given = {"token_type": "Bearer", "expires_in": self.lasts, "access_token": self.tokens[-1]}
        return web.json_response(given)

    async def _take(self, request: web.Request) -> web.Response:
        activity, refused = await self._checked(request)
        if refused is not None:
            return refused
        place = request.match_info["id"]
        if activity["type"] == "typing":
            self.typing += 1
            self.on_shown(place, "", activity)
            return web.json_response({"id": ""}, status=201)
        self.sent.append(activity)
        self.to.append(place)
        name = f"{next(self._numbers)}"
        self.shown[name] = activity
        self.places.append(place)
        self.on_shown(place, name, activity)
        return web.json_response({"id": name}, status=201)

    async def _replace(self, request: web.Request) -> web.Response:
        """Put an activity in the place of one that is there; all who look at it see the new one."""
        activity, refused = await self._checked(request)
        if refused is not None:
            return refused
        name = request.match_info["activity"]
        if name not in self.shown:
            return web.json_response({}, status=404)
        self.shown[name] = activity
        self.on_shown(request.match_info["id"], name, activity)
        return web.json_response({"id": name})

    async def _checked(self, request: web.Request) -> tuple[dict[str, Any], web.Response | None]:
        """Return what was posted, and why it is not taken, if it is not."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given not in self.tokens:
            return {}, self._refuse("whoever posts has a token of ours", 401)
        activity: dict[str, Any] = await request.json()
        try:
            check_activity(activity)
        except Illegal as illegal:
            return {}, self._refuse(str(illegal))
        if self.failures:
            oops = {"error": {"code": "Oops", "message": "of 9d9a7bb5-3c1a-4f1e-8a1b-1f2e3d4c5b6a"}}
            return {}, await self._fail(self.failures.pop(0), oops, self.headers)
        return activity, None

    async def _fail(
        self, failure: int | str, said: Mapping[str, Any], headers: Mapping[str, str]
    ) -> web.Response:
        if isinstance(failure, str):
            await self.stopping.wait()
            return web.Response()
        return web.json_response(said, status=failure, headers=headers)

    def _refuse(self, rule: str, status: int = 400) -> web.Response:
        self.refused.append(rule)
        return web.json_response({"error": {"code": "BadArgument", "message": rule}}, status=status)
