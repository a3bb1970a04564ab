"""Questions to others that one JSON object answers: only where they may go, for a limited time."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from desk.outward import Outward
from desk.outward_requests import read_within, session_for

LONGEST_DOCUMENT = 256 * 1024
# no encoding: a small answer could be unpacked to a large one
PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Signpost"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Asking:
    """Whom to ask, and how long each answer may take; `names` makes who looks hosts up."""

    allowed: Outward
    seconds: float
    names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver

    async def ask(
        self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Return status and document of an answer; what is no JSON object is an empty one.

        With a body it is posted. Raises one of `desk.outward_requests.FAILURES`; redirects are not followed.
        """
        where = self.allowed.checked(url)
        method, sent = "GET" if body is None else "POST", {**PLAIN, **(headers or {})}
        async with (
            session_for(self.allowed, self.seconds, self.names) as session,
            session.request(method, where, data=body, headers=sent, allow_redirects=False) as answer,
        ):
            return answer.status, document_in(await read_within(answer.content, LONGEST_DOCUMENT))


def document_in(content: bytes) -> dict[str, Any]:
    """Return the JSON object in an answer, an empty one where there is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
