"""`signpost serve`: everything on one machine, or one part."""

import asyncio
import logging
import subprocess
import sys

import click

from bot.lifeline import hold_on
from bot.parts import PARTS, run_part
from bot.ports import CannotListen, PortTaken, require_free
from bot.settings import BotSettings
from bot.supervisor import Part, command_for, supervise
from bot.welcome import announce_when_ready
from desk.settings import DeskSettings
from desk.sign_in_settings import SignInSettings
from knowledge.settings import KnowledgeSettings


@click.command()
@click.option("--only", type=click.Choice(PARTS), help="Run one part in this process.")
@click.option("--prepare", "only_prepare", is_flag=True, help="Set up what is missing, and stop.")
def command(only: str | None, only_prepare: bool) -> None:
    """Serve everything on this machine, or one part of it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # its own start says nothing to whoever runs this
    settings, kept = BotSettings(), KnowledgeSettings()
    if only is not None:
        from bot.commands.opening import require_right_keys

        hold_on()
        require_right_keys(kept)
        run_part(only, settings, kept)
        return
    if only_prepare:
        from bot.commands.plainly import set_up

        set_up(kept)
        return
    try:
        require_free(settings.host, {"SIGNPOST_PORT": settings.port})
        require_free("127.0.0.1", {"SIGNPOST_ENGINE_PORT": settings.engine_port})
        require_free("127.0.0.1", {"SIGNPOST_ACTIONS_PORT": settings.actions_port})
        desk, _ = (
            DeskSettings(),
            SignInSettings(),
        )  # what is impossible stops everything
        require_free(desk.desk_host, {"SIGNPOST_DESK_PORT": desk.desk_port})
    except (PortTaken, CannotListen) as hindrance:
        raise click.ClickException(str(hindrance)) from None
    _prepare_aside()
    asyncio.run(_everything(settings, desk))


def _prepare_aside() -> None:
    """Set up in a process of its own: what this one imports it would hold as long as it watches the parts."""
    status = subprocess.run([sys.executable, "-m", "bot.cli", "serve", "--prepare"], check=False).returncode
    if status != 0:
        raise SystemExit(status)


async def _everything(settings: BotSettings, desk: DeskSettings) -> None:
    telling = asyncio.create_task(announce_when_ready(settings, desk, tell=click.echo))
    try:
        await supervise([Part(name, command_for(name)) for name in PARTS])
    finally:
        telling.cancel()
