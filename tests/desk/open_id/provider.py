"""A provider of OpenID Connect on loopback, for tests: strict with the console, lenient with the tests.

Whoever comes to its authorization endpoint is signed in at once, as `person` says, or after one click on its
own page, from where a browser comes back as from another site. `signed` says what becomes of the claims: a
test puts there what a bad or a forged provider would do.
"""

import asyncio
import base64
import html
import secrets
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestServer
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from desk.sign_in_settings import SignInSettings

CLIENT, SECRET = "signpost-desk", "s3cret~with:signs"
JO = {"sub": "jo-1", "email": "jo@hub.example", "email_verified": True}


def make_key(kid="k1", curve=None):
    if curve:
        return ECKey.generate_key(curve, {"kid": kid, "use": "sig"})
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


KEY, OTHER_KEY = make_key(), make_key("k2")


class Provider:
    """What it has issued, and how it behaves."""

    def __init__(self, clock):
        self.clock = clock
        self.person = dict(JO)
        self.claims = {}
        self.key = KEY
        self.alg = "RS256"
        self.published = [KEY]
        self.documents = {}
        self.methods = ["client_secret_post", "client_secret_basic"]
        self.answer = None
        self.codes = {}
        self.asked = []
        self.port = 0
        self.redirect_uri = ""
        self.host = "127.0.0.1"
        self.has_a_page = False

    @property
    def issuer(self):
        return f"http://{self.host}:{self.port}"

    def settings(self, desk, **given):
        self.redirect_uri = f"{desk}/desk/sign-in/callback"
        standing = {
            "openid_issuer": self.issuer,
            "openid_client_id": CLIENT,
            "openid_client_secret": SECRET,
            "openid_loopback": True,
            "openid_seconds": 5,
            "desk_address": desk,
        }
        return SignInSettings(**(standing | given))

    async def take(self, request):
        self.asked.append(request.path)
        if self.answer is not None and (found := await self.answer(request)) is not None:
            return found
        return await getattr(self, request.path.rpartition("/")[2].replace("-", "_"))(request)

    async def openid_configuration(self, request):
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/logout",
                "token_endpoint_auth_methods_supported": self.methods,
                "authorization_response_iss_parameter_supported": True,
            }
            | self.documents
        )

    async def keys(self, request):
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.published]})

    async def authorize(self, request):
        asked = request.query
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect_uri
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        code = secrets.token_urlsafe()
        self.codes[code] = dict(asked)
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        there = f"{self.redirect_uri}?{urlencode(back)}"
        if self.has_a_page:
            page = f'<!doctype html><title>Provider</title><a href="{html.escape(there)}">Yes, it is me</a>'
            return web.Response(text=page, content_type="text/html")
        raise web.HTTPFound(there)

    async def token(self, request):
        form = await request.post()
        if not self._is_client(request, form):
            return web.json_response({"error": "invalid_client"}, status=401)
        begun = self.codes.pop(form["code"], None)
        if (
            begun is None
            or form["grant_type"] != "authorization_code"
            or form["redirect_uri"] != self.redirect_uri
            or create_s256_code_challenge(form["code_verifier"]) != begun["code_challenge"]
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = self.signed(self._claims(begun["nonce"]))
        return web.json_response({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def signed(self, claims):
        return jwt.encode({"alg": self.alg, "kid": self.key.kid}, claims, self.key, [self.alg])

    def _claims(self, nonce):
        now = int(self.clock().timestamp())
        standing = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return {name: one for name, one in (standing | self.person | self.claims).items() if one is not None}

    def _is_client(self, request, form):
        if "client_secret_post" in self.methods:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        given = f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
        return request.headers.get("Authorization") == given and "client_secret" not in form


@asynccontextmanager
async def providing(provider):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", provider.take)
    server = TestServer(app, host=provider.host)
    await server.start_server()
    provider.port = server.port
    try:
        yield provider
    finally:
        await server.close()


def failing(path, behave):
    """Return an `answer` that behaves in another way at one path, and as always elsewhere."""

    async def answer(request):
        return await behave(request) if request.path.endswith(path) else None

    return answer


async def five_megabytes(request):
    return web.Response(body=b" " * 5_000_000 + b"{}", content_type="application/json")


async def never(request):
    await asyncio.Event().wait()


async def broken(request):
    return web.Response(status=500, text="hunter2")


async def elsewhere(request):
    raise web.HTTPFound("http://127.0.0.1:1/")


async def no_json(request):
    return web.Response(text="[" * 100_000, content_type="application/json")
