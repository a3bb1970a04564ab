"""`signpost match`: what fits."""

import click

from bot.commands.lines import answer_lines
from bot.commands.questions import Questions


@click.command()
def command() -> None:
    """Show what fits each need on standard input.

    A line is a JSON object {"id", "text"?, "profile"?, "wants"?, "barriers"?, "limit"?}.
    """
    with Questions.opened() as questions:
        answer_lines(questions.match)
