"""`signpost outcomes`: what became of the programmes that requests for a person led to."""

import click

from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


@click.command()
def command() -> None:
    """Show for each programme how many firms were asked, and for how many it started."""
    from desk.afterwards.tally import outcome_table

    database = Database(KnowledgeSettings().database_address())
    try:
        database.migrate()
        with database.reading() as session:
            click.echo(outcome_table(session))
    finally:
        database.close()
