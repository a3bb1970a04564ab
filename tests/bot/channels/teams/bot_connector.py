"""A Bot Connector on loopback: signs its calls with its own keys, checks what it gets, and can misbehave."""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.channels.teams.settings import TeamsSettings
from tests.bot.channels.teams.adaptive import check_activity, words

APP = "0b6d4a30-2c6f-4d0e-9d6a-5f1f4b8c7e11"
TENANT = "6f2c1c3e-91a4-4b7a-8c56-3a8a0f4f9d22"
OTHER_TENANT = "11111111-91a4-4b7a-8c56-3a8a0f4f9d22"
ADA = "9d9a7bb5-3c1a-4f1e-8a1b-1f2e3d4c5b6a"
PASSWORD = "the~secret of the app"
BOT = f"28:{APP}"
PERSONAL = "a:1ada"
ROOM = "19:hub@thread.tacv2"


def make_key(kid):
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


KEY, NEW_KEY, FOREIGN_KEY = make_key("k1"), make_key("k2"), make_key("k3")


@dataclass
class BotConnector:
    """Takes activities; `failures` are what it answers instead: a status, or "hang"."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    typing: int = 0
    failures: list[int | str] = field(default_factory=list)
    token_failures: list[int | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    published: list[RSAKey] = field(default_factory=lambda: [KEY])
    endorsements: list[str] = field(default_factory=lambda: ["msteams", "skype"])
    documents: dict[str, Any] = field(default_factory=dict)
    keys_away: bool = False
    asked: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    lasts: int = 3599
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        app = web.Application()
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._describe),
                web.get("/v1/.well-known/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.post("/emea/v3/conversations/{id}/activities", self._take),
                web.put("/emea/v3/conversations/{id}/activities/{activity}", self._replace),
            ]
        )
        self.server = TestServer(app, host="127.0.0.1")

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def service_url(self) -> str:
        return f"{self.origin}/emea/"

    def settings(self, **given: Any) -> TeamsSettings:
        """Return settings that lead here."""
        standing = {
            "teams_app_id": APP,
            "teams_app_password": PASSWORD,
            "teams_tenant": TENANT,
            "teams_service_hosts": ["127.0.0.1"],
            "teams_login_url": self.origin,
            "teams_openid_url": f"{self.origin}/v1/.well-known/openidconfiguration",
            "teams_loopback": True,
            "teams_seconds": 5,
        }
        return TeamsSettings(**(standing | given))

    def claims(self, now: float, **given: Any) -> dict[str, Any]:
        """Return the claims of a good token; what is given as None is left out."""
        standing = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "nbf": int(now) - 60,
            "exp": int(now) + 3600,
            "serviceurl": self.service_url,
        }
        return {name: one for name, one in (standing | given).items() if one is not None}

    def bearer(self, now: float, key: RSAKey = KEY, **given: Any) -> dict[str, str]:
        """Return the header of a call."""
        token = jwt.encode({"alg": "RS256", "kid": key.kid}, self.claims(now, **given), key, ["RS256"])
        return {"Authorization": f"Bearer {token}"}

    def texts(self) -> list[str]:
        """Return the words of what was taken."""
        return [words(activity) for activity in self.sent]

    async def _describe(self, _request: web.Request) -> web.Response:
        self.asked.append("description")
        if self.keys_away:
            return web.Response(status=500)
        document = {
            "issuer": "https://api.botframework.com",
            "jwks_uri": f"{self.origin}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return web.json_response(document | self.documents)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked.append("keys")
        keys = [{**key.as_dict(private=False), "endorsements": self.endorsements} for key in self.published]
        return web.json_response({"keys": keys})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert request.match_info["tenant"] == TENANT
        assert form["grant_type"] == "client_credentials"
        assert form["scope"] == "https://api.botframework.com/.default"
        if self.token_failures:
            failure = self.token_failures.pop(0)
            if failure == "hang":
                await self.stopping.wait()
                return web.Response()
            return web.json_response({"error": "invalid_client", "secret": PASSWORD}, status=failure)
        assert (form["client_id"], form["client_secret"]) == (APP, PASSWORD)
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        given = {"token_type": "Bearer", "expires_in": self.lasts, "access_token": self.tokens[-1]}
        return web.json_response(given)

    async def _take(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {self.tokens[-1]}"
        activity = await request.json()
        check_activity(activity)
        if self.failures:
            failure = self.failures.pop(0)
            if failure == "hang":
                await self.stopping.wait()
                return web.Response()
            error = {"error": {"code": "Oops", "message": f"of {ADA}"}}
            return web.json_response(error, status=failure, headers=self.headers)
        if activity["type"] == "typing":
            self.typing += 1
            return web.json_response({"id": ""}, status=201)
        self.sent.append(activity)
        self.to.append(request.match_info["id"])
        name = f"{next(self._numbers)}"
        self.shown[name] = activity
        self.places.append(request.match_info["id"])
        return web.json_response({"id": name}, status=201)

    async def _replace(self, request: web.Request) -> web.Response:
        """Put an activity in the place of one that is there; all who look at it see the new one."""
        assert request.headers["Authorization"] == f"Bearer {self.tokens[-1]}"
        activity = await request.json()
        check_activity(activity)
        if self.failures:
            return web.json_response({}, status=int(self.failures.pop(0)), headers=self.headers)
        name = request.match_info["activity"]
        if name not in self.shown:
            return web.json_response({}, status=404)
        self.shown[name] = activity
        return web.json_response({"id": name})


def activity(connector: BotConnector, kind: str = "message", **more: Any) -> dict[str, Any]:
    """Return an activity of Ada's, in her chat with the bot alone unless it is told otherwise."""
    standing = {
        "type": kind,
        "id": "m1",
        "timestamp": "2026-11-02T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": connector.service_url,
        "from": {"id": "29:ada", "name": "Ada Example", "aadObjectId": ADA},
        "recipient": {"id": BOT, "name": "Signpost"},
        "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return standing | more


def in_room(conversation: str = f"{ROOM};messageid=100", kind: str = "channel") -> dict[str, Any]:
    """Return a conversation that others read along."""
    return {"id": conversation, "conversationType": kind, "isGroup": True, "tenantId": TENANT}


def mention(name: str = "Signpost", identity: str = BOT) -> dict[str, Any]:
    """Return the note that somebody is named in a text."""
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": identity, "name": name}}
