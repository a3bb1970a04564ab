"""Brings rows of the transcript to people on WhatsApp, through Twilio's Messages API."""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing, Payload
from bot.channels.twilio.faults import fault
from bot.channels.twilio.protocol import SCHEME, status_of
from bot.channels.twilio.rendering import in_approved_words, knock, render
from bot.channels.twilio.settings import Access, TwilioSettings
from bot.channels.whatsapp.protocol import name_of
from bot.channels.whatsapp.when import approved_for
from desk.outward_json import PLAIN, document_in
from desk.outward_requests import FAILURES, code_of, read_within, session_for
from knowledge.storage.channel_messages import Part

LARGEST_ANSWER = 64 * 1024


class Twilio:
    """The channel of one gateway; it opens connections when they are first needed."""

    def __init__(
        self,
        settings: TwilioSettings,
        access: Access,
        public_url: str,
        names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
    ) -> None:
        """Take the settings, what they give access with, and the address that Twilio reaches us under."""
        self.access, self._settings, self._names = access, settings, names
        self._public_url = public_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    def address_of(self, path: str) -> str:
        """Return what Twilio calls for a path of ours, and so what it signs."""
        return f"{self._public_url}{path}"

    def render(self, outgoing: Outgoing, now: datetime) -> list[dict[str, str]]:
        """Return the messages that a row becomes, or raise as `bot.channels.whatsapp.when` says."""
        entry = outgoing.entry
        approved = approved_for(outgoing, now, self._settings.template, knock)
        if approved is None:
            return render(entry.shown, entry.sender)
        return [in_approved_words(entry.shown, approved)]

    async def post(self, payload: Payload, address: Mapping[str, Any], part: Part) -> str:
        """Return our own name for what Twilio calls the message, or raise NotSentNow or NeverSent."""
        status, answer, retry_after = await self._ask({**self._ends(address, part), **payload})
        if status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            code = answer.get("code")
            raise fault(code if isinstance(code, int) else None, status, retry_after)
        sid = answer.get("sid")
        if not isinstance(sid, str) or not sid:
            raise NotSentNow("no_message_id")
        return name_of(sid)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    def _ends(self, address: Mapping[str, Any], part: Part) -> dict[str, str]:
        """Return from whom and to whom a message goes, and where we are told what becomes of it."""
        number, service = address.get("number"), self._settings.twilio_messaging_service
        if number not in self.access.numbers:
            raise NeverSent("number_gone")
        phone, user_id = address.get("phone"), address.get("user_id")
        if not phone and not user_id:
            raise NeverSent("no_address")
        ends = {
            "From": f"{SCHEME}{number}",
            "To": f"{SCHEME}+{phone}" if phone else f"{SCHEME}{user_id}",
            "StatusCallback": self.address_of(status_of(part)),
        }
        return ends if service is None else {**ends, "MessagingServiceSid": service}

    async def _ask(self, form: Mapping[str, Any]) -> tuple[int, dict[str, Any], str | None]:
        url = self._settings.twilio_api_url.rstrip("/")
        try:
            where = self.access.allowed.checked(
                f"{url}/2010-04-01/Accounts/{self.access.account}/Messages.json"
            )
            # a redirect would take the password elsewhere
            async with self._connected().post(
                where, data=form, headers={**PLAIN, **self._proof()}, allow_redirects=False
            ) as answer:
                document = document_in(await read_within(answer.content, LARGEST_ANSWER))
                return answer.status, document, answer.headers.get("Retry-After")
        except FAILURES as error:
            raise NotSentNow(code_of(error)) from None

    def _proof(self) -> dict[str, str]:
        given = f"{self.access.name}:{self.access.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(given).decode()}"}

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = session_for(self.access.allowed, self._settings.twilio_seconds, self._names)
        return self._session
