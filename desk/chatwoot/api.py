"""Chatwoot's application API, as much of it as the desk needs; every failure is NotDelivered with a code."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from desk.chatwoot.settings import ChatwootSettings
from desk.couriers import NotDelivered
from desk.outward import OutwardRefused
from desk.outward_requests import code_of, session_for

LONGEST_ANSWER = 8 * 1024 * 1024
MOST_PAGES = 50
TOKEN = "api_access_token"  # noqa: S105 - the name of the header, not what stands in it
# an answer is read as it comes: a small one could unpack into a huge one
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Signpost"}
SEE_TOKEN = "see_SIGNPOST_CHATWOOT_TOKEN"  # noqa: S105 - the name of the setting
# which setting to look at when something is not there
SEE_ACCOUNT, SEE_INBOX = "see_SIGNPOST_CHATWOOT_ACCOUNT", "see_SIGNPOST_CHATWOOT_INBOX"
GONE, CONTACT_GONE = "conversation_gone", "contact_gone"


class Missing(NotDelivered):
    """What was asked for is not there."""


class Unprocessable(NotDelivered):
    """Chatwoot understood what was asked, and does not take these values."""

    def __init__(self) -> None:
        super().__init__("http_422")


@dataclass(frozen=True)
class Message:
    """Something to be posted; `source_id` is how it is known again when nobody knows whether it arrived."""

    source_id: str
    text: str
    private: bool


@dataclass(frozen=True)
class Api:
    """One open connection to an account of Chatwoot."""

    settings: ChatwootSettings
    session: aiohttp.ClientSession

    async def find_contact(self, identifier: str) -> int | None:
        """Return the contact that we know by this identifier, or None."""
        answer = await self._ask("GET", "contacts/search", SEE_ACCOUNT, params={"q": identifier})
        return next((_id(one) for one in _rows(answer) if one.get("identifier") == identifier), None)

    async def add_contact(self, values: Mapping[str, str]) -> int:
        """Add a contact, or raise Unprocessable: another contact may have the address."""
        answer = await self._ask("POST", "contacts", SEE_ACCOUNT, values)
        return _id(_dict(_dict(answer.get("payload")).get("contact")))

    async def update_contact(self, contact: int, values: Mapping[str, str | None]) -> None:
        """Put these in the place of what a contact had, None for nothing, and leave the rest of it.

        Of a contact that is gone there is nothing left to change.
        """
        with suppress(Missing):
            await self._ask("PUT", f"contacts/{contact}", CONTACT_GONE, values)

    async def find_conversation(self, contact: int, attribute: str, value: str) -> int | None:
        """Return the conversation of a contact in our inbox whose attribute has this value, or None."""
        answer = await self._ask("GET", f"contacts/{contact}/conversations", SEE_ACCOUNT)
        for one in _rows(answer):
            ours = one.get("inbox_id") == self.settings.chatwoot_inbox
            if ours and _dict(one.get("custom_attributes")).get(attribute) == value:
                return _id(one)
        return None

    async def add_conversation(self, contact: int, source_id: str, attributes: Mapping[str, str]) -> int:
        """Open a conversation in our inbox."""
        values = {
            "source_id": source_id,
            "inbox_id": self.settings.chatwoot_inbox,
            "contact_id": contact,
            "status": "open",
            "custom_attributes": dict(attributes),
        }
        return _id(await self._ask("POST", "conversations", SEE_INBOX, values))

    async def update_attributes(self, conversation: int, attributes: Mapping[str, str]) -> None:
        """Make these stand beside a conversation, and leave the others; what stands there already is enough.

        Chatwoot puts what it is given in the place of all there is.
        """
        path = f"conversations/{conversation}"
        there = _dict((await self._ask("GET", path, GONE)).get("custom_attributes"))
        if there | dict(attributes) != there:
            values = {"custom_attributes": there | dict(attributes)}
            await self._ask("POST", f"{path}/custom_attributes", GONE, values)

    async def post(self, conversation: int, message: Message) -> None:
        """Post a message of the person, or a private note."""
        values = {
            "content": message.text,
            "message_type": "outgoing" if message.private else "incoming",
            "private": message.private,
            "content_type": "text",
            "source_id": message.source_id,
        }
        await self._ask("POST", f"conversations/{conversation}/messages", GONE, values)

    async def source_ids(self, conversation: int) -> frozenset[str]:
        """Return the source ids of everything in a conversation."""
        found: set[str] = set()
        last = 0
        for _ in range(MOST_PAGES):
            path = f"conversations/{conversation}/messages"
            rows = _rows(await self._ask("GET", path, GONE, params={"after": str(last)}))
            found |= {one["source_id"] for one in rows if isinstance(one.get("source_id"), str)}
            following = max([last, *map(_id, rows)])
            if following == last:
                break
            last = following
        return frozenset(found)

    async def resolve(self, conversation: int) -> None:
        """Resolve a conversation; one that is resolved already stays so."""
        path = f"conversations/{conversation}/toggle_status"
        await self._ask("POST", path, GONE, {"status": "resolved"})

    async def _ask(
        self,
        method: str,
        path: str,
        missing: str,
        values: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        url = self.settings.outward().checked(self.settings.address(path))
        headers = {**HEADERS, TOKEN: self.settings.token}
        asked = self.session.request(
            method, url, headers=headers, json=values, params=params, allow_redirects=False
        )
        try:
            async with asked as answer:
                _refuse(answer.status, missing)
                return _unpacked(await _body(answer.content))
        except (OutwardRefused, aiohttp.ClientError, OSError) as error:
            raise NotDelivered(code_of(error)) from None


@asynccontextmanager
async def open_api(
    settings: ChatwootSettings, names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
) -> AsyncIterator[Api]:
    """Connect for what is to be done at once; all of it together may take as long as the settings say."""
    async with session_for(settings.outward(), settings.chatwoot_seconds, names) as session:
        try:
            async with asyncio.timeout(settings.chatwoot_seconds):
                yield Api(settings, session)
        except TimeoutError:
            raise NotDelivered("timeout") from None


def _refuse(status: int, missing: str) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise Unprocessable
    why: dict[int, str] = {
        HTTPStatus.UNAUTHORIZED: SEE_TOKEN,
        HTTPStatus.FORBIDDEN: SEE_TOKEN,
        HTTPStatus.NOT_FOUND: missing,
    }
    refused = Missing if status == HTTPStatus.NOT_FOUND else NotDelivered
    raise refused(f"http_{status}_{why[status]}" if status in why else f"http_{status}")


async def _body(answer: aiohttp.StreamReader) -> bytes:
    read = bytearray()
    while chunk := await answer.read(LONGEST_ANSWER + 1 - len(read)):
        read += chunk
        if len(read) > LONGEST_ANSWER:
            raise NotDelivered("answer_too_long")
    return bytes(read)


def _unpacked(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise NotDelivered("not_chatwoot")
    return content


def _rows(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = answer.get("payload")
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise NotDelivered("not_chatwoot")
    return rows


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(row: Mapping[str, Any]) -> int:
    found = row.get("id")
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 2**63:
        raise NotDelivered("not_chatwoot")
    return found
