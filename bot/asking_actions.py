"""Asking the action endpoint, which has the meaning of words at hand, for something beside the talk."""

from http import HTTPStatus
from typing import Any

import aiohttp


class ActionsAway(Exception):
    """The action endpoint gave no answer: go on without, and ask again later."""


class ActionEndpoint:
    """Talks to one action endpoint, on loopback."""

    def __init__(self, url: str, secret: str, seconds: float) -> None:
        """Take the endpoint's address, its secret and how long one request may take."""
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._budget = aiohttp.ClientTimeout(total=seconds)

    async def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer, which is JSON; raise ActionsAway when there is none."""
        try:
            async with (
                aiohttp.ClientSession(headers=self._headers, timeout=self._budget) as session,
                session.post(f"{self._url}{path}", json=body) as answer,
            ):
                if answer.status != HTTPStatus.OK:
                    raise ActionsAway(str(answer.status))
                content: dict[str, Any] = await answer.json()
                return content
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise ActionsAway(type(error).__name__) from None
