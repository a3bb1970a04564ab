"""Requests for a person to the channel of their front door: a card each, which then follows its case."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.teams.case_cards import card_message
from bot.channels.teams.connector import Connector
from desk.couriers import NotDelivered, Parcel
from desk.noticeboard import Notice, notice
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Kind
from knowledge.storage.teams_links import Room, TeamsRooms
from knowledge.storage.teams_posts import Post, PostKind, TeamsPosts


@dataclass(frozen=True)
class ChannelDesk:
    """The way out into channels of Teams."""

    database: Database
    connector: Connector
    clock: Callable[[], datetime]

    async def send(self, parcel: Parcel) -> None:
        """Return once the card is there, or raise NotDelivered.

        A crash between the two can leave a second card of the same case, which does the same as the first.
        """
        if parcel.delivery.kind is Kind.WITHDRAWAL:
            return  # the card that is there says so by itself
        hub_id = parcel.delivery.hub_id or parcel.case.hub_id
        room, seen = await asyncio.to_thread(self._look, parcel, hub_id)
        if seen is None:
            return
        if room is None:
            raise NotDelivered("no_channel")
        try:
            name = await self.connector.post(room.address, card_message(seen))
        except (NotSentNow, NeverSent) as failed:
            raise NotDelivered(failed.code) from None
        await asyncio.to_thread(self._keep, parcel, room, name)

    def _look(self, parcel: Parcel, hub_id: str) -> tuple[Room | None, Notice | None]:
        """Return where the card goes and what it shows, which is nothing when there is one already."""
        with self.database.reading() as session:
            if TeamsPosts(session).open(parcel.case.id, PostKind.CARD, hub_id) is not None:
                return None, None
            seen = notice(session, parcel.case, hub_id, self.clock())
            return TeamsRooms(session).find(hub_id), seen

    def _keep(self, parcel: Parcel, room: Room, name: str) -> None:
        now, case = self.clock(), parcel.case
        its = uuid.uuid4().hex, case.id, PostKind.CARD, room.hub_id, room.address
        post = Post(*its, created=now, next_try=now, activity=name, revision=case.revision)
        with self.database.open() as session:
            TeamsPosts(session).add(post)
