"""`signpost cases`: the requests for a person."""

import click

from bot.commands.opening import opened
from knowledge.settings import KnowledgeSettings


@click.command()
@click.argument("reference", required=False)
def command(reference: str | None) -> None:
    """List the requests for a person, newest first, or show the one with this REFERENCE and its brief."""
    from desk.listing import list_cases, show_case

    with opened(KnowledgeSettings()) as database, database.reading() as session:
        click.echo(show_case(session, reference) if reference else list_cases(session))
