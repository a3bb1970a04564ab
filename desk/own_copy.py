"""A copy of what is kept, for the person themselves: what `signpost person export` gives out, of one chat."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desk.holdings import exported
from desk.people import find
from knowledge.storage.copies import Copies


def own_copy(
    session: Session, key: str, now: datetime, *, conversation_id: str | None = None
) -> dict[str, Any]:
    """Return the copy that a key fetches, and use the key up; raise CopyNotFound.

    It is of one conversation alone, as the chat's own deletion is: an address that was typed there proves
    nothing. `conversation_id` is whose session asks, None for who has the key alone.
    """
    whose = Copies(session).use_up(key, now, conversation_id=conversation_id)
    return exported(session, replace(find(session, whose), others=()))
