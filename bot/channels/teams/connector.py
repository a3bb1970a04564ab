"""The Bot Connector: where activities are posted to conversations."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.teams.faults import fault
from bot.channels.teams.gate import is_allowed
from bot.channels.teams.our_token import OurToken
from bot.channels.teams.settings import Access, TeamsSettings
from desk.outward_json import PLAIN, document_in
from desk.outward_requests import FAILURES, code_of, read_within, session_for

LARGEST_ANSWER = 64 * 1024
JSON = {"Content-Type": "application/json; charset=utf-8"}


class Connector:
    """The way out of one gateway; it opens connections when they are first needed."""

    def __init__(
        self,
        settings: TeamsSettings,
        access: Access,
        token: OurToken,
        names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
    ) -> None:
        """Take where requests may go and what proves that it is us."""
        self._access, self._seconds, self._token, self._names = access, settings.teams_seconds, token, names
        self._session: aiohttp.ClientSession | None = None

    async def post(self, address: Mapping[str, Any], activity: Mapping[str, Any]) -> str:
        """Return what Teams calls the activity that it took, or raise NotSentNow or NeverSent.

        The address is that of `Incoming.address`, as it was stored. A token that is refused is fetched anew,
        once: it may have been withdrawn.
        """
        return await self._send("POST", self._where(address), activity)

    async def update(self, address: Mapping[str, Any], name: str, activity: Mapping[str, Any]) -> None:
        """Put an activity in the place of one that Teams took under this name, or raise as `post` does."""
        where = self._where(address)
        await self._send("PUT", URL(f"{where}/{quote(name, safe='')}", encoded=True), activity)

    async def _send(self, method: str, where: URL, activity: Mapping[str, Any]) -> str:
        body = json.dumps(activity, ensure_ascii=False).encode()
        status, answer, retry_after = await self._ask(method, where, body)
        if status == HTTPStatus.UNAUTHORIZED:
            status, answer, retry_after = await self._ask(method, where, body)
        if status not in (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED):
            raise fault(status, retry_after)
        name = answer.get("id")
        return name if isinstance(name, str) else ""

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, where: URL, body: bytes) -> tuple[int, dict[str, Any], str | None]:
        token = await self._token.get()
        headers = {**PLAIN, **JSON, "Authorization": f"Bearer {token}"}
        try:
            # a redirect would take the token elsewhere
            async with self._connected().request(
                method, where, data=body, headers=headers, allow_redirects=False
            ) as answer:
                document = document_in(await read_within(answer.content, LARGEST_ANSWER))
                status, retry_after = answer.status, answer.headers.get("Retry-After")
        except FAILURES as error:
            raise NotSentNow(code_of(error)) from None
        if status == HTTPStatus.UNAUTHORIZED:
            self._token.drop(token)
        return status, document, retry_after

    def _where(self, address: Mapping[str, Any]) -> URL:
        url, conversation = address.get("service_url"), address.get("conversation")
        if not url or not conversation:
            raise NeverSent("no_address")
        # it was allowed when it was stored, and need not be any more
        if not is_allowed(url, self._access.service):
            raise NeverSent("host_not_allowed")
        return URL(
            f"{url.rstrip('/')}/v3/conversations/{quote(conversation, safe='')}/activities", encoded=True
        )

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = session_for(self._access.service, self._seconds, self._names)
        return self._session


def connector_of(
    settings: TeamsSettings, access: Access, names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
) -> Connector:
    """Return a way out with a token of its own."""
    return Connector(settings, access, OurToken(settings, access, names), names)
