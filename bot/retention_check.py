"""How long each kind of data is kept, how much is over its time now, and what that says."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from desk.retention import Kind, days_of, over
from desk.retention_settings import RetentionSettings
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.seal_check import WrongKeys

# the desk looks once an hour; longer than this means that nobody does
GRACE = timedelta(days=2)


def kept_lines(kept: KnowledgeSettings, now: datetime) -> Iterator[str]:
    """Yield a line for each kind of data; none while the database cannot be used, which is told elsewhere."""
    with suppress(ValidationError):
        settings = RetentionSettings()
        counts = _over(kept, settings, now)
        if counts is None:
            return
        for kind, days in days_of(settings).items():
            how_long = f"kept for {days} days" if days else "kept until a time of their own"
            yield f"{kind.value.replace('_', ' ')}: {how_long}, over it now: {counts[kind]}"


def kept_too_long(kept: KnowledgeSettings, now: datetime) -> Iterator[str]:
    """Yield one line for each kind of data that nobody deletes though its time is over."""
    with suppress(ValidationError):  # told among the settings
        for kind, count in (_over(kept, RetentionSettings(), now - GRACE) or {}).items():
            if count:
                what = f"{count} {kind.value.replace('_', ' ')}"
                yield f"retention: {what} kept too long by over {GRACE.days} days; does the desk run?"


def _over(kept: KnowledgeSettings, settings: RetentionSettings, now: datetime) -> Mapping[Kind, int] | None:
    database = Database.of(kept)
    try:
        with database.reading() as session:
            return over(session, settings, now)
    except (SQLAlchemyError, WrongKeys):  # told with the database
        return None
    finally:
        database.close()
