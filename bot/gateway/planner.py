"""The gateway's way to who lays out plans: the action endpoint, which has the meaning of words at hand."""

from http import HTTPStatus
from typing import Any

import aiohttp

from knowledge.packing import unpack
from knowledge.plans import Asked, KeptPlan


class PlannerAway(Exception):
    """No plan can be laid out now: leave the old one as it is, and try again later."""


class Planner:
    """Talks to one action endpoint."""

    def __init__(self, url: str, secret: str, seconds: float) -> None:
        """Take the endpoint's address, its secret and how long one request may take."""
        self._url = f"{url.rstrip('/')}/plan"
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._budget = aiohttp.ClientTimeout(total=seconds)

    async def lay_out(self, asked: Asked) -> KeptPlan | None:
        """Return a plan for this firm and need from what is known today; None when there are no steps."""
        try:
            content = await self._ask(asked.pack())
            return None if content["plan"] is None else unpack(KeptPlan, content["plan"])
        except (TimeoutError, aiohttp.ClientError, ValueError, KeyError, TypeError) as error:
            raise PlannerAway(type(error).__name__) from None

    async def _ask(self, body: dict[str, object]) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession(headers=self._headers, timeout=self._budget) as session,
            session.post(self._url, json=body) as answer,
        ):
            if answer.status != HTTPStatus.OK:
                raise PlannerAway(str(answer.status))
            content: dict[str, Any] = await answer.json()
            return content
