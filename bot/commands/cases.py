"""`signpost cases`: the requests for a person."""

import click

from bot.commands.opening import opened
from knowledge.settings import KnowledgeSettings


@click.command()
@click.argument("reference", required=False)
@click.option(
    "--form",
    type=click.Choice(["signpost", "bot_framework"]),
    help="Print the brief alone, as webhooks carry it: as our own JSON, or as the event handoff.initiate.",
)
def command(reference: str | None, form: str | None) -> None:
    """List the requests for a person, newest first, or show the one with this REFERENCE and its brief."""
    from desk.listing import briefs_as_json, list_cases, show_case

    if form and not reference:
        raise click.UsageError("--form needs the REFERENCE of a request")
    with opened(KnowledgeSettings()) as database, database.reading() as session:
        if reference and form:
            click.echo(briefs_as_json(session, reference, form))
        else:
            click.echo(show_case(session, reference) if reference else list_cases(session))
