"""Setting up before a command runs, with what goes wrong said plainly."""

import click

from bot.preparation import NotPrepared, prepare
from knowledge.settings import KnowledgeSettings


def set_up(kept: KnowledgeSettings, *, aside: bool = False) -> None:
    """Set up what is missing; `aside` tells it on standard error, where standard output is for answers."""
    try:
        prepare(kept, tell=lambda line: click.echo(line, err=aside))
    except NotPrepared as error:
        raise click.ClickException(str(error)) from None
