"""`signpost teams`: what Microsoft Teams needs of us."""

from pathlib import Path

import click
from pydantic import ValidationError

from bot.channels.teams.app_settings import TeamsAppSettings
from bot.channels.teams.package import AppPackage, NotPackable
from bot.channels.teams.settings import TeamsSettings
from desk.afterwards.settings import MailSettings
from knowledge.wording import say


@click.group()
def command() -> None:
    """Make what Microsoft Teams needs of us."""


@command.command()
@click.option(
    "--to",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("signpost-teams.zip"),
    show_default=True,
    help="The file to write.",
)
def package(to: Path) -> None:
    """Write the app package, which an administrator uploads to Teams."""
    try:
        made = AppPackage.of(TeamsSettings().teams_app_id, MailSettings().public_url, TeamsAppSettings())
        made.write(to)
    except NotPackable as refused:
        raise click.ClickException(str(refused)) from None
    except ValidationError as wrong:
        raise click.ClickException("; ".join(one["msg"] for one in wrong.errors())) from None
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}") from None
    click.echo(say("utter_teams_app_packed", file=to))
