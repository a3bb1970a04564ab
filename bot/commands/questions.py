"""The knowledge base asked from the command line: a text is understood first, as in a chat."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from actions.conversation import Conversation, Entity
from actions.memory import Memory, Said
from actions.needs import need_of
from actions.noting import note
from actions.offers import take_in
from bot.commands.plainly import set_up
from knowledge.catalogue import Selection
from knowledge.encoder import Encoder
from knowledge.meaning import Meaning
from knowledge.queries import match_line, roadmap_line
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Questions:
    """Everything that is needed to answer one line after another."""

    database: Database
    parser: Any
    meaning: Meaning

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator["Questions"]:
        """Set up what is missing, and give the database back at the end."""
        from bot.nlu.parsing import Parser

        kept = KnowledgeSettings()
        set_up(kept, aside=True)
        database = Database.of(kept)
        folder = kept.home / "encoder"
        try:
            yield cls(database, Parser(kept.home), Meaning(Encoder(folder), folder))
        finally:
            database.close()

    def match(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one line of `signpost match`."""
        with self.database.reading() as session:
            return match_line(self.completed(request), KnowledgeBase(session), today(), self.meaning)

    def roadmap(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one line of `signpost roadmap`."""
        with self.database.reading() as session:
            return roadmap_line(self.completed(request), KnowledgeBase(session), today(), self.meaning)

    def programmes(self) -> Selection:
        """Return every programme there is."""
        with self.database.reading() as session:
            return KnowledgeBase(session).programmes.all()

    def completed(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the request with what its text says."""
        text = request.get("text")
        return completed(request, self.parser.parse(text)) if isinstance(text, str) and text else request


def completed(request: Mapping[str, Any], parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request with what its text says; what the request says itself goes first."""
    heard = take_in(
        note(
            Conversation(
                id="",
                message_id="",
                text=str(request["text"]),
                intent=parsed["intent"]["name"],
                memory=Memory(),
                entities=tuple(Entity.unpack(entity) for entity in parsed["entities"]),
                barriers=tuple(Said(b["name"], b.get("words") or "") for b in parsed["barriers"]),
            )
        )
    ).memory
    firm = {name: value for name, value in heard.firm.pack().items() if name != "own_words"}
    barriers = [said.name for said in heard.barriers] or list(need_of(heard.aim).implied)
    return {
        **request,
        "profile": {**firm, **(request.get("profile") or {})},
        "wants": request.get("wants") or list(heard.wants),
        "barriers": request.get("barriers") or barriers,
    }


def today() -> date:
    """Return the day of now."""
    return datetime.now(UTC).date()
