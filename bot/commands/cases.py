"""`signpost cases`: the requests for a person."""

import click

from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


@click.command()
@click.argument("reference", required=False)
def command(reference: str | None) -> None:
    """List the requests for a person, newest first, or show the one with this REFERENCE and its brief."""
    from desk.listing import list_cases, show_case

    database = Database(KnowledgeSettings().database_address())
    try:
        database.migrate()
        with database.reading() as session:
            click.echo(show_case(session, reference) if reference else list_cases(session))
    except LookupError as missing:
        raise click.ClickException(str(missing)) from None
    finally:
        database.close()
