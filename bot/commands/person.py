"""`signpost person`: what is kept of somebody; shown, given out, erased."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands.opening import opened
from desk.erasing import erase_for_good
from desk.file_deletion import delete_files
from desk.holdings import exported, listed
from desk.people import Found, find
from knowledge.secret_files import write_for_owner
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.wording import say

alone_option = click.option(
    "--alone", is_flag=True, help="Only what KEY itself names, not what else the same person left."
)


@click.group()
def command() -> None:
    """Show, give out or erase what is kept of somebody.

    KEY is a person's key, the id of a conversation, the reference of a request, an e-mail address or a
    telephone number.
    """


@command.command()
@click.argument("key")
@alone_option
def show(key: str, *, alone: bool) -> None:
    """List what is kept."""
    with _reading() as session:
        click.echo(listed(session, _found(session, key, alone=alone)))


@command.command()
@click.argument("key")
@alone_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file for it.")
def export(key: str, *, alone: bool, out: Path | None) -> None:
    """Give out all that is kept, as JSON."""
    with _reading() as session:
        content = exported(session, _found(session, key, alone=alone))
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        write_for_owner(out, text)
    except FileExistsError:
        raise click.ClickException(say("utter_people_file_exists", path=out)) from None
    except OSError as error:
        raise click.ClickException(str(error)) from None
    click.echo(say("utter_people_exported", path=out))


@command.command()
@click.argument("key")
@alone_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(key: str, *, alone: bool, yes: bool) -> None:
    """Erase all that is kept, withdraw open requests, and tell those who were told of them."""
    kept = KnowledgeSettings()
    with opened(kept) as database:
        with database.reading() as session:
            found = _found(session, key, alone=alone)
            click.echo(listed(session, found))
        # nobody waits for a transaction while somebody reads
        if not yes and not click.confirm(say("utter_people_ask")):
            click.echo(say("utter_people_not_erased"))
            return
        count = sum(_erase(database, conversation, kept) for conversation in found.conversations)
    click.echo(say("utter_people_done", count=count) if count else say("utter_people_done_before"))
    click.echo(say("utter_people_stays"))


@contextmanager
def _reading() -> Iterator[Session]:
    with opened(KnowledgeSettings()) as database, database.reading() as session:
        yield session


def _found(session: Session, key: str, *, alone: bool) -> Found:
    found = find(session, key)
    return replace(found, others=()) if alone else found


def _erase(database: Database, conversation_id: str, kept: KnowledgeSettings) -> bool:
    # one at a time: what breaks off is erased as far as it came, and is taken up by doing it again
    now = datetime.now(UTC)
    with database.open() as session:
        erased = erase_for_good(session, conversation_id, now)
    delete_files(database, kept.home / "outgoing", now)
    return erased
