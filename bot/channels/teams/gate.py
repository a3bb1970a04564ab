"""Who may speak to us in Teams: the token first, then whether the call is the one that it vouches for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.teams.settings import Access
from bot.channels.teams.signers import PublishedSigners
from bot.channels.teams.tokens import UnknownSigner, Voucher, token_in, voucher_in
from desk.outward import Outward, OutwardRefused

CHANNEL_ID = "msteams"


class NotForUs(Exception):
    """The Bot Connector vouches for somebody, but not for this call here: `code` says in a word why not."""

    def __init__(self, code: str) -> None:
        super().__init__(f"this call is not for us: {code}")
        self.code = code


class Gate:
    """The gate of one bot."""

    def __init__(self, access: Access, signers: PublishedSigners) -> None:
        """Take whom to let in, and where the keys are."""
        self._access, self._signers = access, signers

    async def voucher(self, header: str | None, now: datetime) -> Voucher:
        """Return what the token of a call vouches for, or raise NotVouchedFor; ProviderAway without keys."""
        token, app_id = token_in(header), self._access.app_id
        try:
            return voucher_in(token, await self._signers.get(now), app_id, now)
        except UnknownSigner:
            return voucher_in(token, await self._signers.get(now, anew=True), app_id, now)

    def admit(self, voucher: Voucher, activity: Mapping[str, Any]) -> None:
        """Raise NotForUs unless the activity is what the token vouches for, from where we listen to.

        A token does not cover the body: what it names in both, the address, must be the same.
        """
        url = activity.get("serviceUrl")
        if not isinstance(url, str) or url.rstrip("/") != voucher.service_url.rstrip("/"):
            raise NotForUs("service_url")
        if not is_allowed(url, self._access.service):
            raise NotForUs("service_host")
        if activity.get("channelId") != CHANNEL_ID or CHANNEL_ID not in voucher.channels:
            raise NotForUs("channel")
        tenants = tenants_of(activity)
        if len(tenants) != 1 or not tenants <= self._access.tenants:
            raise NotForUs("tenant")


def tenants_of(activity: Mapping[str, Any]) -> frozenset[str]:
    """Return every organisation that an activity says it comes from."""
    tenant, conversation = _dict(activity.get("channelData")).get("tenant"), activity.get("conversation")
    told = _dict(tenant).get("id"), _dict(conversation).get("tenantId")
    return frozenset(one.lower() for one in told if isinstance(one, str) and one)


def is_allowed(url: str, service: Outward) -> bool:
    """May we answer there?"""
    try:
        found = service.checked(url)
    except OutwardRefused:
        return False
    return not found.query_string and not found.fragment


def _dict(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}
