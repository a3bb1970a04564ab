"""`signpost check`: what is wrong, one line each."""

from datetime import UTC, datetime

import click

from bot.chain_check import chain_lines
from bot.checks import advice, problems
from bot.retention_check import kept_lines
from bot.settings_list import listed
from knowledge.settings import KnowledgeSettings


@click.command()
@click.option(
    "--settings", "show_settings", is_flag=True, help="List every setting with its meaning and value."
)
def command(show_settings: bool) -> None:
    """Say what is wrong with data, facts, model, settings and database; exit status 1 if anything is.

    Advice comes first, and is nothing wrong.
    """
    if show_settings:
        for line in listed():
            click.echo(line)
        return
    kept = KnowledgeSettings()
    for line in kept_lines(kept, datetime.now(UTC)):
        click.echo(line)
    for line in (*chain_lines(kept), *advice()):
        click.echo(line)
    found = list(problems(kept))
    for problem in found:
        click.echo(problem)
    if found:
        raise SystemExit(1)
    click.echo("nothing is wrong")
