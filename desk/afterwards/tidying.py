"""Deletes addresses that have served their purpose, and those that nobody has confirmed."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from desk.afterwards.post import LINKS_LAST
from desk.rounds import again_and_again
from knowledge.storage.database import Database
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.wishes import Reminders, Subscriptions

LOOK_EVERY_S = 3600.0


async def watch(database: Database, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Tidy up again and again until told to stop."""

    async def look() -> bool:
        await asyncio.to_thread(tidy_up, database, clock())
        return False

    await again_and_again(look, "tidy up", LOOK_EVERY_S, stop)


def tidy_up(database: Database, now: datetime) -> None:
    """Delete mails whose links are out of date, reminders that were told, lists that nobody confirmed."""
    before = now - LINKS_LAST
    with database.open() as session:
        PersonMails(session).forget_settled(before)
        Reminders(session).forget_sent(before)
        Subscriptions(session).forget_unconfirmed(before)
