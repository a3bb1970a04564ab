"""`signpost roadmap`: the steps in order."""

import click

from bot.commands.lines import answer_lines
from bot.commands.questions import Questions


@click.command()
def command() -> None:
    """Show the steps for each need on standard input; the requests are those of `signpost match`."""
    with Questions.opened() as questions:
        answer_lines(questions.roadmap)
