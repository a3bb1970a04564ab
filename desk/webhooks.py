"""Cases by webhook, signed as Standard Webhooks says (https://www.standardwebhooks.com)."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
from aiohttp.abc import AbstractResolver

from desk.couriers import NotDelivered, Parcel
from desk.handoff_event import end_event, handoff_event
from desk.outward_requests import FAILURES, code_of, read_within, session_for
from desk.settings import DeskSettings
from knowledge.storage.deliveries import Kind

LONGEST_ANSWER = 64 * 1024
TYPES = {
    Kind.CASE: "case.opened",
    Kind.PASSED_ON: "case.passed_on",
    Kind.NARROWED: "case.narrowed",
    Kind.REMINDER: "case.reminder",
    Kind.WITHDRAWAL: "case.withdrawn",
    # to one broker, which goes by mail: see desk/sorting.py
    Kind.LEAD: "case.lead",
    Kind.COLLEAGUE: "case.colleague",
}


@dataclass(frozen=True)
class Webhook:
    """Posts to the one address that the settings name; `names` makes who looks its host up."""

    settings: DeskSettings
    names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver

    async def send(self, parcel: Parcel) -> None:
        """Return once the receiver says that it has taken the case, or raise NotDelivered.

        It gets the same id and the same body however often it is sent: by the id it knows what it has.
        """
        body = BODIES[self.settings.webhook_form](parcel)
        headers = headers_of(parcel, body, self.settings.webhook_key())
        try:
            await self._post(body, headers)
        except FAILURES as error:
            raise NotDelivered(code_of(error)) from None

    async def _post(self, body: bytes, headers: dict[str, str]) -> None:
        given = self.settings
        allowed = given.outward()
        url = allowed.checked(given.webhook_url or "")
        async with (
            session_for(allowed, given.webhook_seconds, self.names) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                raise NotDelivered(f"http_{answer.status}")
            await read_within(answer.content, LONGEST_ANSWER)


def body_of(parcel: Parcel) -> bytes:
    """Return what the receiver reads, in our own form; what was taken back is told without a brief."""
    data = {"case_id": parcel.case.id, "reference": parcel.case.reference}
    brief = parcel.brief()
    content = {
        "type": TYPES[parcel.delivery.kind],
        "timestamp": parcel.delivery.created.isoformat(),
        "data": data if brief is None else {**data, "brief": brief.pack()},
    }
    return json.dumps(content).encode("ascii")


def activity_of(parcel: Parcel) -> bytes:
    """Return the same as an activity of the Bot Framework; no two deliveries have one of the same id."""
    brief, case, delivery = parcel.brief(), parcel.case, parcel.delivery
    if brief is None:
        activity = end_event(case.reference, case.channel, delivery.created, delivery.id)
    else:
        activity = handoff_event(brief, delivery.id)
    return json.dumps(activity).encode("ascii")


BODIES: Mapping[str, Callable[[Parcel], bytes]] = {"signpost": body_of, "bot_framework": activity_of}


def headers_of(parcel: Parcel, body: bytes, key: bytes) -> dict[str, str]:
    """Return the headers that go with a body; the timestamp is the attempt's, for old ones are refused."""
    message, at = parcel.delivery.id, str(int(parcel.taken.timestamp()))
    digest = hmac.digest(key, f"{message}.{at}.".encode("ascii") + body, "sha256")
    return {
        "Content-Type": "application/json",
        "User-Agent": "Signpost",
        "webhook-id": message,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode('ascii')}",
    }
