"""The files that stand in for mail go after the commit that says so, however often it takes."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from desk.couriers import drafts_of, mail_file, remove_written
from desk.rounds import again_and_again
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database
from knowledge.storage.file_deletions import FileDeletion, FileDeletions, Kept

log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0
IN_ONE_GO = 200
STILL_IN_HAND = timedelta(minutes=15)  # whoever began to write such a file before has ended or died by then


async def watch(
    database: Database, outgoing: Path, clock: Callable[[], datetime], stop: asyncio.Event
) -> None:
    """Look again and again until told to stop."""

    async def look() -> bool:
        return await asyncio.to_thread(delete_files, database, outgoing, clock()) > 0

    await again_and_again(look, "delete files", LOOK_EVERY_S, stop)


def let_letters_go(session: Session, conversation_id: str) -> None:
    """Note that the letters about the requests of a conversation are to go, in the caller's transaction."""
    kept = [case for case in Cases(session).of_conversation(conversation_id) if case.erased is None]
    FileDeletions(session).note_letters((case.reference, case.id) for case in kept)


def delete_files(database: Database, outgoing: Path, now: datetime) -> int:
    """Try to delete what was noted, and return how many were tried for the first time.

    A file that a process was about to write meanwhile comes later: each is deleted again until nobody can
    have it in hand. One that cannot be deleted is tried again.
    """
    with database.reading() as session:
        noted = FileDeletions(session).some(IN_ONE_GO)
    if not noted:
        return 0
    gone = [one for one in noted if _delete(outgoing, one)]
    over = [one.id for one in gone if one.first_tried and one.first_tried <= now - STILL_IN_HAND]
    with database.open() as session:
        FileDeletions(session).tried([one.id for one in noted], now)
        FileDeletions(session).done(over)
    return sum(one.first_tried is None for one in noted)


def _delete(outgoing: Path, noted: FileDeletion) -> bool:
    try:
        if noted.kind is Kept.LETTER:
            remove_written(outgoing, noted.reference or "", noted.about)
            return True
        name = mail_file(noted.about)
        # with what a process that died has left of it
        for path in (outgoing / name, *outgoing.glob(drafts_of(name))):
            path.unlink(missing_ok=True)
    except OSError as error:
        log.error("a file that is to go cannot be deleted: %s", type(error).__name__)  # noqa: TRY400 - its name is enough
        return False
    return True
