"""`signpost replay`: an earlier answer, with the records as they were then."""

import click

from bot.commands.opening import opened
from knowledge.replays import replay, told
from knowledge.settings import KnowledgeSettings
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.outbox import Outbox


@click.command()
@click.argument("conversation_id")
@click.argument("message_seq", type=click.IntRange(min=1))
def command(conversation_id: str, message_seq: int) -> None:
    """Show what message MESSAGE_SEQ of a conversation rested on, and what differs in it today."""
    with opened(KnowledgeSettings()) as database, database.reading() as session:
        entry = Outbox(session).get(conversation_id, message_seq)
        for line in told(entry, replay(entry, KnowledgeBase(session))):
            click.echo(line)
