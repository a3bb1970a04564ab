"""What was said in a conversation, as a broker may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.storage.outbox import Entry, Outbox


@dataclass(frozen=True)
class Line:
    """One thing said: when, by whom (person, bot, broker or system), and what was shown with it."""

    at: datetime
    who: str
    text: str
    showed: tuple[str, ...] = ()

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"at": self.at.isoformat(), "who": self.who, "text": self.text, "showed": list(self.showed)}

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Line":
        """Read what `pack` wrote."""
        at = datetime.fromisoformat(content["at"])
        return cls(at, content["who"], content["text"], tuple(content["showed"]))


def transcript(session: Session, conversation_id: str) -> tuple[Line, ...]:
    """Return everything said so far, in order; an empty tuple for a conversation that is not known."""
    return tuple(_line(entry) for entry in Outbox(session).after(conversation_id))


def rewritten(lines: tuple[Line, ...], write: Callable[[str], str]) -> tuple[Line, ...]:
    """Return the lines with their texts as `write` leaves them, and without those that had nothing to say."""
    return tuple(
        Line(line.at, line.who, write(line.text), line.showed) for line in lines if line.text or line.showed
    )


def _line(entry: Entry) -> Line:
    showed = tuple(card.title for card in entry.shown.cards)
    return Line(entry.said_at, entry.sender.value, entry.shown.text, showed)
