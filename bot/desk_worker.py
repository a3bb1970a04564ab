"""The desk as a process: it brings what is due, serves the console, and deletes what was kept long enough."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.asking_actions import ActionEndpoint
from bot.channels.teams.connector import connector_of
from bot.channels.teams.courier import ChannelDesk
from bot.channels.teams.follower import Follower, keep_following
from bot.channels.teams.settings import TeamsSettings
from bot.channels.whatsapp_provider import provider_in_use
from bot.secrets import ACTIONS, secret
from bot.settings import BotSettings
from bot.suggester import LONGEST_WAIT_S, Suggester
from desk import chasing, escalation, file_deletion, lapses, silence
from desk.afterwards import asking, post, reminding, tidying
from desk.afterwards.settings import MailSettings
from desk.chatwoot.courier import ChatwootDesk
from desk.chatwoot.mirror import Mirror, keep_telling
from desk.chatwoot.settings import ChatwootSettings
from desk.console.app import make_console
from desk.console.entrance import Entrance, shut_out
from desk.console.parts import Parts
from desk.delivery import WaysOut, couriers_for
from desk.retention import Broom, keep_watch
from desk.retention_settings import RetentionSettings
from desk.settings import DeskSettings
from desk.sign_in_settings import SignInSettings
from desk.team_settings import TeamSettings
from desk.teams_file import teams_in_use
from desk.ways import WaySettings, ways_in_use
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Way
from knowledge.storage.outbox import Kind

log = logging.getLogger(__name__)


def run_desk(kept: KnowledgeSettings) -> None:
    """Deliver and serve until the process is told to stop."""
    asyncio.run(_work(kept))


async def _work(kept: KnowledgeSettings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    settings, sign_in, chatwoot = DeskSettings(), SignInSettings(), ChatwootSettings()
    database = Database.of(kept)
    _warn(database, settings, sign_in)
    teams, patience = teams_in_use(kept.home), timedelta(days=TeamSettings().desk_expires_days)
    parts = Parts(
        database, settings, _now, teams=teams, chatwoot=chatwoot, entrance=Entrance.of(sign_in),
        suggest=_suggester(kept).suggest, in_teams=TeamsSettings().access() is not None,
    )  # fmt: skip
    console = make_console(parts)
    runner = web.AppRunner(console, access_log=None, handle_signals=False)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.desk_host, settings.desk_port).start()
        await asyncio.gather(
            escalation.watch(database, teams, patience, _now, stop),
            chasing.watch(database, teams, _now, stop),
            keep_watch(Broom(database, RetentionSettings(), kept.home / "outgoing"), _now, stop),
            *_deliveries(parts, kept, stop),
            *_watches(database, settings, kept, stop),
        )
    finally:
        await runner.cleanup()
        database.close()


def _suggester(kept: KnowledgeSettings) -> Suggester:
    # not here as well: the encoder takes 90 MB, and the actions have it in memory already
    actions = f"http://127.0.0.1:{BotSettings().actions_port}"
    return Suggester(ActionEndpoint(actions, secret(kept.home, ACTIONS), LONGEST_WAIT_S))


def _deliveries(
    parts: Parts, kept: KnowledgeSettings, stop: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    """Return what brings cases to brokers by each way there is, and the people's words to where they are."""
    database, settings, chatwoot = parts.database, parts.settings, parts.chatwoot
    couriers = couriers_for(settings, kept.home / "outgoing", parts.teams)
    longest = 0.0
    if chatwoot is not None and chatwoot.is_set:
        couriers = {Way.CHATWOOT: ChatwootDesk(database, chatwoot), **couriers}
        longest = chatwoot.chatwoot_seconds
        for inbox in chatwoot.each():
            yield keep_telling(Mirror(database, inbox, _now), settings.desk_poll_seconds, stop)
    given = TeamsSettings()
    if (access := given.access()) is not None:
        connector = connector_of(given, access)
        couriers = {**couriers, Way.TEAMS: ChannelDesk(database, connector, _now)}
        longest = max(longest, given.teams_seconds)
        follower = Follower(database, connector, _now, given.teams_seconds)
        yield keep_following(follower, settings.desk_poll_seconds, stop)
    own_inbox = chatwoot.chatwoot_inboxes if chatwoot is not None else ()
    ways = ways_in_use(WaySettings(), couriers.keys(), parts.teams, own_inbox)
    yield WaysOut(database, settings, couriers, ways, longest, _now).keep_delivering(stop)


def _watches(
    database: Database, settings: DeskSettings, kept: KnowledgeSettings, stop: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    """Return what looks after people: who is left waiting, how it went, what they asked to be told."""
    folder, links_to = kept.home / "outgoing", _links_to(settings)
    yield silence.watch(database, settings, _now, stop)
    yield lapses.watch(database, _now, stop)
    phone, by_mail = provider_in_use(), links_to is not None
    questions, news = (
        phone is not None and phone.template(kind) is not None for kind in (Kind.FOLLOW_UP, Kind.REMINDER)
    )
    yield asking.watch(database, _now, stop, by_mail=by_mail, by_template=questions)
    yield reminding.watch(database, _now, stop, by_mail=by_mail, by_template=news)
    yield tidying.watch(database, _now, stop)
    yield file_deletion.watch(database, folder, _now, stop)
    if links_to is None:
        log.warning("people get no mail: set SIGNPOST_PUBLIC_URL, where the links in it lead")
        return
    yield post.run(post.ToPeople(database, settings, folder, links_to), _now, stop)


def _links_to(settings: DeskSettings) -> str | None:
    here = BotSettings()
    return MailSettings().links_to(
        f"http://{here.host}:{here.port}", by_server=settings.smtp_host is not None
    )


def _warn(database: Database, settings: DeskSettings, sign_in: SignInSettings) -> None:
    """Say at the start what would otherwise be noticed by those who do not get in."""
    if settings.desk_behind_tls and not sign_in.desk_proxies:
        log.warning(
            "all brokers share one limit of failed sign-ins: behind a proxy set SIGNPOST_DESK_PROXIES"
        )
    try:
        found = shut_out(database, sign_in)
    except SQLAlchemyError as error:
        log.warning("the accounts of brokers cannot be read yet: %s", type(error).__name__)
        return
    if found:
        log.warning(found)


def _now() -> datetime:
    return datetime.now(UTC)
