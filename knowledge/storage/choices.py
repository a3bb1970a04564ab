"""The choices that were offered: an opaque id for each button, so that nobody can make one up."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.replies import Choice
from knowledge.storage.outbox import Button
from knowledge.storage.tables import Instant, metadata

choices = Table(
    "choices",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("intent", String(60), nullable=False),
    Column("entities", JSON, nullable=False),
    Column("label", String(300), nullable=False),
    Column("issued", Instant, nullable=False),
    Index("ix_choices_conversation_id", "conversation_id"),
)


@dataclass(frozen=True)
class Issued:
    """What a button means."""

    id: str
    intent: str
    entities: dict[str, Any]
    label: str


class Choices:
    """The choices issued to each conversation; they stay valid as long as it does."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def issue(self, conversation_id: str, offered: Sequence[Choice], now: datetime) -> tuple[Button, ...]:
        """Keep what each choice means, and return the buttons for them."""
        buttons = tuple(Button(choice.label, secrets.token_urlsafe(16)) for choice in offered)
        rows = [
            {
                "id": button.choice,
                "conversation_id": conversation_id,
                "intent": choice.intent,
                "entities": dict(choice.entities),
                "label": choice.label,
                "issued": now,
            }
            for button, choice in zip(buttons, offered, strict=True)
        ]
        if rows:
            self._session.execute(insert(choices), rows)
        return buttons

    def find(self, conversation_id: str, choice_id: str) -> Issued | None:
        """Return what was issued to this conversation under this id, or None: never another one's."""
        its = choices.c.conversation_id == conversation_id, choices.c.id == choice_id
        row = self._session.execute(select(choices).where(*its)).one_or_none()
        return None if row is None else Issued(row.id, row.intent, row.entities, row.label)

    def forget(self, conversation_id: str) -> None:
        """Delete the choices of a conversation."""
        self._session.execute(delete(choices).where(choices.c.conversation_id == conversation_id))
