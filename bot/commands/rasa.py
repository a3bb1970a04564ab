"""`signpost rasa`: Rasa's own command line."""

import click

from bot.engine.surroundings import surround
from knowledge.settings import KnowledgeSettings


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run Rasa's own command line, with Rasa's own arguments (train, shell, data validate, test ...)."""
    from bot.engine.rasa_command import main

    surround(KnowledgeSettings())
    main(arguments)
