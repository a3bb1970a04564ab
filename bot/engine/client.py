"""The gateway's way to the engine; never imports Rasa."""

from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.engine.messages import Spoken, Turn

DEFAULT_SECONDS = 8.0

# 200 is here for an answer that is no object: something else listens on the engine's port
PASSING = frozenset({HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE})


class EngineUnavailable(Exception):
    """The engine did not answer, or lacks for now what it needs: apologise, and try again later."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the engine is not available ({code})")
        self.code = code


class EngineRefused(Exception):
    """The engine cannot complete this request: the secret is wrong, or the message breaks its turn."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"the engine refused the request with {status} ({code})")
        self.status = status
        self.code = code


class EngineClient:
    """Talks to one engine; use it as an asynchronous context, or call `close`."""

    def __init__(self, url: str, secret: str, seconds: float = DEFAULT_SECONDS) -> None:
        """Take the engine's address (http://127.0.0.1:5005), its secret and the budget of one request."""
        self._base = url.rstrip("/") + "/webhooks/signpost"
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._budget = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def turn(self, spoken: Spoken) -> Turn:
        """Return what the engine answers to one message; the same message again gets the same answer."""
        return Turn.unpack(await self._ask("POST", "/turn", spoken.pack()))

    async def parse(self, text: str) -> dict[str, Any]:
        """Return how the engine understands a text."""
        return await self._ask("POST", "/parse", {"text": text})

    async def health(self) -> str:
        """Return the id of the loaded model, or raise EngineUnavailable."""
        return str((await self._ask("GET", "/health", None))["model"])

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        # made here and not before: a session belongs to the loop that runs
        self._session = self._session or aiohttp.ClientSession(headers=self._headers, timeout=self._budget)
        try:
            async with self._session.request(method, self._base + path, json=body) as response:
                content: dict[str, Any] = await response.json(content_type=None)
        except TimeoutError:
            raise EngineUnavailable("timeout") from None
        except (aiohttp.ClientError, ValueError) as error:
            raise EngineUnavailable(type(error).__name__) from None
        _raise_for(response.status, content)
        return content


def _raise_for(status: int, content: Any) -> None:
    if status == HTTPStatus.OK and isinstance(content, dict):
        return
    error = content.get("error", {}) if isinstance(content, dict) else {}
    code = str(error.get("code", "unknown")) if isinstance(error, dict) else "unknown"
    if status in PASSING:
        raise EngineUnavailable(code)
    raise EngineRefused(status, code)
