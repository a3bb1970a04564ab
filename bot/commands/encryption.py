"""`signpost encryption`: the keys that seal what people tell."""

import click

from bot.commands.opening import opened
from desk.people import tie_earlier
from knowledge.keys import KeysAreInSettings, add_key, keys_of, new_key
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.people import People
from knowledge.storage.personal import Personal
from knowledge.storage.resealing import compact, reseal, sealed_columns
from knowledge.wording import say


@click.group()
def command() -> None:
    """Make a new key for what people tell, and seal everything with it."""


@command.command("new-key")
def make() -> None:
    """Put a new key before the others; what is running must be started again to know it."""
    try:
        add_key(KnowledgeSettings())
    except KeysAreInSettings:
        click.echo(say("utter_people_key_to_set", key=new_key()))
        return
    click.echo(say("utter_people_key_made"))


@command.command()
def rotate() -> None:
    """Seal everything with the newest key, also what was kept before anything was sealed.

    Signpost may run meanwhile, and it may be broken off and done again.
    """
    kept = KnowledgeSettings()
    seal = keys_of(kept).seal
    with opened(kept) as database:
        counts = {what.name: reseal(database, seal, what) for what in sealed_columns()}
        _tie_earlier(database)
        database.note_keys()
        compacted = compact(database)
    for name, count in counts.items():
        click.echo(say("utter_people_rotated", name=name, count=count))
    click.echo(say("utter_people_all_rotated" if compacted else "utter_people_not_compacted"))


def _tie_earlier(database: Database) -> None:
    with database.reading() as session:
        untied = Personal(session).reachable_without_marks()
    for conversation in untied:
        with database.open() as session:
            if not People(session).of_conversation(conversation):
                tie_earlier(session, conversation)
