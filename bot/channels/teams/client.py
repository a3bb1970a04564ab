"""Brings rows of the transcript to people in Teams, through the Bot Connector."""

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing, Payload
from bot.channels.teams.connector import connector_of
from bot.channels.teams.gate import Gate
from bot.channels.teams.protocol import name_of
from bot.channels.teams.rendering import Activity, render
from bot.channels.teams.settings import Access, TeamsSettings
from bot.channels.teams.signers import PublishedSigners
from knowledge.storage.channel_messages import Part

log = logging.getLogger(__name__)


class Teams:
    """The channel of one gateway: the gate for what comes in, the connector for what goes out."""

    def __init__(
        self,
        settings: TeamsSettings,
        access: Access,
        public_url: str | None = None,
        names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
    ) -> None:
        """Take the settings, what they give access with, and where our own pages are found."""
        self.gate = Gate(access, PublishedSigners(settings, access, names))
        self.connector = connector_of(settings, access, names)
        self._public_url = public_url

    def render(self, outgoing: Outgoing, _now: datetime) -> list[Activity]:
        """Return the activities that a row becomes; Teams takes them as long as the app is there."""
        return render(outgoing.entry.shown, outgoing.entry.sender, self._public_url)

    async def post(self, payload: Payload, address: Mapping[str, Any], _part: Part) -> str:
        """Return our own name for what Teams took, or raise NotSentNow or NeverSent."""
        theirs = await self.connector.post(address, payload)
        return name_of(f"{address['conversation']}\0{theirs or uuid.uuid4().hex}")

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is on its way; when it fails nothing is lost."""
        try:
            await self.connector.post(address, {"type": "typing"})
        except (NotSentNow, NeverSent) as failed:
            log.info("typing could not be shown: %s", failed.code)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.connector.close()
