"""Brings cases to brokers: at least once each, whatever fails, with no transaction open meanwhile."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import override

from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.couriers import Courier, Folder, MailServer, Parcel
from desk.rounds import Errand, Rounds, again_and_again
from desk.settings import DeskSettings
from desk.teams import NO_TEAMS, Teams
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Deliveries


@dataclass(frozen=True)
class Worker(Rounds[Parcel]):
    """Brings cases, and the notices that they were taken back."""

    @override
    def errands(self, session: Session) -> Deliveries:
        return Deliveries(session)

    @override
    def is_due(self, session: Session, now: datetime) -> bool:
        return Deliveries(session).oldest_due(now) is not None

    @override
    def take(self, session: Session, now: datetime, until: datetime) -> Errand[Parcel] | None:
        delivery = Deliveries(session).take(self.name, now, until)
        if delivery is None:
            return None
        parcel = Parcel(delivery, Casebook(session).get(delivery.case_id), now)
        name = f"delivery {delivery.id} of case {delivery.case_id}"
        return Errand(delivery.id, name, delivery.attempts, delivery.created, parcel, parcel.is_void())


async def run(
    database: Database,
    settings: DeskSettings,
    outbox_folder: Path,
    stop: asyncio.Event,
    teams: Teams = NO_TEAMS,
) -> None:
    """Deliver by the way out that the settings of the desk name, until told to stop."""
    worker = Worker(database, settings, courier_for(settings, outbox_folder, teams))
    await keep_delivering(worker, stop)


async def keep_delivering(worker: Worker, stop: asyncio.Event) -> None:
    """Deliver what is due until told to stop; what is in hand then is finished first."""
    await again_and_again(worker.deliver_next, "deliver", worker.settings.desk_poll_seconds, stop)


def courier_for(settings: DeskSettings, outbox_folder: Path, teams: Teams = NO_TEAMS) -> Courier[Parcel]:
    """Return the one way out: the webhook when one is set, else the mail server, else the folder."""
    if settings.webhook_url:
        # as in desk/settings.py: without a webhook there is no need of aiohttp
        from desk.webhooks import Webhook

        return Webhook(settings)
    return MailServer(settings, teams) if settings.smtp_host else Folder(settings, outbox_folder, teams)
