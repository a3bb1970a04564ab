"""`signpost parse`: what is understood."""

from typing import Any

import click

from bot.commands.lines import answer_lines
from bot.commands.plainly import set_up
from knowledge.settings import KnowledgeSettings


@click.command()
def command() -> None:
    """Show what is understood of each line of standard input, JSON objects with "id" and "text"."""
    from bot.nlu.parsing import Parser

    kept = KnowledgeSettings()
    set_up(kept, aside=True)
    parser = Parser(kept.home)

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        return {"id": request.get("id"), **parser.parse(str(request["text"]))}

    answer_lines(answer)
