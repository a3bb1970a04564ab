"""Brings rows of the transcript to people on WhatsApp, through the Graph API."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing, Payload
from bot.channels.whatsapp.faults import fault
from bot.channels.whatsapp.protocol import name_of
from bot.channels.whatsapp.rendering import in_approved_words, knock, render
from bot.channels.whatsapp.settings import Access, WhatsAppSettings
from bot.channels.whatsapp.when import approved_for
from knowledge.storage.channel_messages import Part

log = logging.getLogger(__name__)

SECONDS = 20.0
LARGEST_ANSWER = 64 * 1024


class WhatsApp:
    """The channel of one gateway; it opens connections when they are first needed."""

    def __init__(self, settings: WhatsAppSettings, access: Access) -> None:
        """Take the settings, and what they give access with."""
        self.access, self._settings = access, settings
        self._session: aiohttp.ClientSession | None = None

    def render(self, outgoing: Outgoing, now: datetime) -> list[dict[str, Any]]:
        """Return the messages that a row becomes, or raise as `bot.channels.whatsapp.when` says."""
        entry = outgoing.entry
        approved = approved_for(outgoing, now, self._settings.template, knock)
        if approved is None:
            return render(entry.shown, entry.sender)
        return [in_approved_words(entry.shown, approved)]

    async def post(self, payload: Payload, address: Mapping[str, Any], part: Part) -> str:
        """Return our own name for what Meta calls the message, or raise NotSentNow or NeverSent."""
        told_with_its_fate = {"biz_opaque_callback_data": part.mark}
        answer = await self._call(address, {**_recipient(address), **payload, **told_with_its_fate})
        messages = answer.get("messages")
        wamid = messages[0].get("id") if isinstance(messages, list) and messages else None
        if not isinstance(wamid, str):
            raise NotSentNow("no_message_id")
        return name_of(wamid)

    async def seen(self, wamid: str, number: str, *, is_typing: bool) -> None:
        """Say that a message was read, and that an answer is on its way; when it fails nothing is lost."""
        read: dict[str, Any] = {"status": "read", "message_id": wamid}
        typing = {"typing_indicator": {"type": "text"}} if is_typing else {}
        try:
            await self._call({"number": number}, {**read, **typing})
        except (NotSentNow, NeverSent) as failed:
            log.info("a message could not be marked as read: %s", failed.code)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, address: Mapping[str, Any], content: Mapping[str, Any]) -> Mapping[str, Any]:
        number = address.get("number")
        if number not in self.access.numbers:
            raise NeverSent("number_gone")
        settings = self._settings
        url = f"{settings.whatsapp_graph_url.rstrip('/')}/{settings.whatsapp_graph_version}/{number}/messages"
        body = {"messaging_product": "whatsapp", **content}
        try:
            # a redirect would take the token elsewhere
            async with self._connected().post(url, json=body, allow_redirects=False) as response:
                answer = _answer(await _read(response))
                status, retry_after = response.status, response.headers.get("Retry-After")
        except TimeoutError:
            raise NotSentNow("timeout") from None
        except aiohttp.ClientError as broken:
            raise NotSentNow(type(broken).__name__[:40]) from None
        if status != HTTPStatus.OK or "error" in answer:
            raise fault(_code(answer.get("error")), status, retry_after)
        return answer

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                headers={"Authorization": f"Bearer {self.access.access_token}"},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _recipient(address: Mapping[str, Any]) -> dict[str, str]:
    """Return to whom a message goes: the number where Meta has told it, or else the id for our business."""
    kind = {"recipient_type": "individual"}
    if phone := address.get("phone"):
        return {**kind, "to": phone}
    if user_id := address.get("user_id"):
        return {**kind, "recipient": user_id}
    raise NeverSent("no_address")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return the beginning of an answer, which is all of any that Meta gives."""
    read = bytearray()
    async for chunk in response.content.iter_chunked(LARGEST_ANSWER):
        read += chunk
        if len(read) > LARGEST_ANSWER:
            break
    return bytes(read)


def _answer(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _code(error: object) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else None
