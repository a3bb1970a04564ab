"""`signpost outcomes`: what became of the programmes that requests for a person led to."""

import click

from bot.commands.opening import opened
from knowledge.settings import KnowledgeSettings


@click.command()
def command() -> None:
    """Show for each programme how many firms were asked, and for how many it started."""
    from desk.afterwards.tally import outcome_table

    with opened(KnowledgeSettings()) as database, database.reading() as session:
        click.echo(outcome_table(session))
