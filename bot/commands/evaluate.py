"""`signpost evaluate`: how well it understands."""

import json

import click

from bot.commands.plainly import set_up
from bot.evaluation.cases import read
from bot.evaluation.report import report
from knowledge.settings import KnowledgeSettings


@click.command()
def command() -> None:
    """Measure understanding on the held-out sentences, with 95 % intervals; the result is JSON."""
    from bot.nlu.parsing import Parser

    kept = KnowledgeSettings()
    set_up(kept, aside=True)
    parser = Parser(kept.home)
    sets = (read("understanding"), read("parsing"), read("out_of_scope"))
    click.echo(json.dumps(report(*sets, parser.parse), indent=2))
