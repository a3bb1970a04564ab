"""Twilio on loopback: checks what it gets against the documented limits, and signs what it calls us with."""

import asyncio
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer
from twilio.request_validator import RequestValidator

from bot.channels.twilio.settings import TwilioSettings

ACCOUNT = "AC" + "0a" * 16
TOKEN = "the auth token of the account"
KEY = "SK" + "1b" * 16
KEY_SECRET = "the secret of the key"
SERVICE = "MG" + "2c" * 16
NUMBER = "+441632960099"
PHONE = "441632960001"
PUBLIC = "https://signpost.example.org"
INCOMING = f"{PUBLIC}/channels/twilio"
STATUS = f"{PUBLIC}/channels/twilio/status"

REPLIED, FOLLOW_UP, PLAIN_FOLLOW_UP, REMINDER = (f"HX{digit * 32}" for digit in "3456")
# how many variables each approved template has: those of its words, then those of its quick replies
APPROVED = {REPLIED: (0, 0), FOLLOW_UP: (2, 5), PLAIN_FOLLOW_UP: (2, 0), REMINDER: (1, 1)}
ALLOWED = {"From", "To", "Body", "ContentSid", "ContentVariables", "StatusCallback", "MessagingServiceSid"}
LONGEST = 1600


def check(form: dict[str, str]) -> None:
    """Fail when Twilio would refuse a message: the figures are those of its reference."""
    assert set(form) <= ALLOWED
    assert form["From"] == f"whatsapp:{NUMBER}"
    assert re.fullmatch(r"whatsapp:(\+[1-9][0-9]{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128})", form["To"])
    assert re.fullmatch(rf"{re.escape(STATUS)}\?of=[0-9a-f]{{32}}:(-1|[0-9]+)", form["StatusCallback"])
    check_content(form)


def check_content(form: dict[str, str]) -> None:
    """Fail when the content of a message is not legal."""
    assert ("Body" in form) != ("ContentSid" in form)
    if "Body" in form:
        assert "ContentVariables" not in form
        _sized(form["Body"])
        return
    assert re.fullmatch(r"HX[0-9a-f]{32}", form["ContentSid"])
    assert "ContentVariables" not in form or variables(form)
    for number, (name, value) in enumerate(variables(form).items(), 1):
        assert name == str(number)
        _sized(value)
        assert not re.search(r"[\n\t]| {5}|'", value)


def _sized(text: Any) -> None:
    assert isinstance(text, str)
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST


def variables(form: dict[str, str]) -> dict[str, str]:
    """Return what a template is filled in with, by number."""
    found: dict[str, str] = json.loads(form.get("ContentVariables", "{}"))
    return found


def words(form: dict[str, str]) -> str:
    """Return what a message says."""
    return form["Body"] if "Body" in form else f"template {form['ContentSid']}"


def refusal(form: dict[str, str]) -> tuple[int, int] | None:
    """Return the status and the number of the error when a template is not an approved one."""
    if "ContentSid" not in form:
        return None
    approved = APPROVED.get(form["ContentSid"])
    if approved is None:
        return 400, 21655
    return None if len(variables(form)) == sum(approved) else (400, 21656)


@dataclass
class Exchange:
    """Takes messages; `failures` are what it answers instead: a status with an error number, or "hang"."""

    sent: list[dict[str, str]] = field(default_factory=list)
    failures: list[tuple[int, int | None] | str] = field(default_factory=list)
    forgets: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    name: str = ACCOUNT
    password: str = TOKEN

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        app = web.Application()
        app.add_routes([web.post("/2010-04-01/Accounts/{account}/Messages.json", self._take)])
        self.server = TestServer(app)

    def settings(self, **given: Any) -> TwilioSettings:
        """Return settings that lead here."""
        standing = {
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_numbers": {NUMBER: "h1"},
            "twilio_template": REPLIED,
            "twilio_api_url": str(self.server.make_url("/")).rstrip("/"),
            "twilio_loopback": True,
        }
        return TwilioSettings(**(standing | given))

    def texts(self) -> list[str]:
        """Return the words of what was taken."""
        return [words(form) for form in self.sent]

    async def _take(self, request: web.Request) -> web.Response:
        assert request.match_info["account"] == ACCOUNT
        assert request.content_type == "application/x-www-form-urlencoded"
        if request.headers.get("Authorization") != encode_basic_auth(self.name, self.password):
            return self._refused(401, 20003)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, str):
                await self.stopping.wait()
                return web.Response()
            return self._refused(*failure)
        posted = await request.post()
        form = {name: str(value) for name, value in posted.items()}
        assert len(form) == len(posted)
        check(form)
        if refused := refusal(form):
            return self._refused(*refused)
        self.sent.append(form)
        sid = self.sid(next(self._numbers))
        if self.forgets and request.transport is not None:
            self.forgets -= 1
            request.transport.abort()
        return web.json_response({"sid": sid, "status": "queued"}, status=201)

    def _refused(self, status: int, code: int | None) -> web.Response:
        content = {} if code is None else {"code": code, "message": f"of +{PHONE}", "status": status}
        return web.json_response(content, status=status, headers=self.headers)

    @staticmethod
    def sid(number: int) -> str:
        """Return what the message of this number is called here."""
        return f"SM{number:032x}"


def said(
    body: str = "", sid: str = "SM" + "f" * 32, sender: str = f"+{PHONE}", **more: str
) -> dict[str, str]:
    """Return the form of one message, as Twilio posts it."""
    return {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "Ada Example",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": sender.removeprefix("+"),
        "SmsStatus": "received",
        "Body": body,
        "To": f"whatsapp:{NUMBER}",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": f"whatsapp:{sender}",
        "ApiVersion": "2010-04-01",
        **more,
    }


def status(sid: str, state: str, code: int | None = None) -> dict[str, str]:
    """Return the form of what became of a message, as Twilio posts it."""
    error = {} if code is None else {"ErrorCode": str(code), "ChannelStatusMessage": f"of +{PHONE}"}
    return {
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
        "MessageStatus": state,
        "SmsSid": sid,
        "SmsStatus": state,
        "ChannelInstallSid": "XE" + "7" * 32,
        "To": f"whatsapp:+{PHONE}",
        "From": f"whatsapp:{NUMBER}",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        **error,
    }


def signed(form: dict[str, str], url: str = INCOMING, token: str = TOKEN) -> tuple[bytes, dict[str, str]]:
    """Return the body of a call and its headers, signed by Twilio's own code."""
    made = RequestValidator(token).compute_signature(url, form)
    headers = {"X-Twilio-Signature": made, "Content-Type": "application/x-www-form-urlencoded"}
    return urlencode(form).encode(), headers
