"""Opening the database before a command runs, with what goes wrong said plainly."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click
from sqlalchemy.exc import SQLAlchemyError

from knowledge.seal import SealBroken
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database, DatabaseIsNewer
from knowledge.storage.seal_check import WrongKeys

# each says what to do
REFUSALS = (LookupError, WrongKeys, SealBroken, DatabaseIsNewer)


@contextmanager
def opened(kept: KnowledgeSettings) -> Iterator[Database]:
    """Open the database, its tables up to date; what is not found or cannot be opened ends the command."""
    database = Database.of(kept)
    try:
        database.migrate()
        yield database
    except REFUSALS as refused:
        raise click.ClickException(str(refused)) from None
    finally:
        database.close()


def require_right_keys(kept: KnowledgeSettings) -> None:
    """End the command when the database was sealed with other keys; one that is away is asked again later."""
    database = Database.of(kept)
    try:
        with suppress(SQLAlchemyError):
            database.require_right_keys()
    except WrongKeys as wrong:
        raise click.ClickException(str(wrong)) from None
    finally:
        database.close()
