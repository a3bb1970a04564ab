"""One message in its conversation, as an action reads it."""

from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions.memory import Memory, Said

FALLBACK = "nlu_fallback"
CHOICE = "choice"
NOT_UNDERSTOOD = frozenset({FALLBACK, "out_of_scope"})
MOST_EARLIER = 4


@dataclass(frozen=True)
class Entity:
    """Something named in a message: its normalised value and the words for it.

    What is `guessed` follows from what was said, and was not said in so many words.
    """

    name: str
    value: Any
    text: str = ""
    negated: bool = False
    guessed: bool = False

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Entity":
        """Read one entity of Rasa's parse."""
        return cls(
            str(content.get("entity")),
            content.get("value"),
            str(content.get("text") or content.get("value") or ""),
            bool(content.get("negated")),
            bool(content.get("guessed")),
        )


@dataclass(frozen=True)
class Conversation:
    """What was said now, how it was understood, and what is remembered.

    `likeliest` are the intents in order, the best first. `taken_back` are the barriers that it says are none
    (any more). `pressed` is true for a choice, whose text is its label. `may_ask` is false while another
    question waits to be asked again. `news` are the fields of the firm that this message has just set,
    `doubts` the places of which it named too many. `earlier` are the last few messages before this one, the
    newest first. `language` is the one in which they last wrote, None when it was always English.
    """

    id: str
    message_id: str
    text: str
    intent: str
    memory: Memory
    channel: str = "web"
    entities: tuple[Entity, ...] = ()
    barriers: tuple[Said, ...] = ()
    taken_back: tuple[str, ...] = ()
    likeliest: tuple[str, ...] = ()
    confidence: float = 1.0
    pressed: bool = False
    may_ask: bool = True
    news: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    language: str | None = None

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Conversation":
        """Read Rasa's tracker."""
        message: dict[str, Any] = tracker.latest_message or {}
        entities = message.get("entities") or []
        ranking = message.get("intent_ranking") or []
        return cls(
            id=str(tracker.sender_id),
            message_id=str(message.get("message_id") or ""),
            text=str(message.get("text") or "").strip(),
            intent=(message.get("intent") or {}).get("name") or FALLBACK,
            memory=Memory.unpack(tracker.slots),
            channel=tracker.get_latest_input_channel() or "web",
            entities=tuple(Entity.unpack(entity) for entity in entities),
            barriers=tuple(Said(b["name"], b.get("words") or "") for b in message.get("barriers") or []),
            taken_back=tuple(b["name"] for b in message.get("barriers_taken_back") or []),
            likeliest=tuple(one["name"] for one in ranking if one.get("name") != FALLBACK),
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
            pressed=_pressed(message),
            earlier=_earlier(tracker.events or []),
            language=_language([*_parsed(tracker.events or []), message]),
        )

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the values of one kind of entity that was affirmed, in order, each once."""
        found: list[Any] = []
        for entity in self.entities:
            if entity.name == name and not entity.negated and entity.value not in found:
                found.append(entity.value)
        return tuple(found)

    def told_now(self) -> str:
        """Return what was typed: with a choice pressed, the message that led to it."""
        return next(iter(self.earlier), "") if self.pressed else self.text

    def answer(self) -> str | None:
        """Return what a choice stands for besides its intent, for example which question it answers."""
        found = self.values("answer")
        return str(found[0]) if found else None

    def meaning(self, intent: str) -> "Conversation":
        """Return the same message understood in another way."""
        return replace(self, intent=intent)

    def remembering(self, memory: Memory) -> "Conversation":
        """Return the same message with another memory."""
        return replace(self, memory=memory)

    def only_answering(self) -> "Conversation":
        """Return the same message, to be answered without a question in return."""
        return replace(self, may_ask=False)


def _earlier(events: list[dict[str, Any]]) -> tuple[str, ...]:
    said = [str(event.get("text") or "") for event in events if event.get("event") == "user"]
    return tuple(reversed(said[:-1][-MOST_EARLIER:]))


def _parsed(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event.get("parse_data") or {} for event in events if event.get("event") == "user"]


def _language(messages: list[dict[str, Any]]) -> str | None:
    found = [
        str(entity.get("value"))
        for message in messages
        for entity in message.get("entities") or []
        if entity.get("entity") == "language"
    ]
    return found[-1] if found else None


def _pressed(message: dict[str, Any]) -> bool:
    """A choice comes with its intent certain and no other candidate, or with entities of its own making."""
    entities = message.get("entities") or []
    if entities:
        return all(entity.get("extractor") == CHOICE for entity in entities)
    ranking = message.get("intent_ranking") or []
    only = ranking[0] if len(ranking) == 1 else {}
    # nobody presses "not understood"; an address alone is surely not understood
    return only.get("confidence") == 1.0 and only.get("name") != FALLBACK
