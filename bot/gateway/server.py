"""The gateway as a process."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

import aiohttp
import uvloop
from aiohttp import web
from sqlalchemy.orm import Session

from bot.asking_actions import ActionEndpoint
from bot.channels.teams import protocol
from bot.channels.teams.client import Teams
from bot.channels.teams.settings import TeamsSettings
from bot.channels.twilio.client import Twilio
from bot.channels.web.sites_file import sites_in_use
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp_provider import phone_in_use
from bot.engine.client import EngineClient
from bot.gateway import on_whatsapp, teams, twilio, whatsapp
from bot.gateway.app import make_app
from bot.gateway.arrivals import Arrivals
from bot.gateway.ledger import Ledger
from bot.gateway.parts import Outside, assemble
from bot.gateway.planner import Planner
from bot.gateway.searching import search
from bot.secrets import ACTIONS, ENGINE, PEOPLE, SESSIONS, secret
from bot.settings import BotSettings
from desk.afterwards.settings import MailSettings
from desk.effects import EffectsAt
from desk.moving_settings import MovingSettings
from desk.teams_file import teams_in_use
from knowledge.loading import facts_in_use
from knowledge.records import Hub
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.hubs import Hubs

SECONDS_TO_HANG_UP = 2.0


def run_gateway(settings: BotSettings, kept: KnowledgeSettings) -> None:
    """Serve the page and the API until the process is told to stop."""
    web.run_app(
        application(settings, kept),
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=SECONDS_TO_HANG_UP,
        loop=uvloop.new_event_loop(),
    )


def application(settings: BotSettings, kept: KnowledgeSettings) -> web.Application:
    """Return the gateway over the real engine, actions, desk and database."""
    engine = EngineClient(
        f"http://127.0.0.1:{settings.engine_port}", secret(kept.home, ENGINE), settings.turn_seconds
    )
    phone, room = phone_in_use(), _teams()
    actions = f"http://127.0.0.1:{settings.actions_port}"
    outside = Outside(
        engine=engine,
        apply=EffectsAt(teams_in_use(kept.home), MovingSettings().whatsapp_display_numbers if phone else {}),
        read_hubs=read_hubs,
        shipped_hubs=shipped_hubs,
        search=search,
        actions_alive=actions_alive(actions),
        lay_out=Planner(ActionEndpoint(actions, secret(kept.home, ACTIONS), settings.turn_seconds)).lay_out,
        clock=lambda: datetime.now(UTC),
        channels={
            **({on_whatsapp.CHANNEL: phone} if phone is not None else {}),
            **({protocol.CHANNEL: room} if room is not None else {}),
        },
        sites=sites_in_use(kept.home),
    )
    ledger = Ledger(Database.of(kept))
    parts = assemble(settings, ledger, secret(kept.home, SESSIONS), outside)
    arrivals = Arrivals(parts, secret(kept.home, PEOPLE))
    routes = [
        *_by_phone(arrivals, phone),
        *(teams.routes(arrivals, room) if room is not None else ()),
    ]
    app = make_app(parts, routes)

    async def hang_up(_app: web.Application) -> None:
        await engine.close()
        if phone is not None:
            await phone.close()
        if room is not None:
            await room.close()

    app.on_cleanup.append(hang_up)
    return app


def _by_phone(arrivals: Arrivals, phone: WhatsApp | Twilio | None) -> list[web.RouteDef]:
    if isinstance(phone, Twilio):
        return twilio.routes(arrivals, phone)
    return [] if phone is None else whatsapp.routes(arrivals, phone)


def _teams() -> Teams | None:
    settings = TeamsSettings()
    access = settings.access()
    return None if access is None else Teams(settings, access, MailSettings().public_url)


def read_hubs(session: Session) -> Sequence[Hub]:
    """Return the front doors, to be kept at hand."""
    return Hubs(session).all()


def shipped_hubs() -> Sequence[Hub]:
    """Return the front doors of the fact files, for a start without a database."""
    return facts_in_use().hubs


def actions_alive(url: str) -> Callable[[], Awaitable[bool]]:
    """Return the question whether the action endpoint answers."""

    async def ask() -> bool:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{url}/health") as answer,
        ):
            return answer.status == HTTPStatus.OK

    return ask
