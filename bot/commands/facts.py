"""`signpost facts`: what the fact files would change, and loading them."""

import click

from bot.commands.opening import opened
from knowledge.loading import FACTS, FactsRefused, apply, facts_in_use, plan
from knowledge.settings import KnowledgeSettings


@click.command()
@click.argument("what", type=click.Choice(["changes", "load"]), default="changes")
def command(what: str) -> None:
    """Show what the fact files would change in the database, record by record, or `load` them."""
    try:
        facts = facts_in_use(FACTS)
    except FactsRefused as refused:
        raise click.ClickException("\n".join(str(problem) for problem in refused.problems)) from None
    with opened(KnowledgeSettings()) as database, database.open() as session:
        changes = apply(session, facts) if what == "load" else plan(session, facts)
    for line in changes.lines():
        click.echo(line)
    click.echo(changes.summary())
