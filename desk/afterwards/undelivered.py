"""What follows when a question or a reminder could not be brought in the chat: another way, or none."""

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.storage.follow_ups import FollowUps, Standing
from knowledge.storage.outbox import Entry, Kind
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.wishes import Reminders


def not_brought(session: Session, entry: Entry, now: datetime) -> None:
    """Plan again what a row has not brought, without the chat; nothing for any other row."""
    if entry.kind is Kind.REMINDER:
        Reminders(session).not_told(entry.conversation_id, entry.id)
    elif entry.kind is Kind.FOLLOW_UP:
        asked = FollowUps(session).asked_by(entry.conversation_id, entry.id)
        if asked is not None and asked.state is Standing.ASKED:
            Outcomes(session).not_asked(asked.case_id, asked.day)
            FollowUps(session).change(asked, Standing.PLANNED, due=now, asked_at=None)
