"""A receiver of webhooks on loopback, for tests: it keeps what arrives, and answers as it is told."""

import base64
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk.settings import DeskSettings

KEY = bytes(range(32))
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
LOOPBACK = "127.0.0.1"


class Receiver:
    """What arrived, with its headers. It answers as `answer` says."""

    def __init__(self):
        self.arrived = []
        self.port = 0

    async def take(self, request):
        self.arrived.append((dict(request.headers), await request.read()))
        return await self.answer(request)

    async def answer(self, request):
        return web.Response(status=204)

    def settings(self, **given):
        """Settings that lead here."""
        standing = {
            "webhook_url": f"http://{LOOPBACK}:{self.port}/cases",
            "webhook_secret": SECRET,
            "webhook_hosts": [LOOPBACK],
            "webhook_loopback": True,
            "desk_poll_seconds": 0.02,
        }
        return DeskSettings(**(standing | given))


@asynccontextmanager
async def receiving(box, certificate=None):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", box.take)
    server = TestServer(app, host=LOOPBACK, scheme="https" if certificate else "http")
    await server.start_server(ssl=certificate)
    box.port = server.port
    try:
        yield box
    finally:
        await server.close()


def self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    whole, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(whole, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + made.public_bytes(whole))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
