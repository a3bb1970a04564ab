"""The real facts in a database in memory, and a talk with the actions as Rasa would hold it."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Tools
from actions.catalogue import ANSWERS
from actions.memory import Memory
from actions.take_answer import TakeAnswer
from knowledge.replies import Choice, Reply
from tests.databases import with_facts

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def database():
    database = with_facts()
    yield database
    database.close()


@pytest.fixture(scope="session")
def tools(database):
    return Tools(database, None, lambda: TODAY, ANSWERS)


@pytest.fixture
def talk(tools):
    return Talk(tools)


def entity(name: str, value: Any, text: str = "", **more: Any) -> dict[str, Any]:
    """One entity as the engine's parse has it."""
    return {"entity": name, "value": value, "text": text or str(value), "extractor": "test", **more}


def barrier(name: str, words: str = "") -> dict[str, Any]:
    """One barrier as the engine's parse has it."""
    return {"name": name, "confidence": 0.9, "words": words}


def together(replies: list[Reply]) -> Reply:
    """All that was said at once, as one reply."""
    assert replies
    return Reply(
        "\n\n".join(reply.text for reply in replies),
        tuple(card for reply in replies for card in reply.cards),
        tuple(choice for reply in replies for choice in reply.choices),
        tuple(effect for reply in replies for effect in reply.effects),
    )


@dataclass
class Talk:
    """Holds a conversation through the Rasa protocol of the actions, slots included."""

    tools: Tools
    conversation: str = "conversation-1"
    channel: str = "web"
    slots: dict[str, Any] = field(default_factory=dict)
    reply: Reply | None = None
    replies: list[Reply] = field(default_factory=list)
    messages: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def memory(self) -> Memory:
        """What is remembered now."""
        return Memory.unpack(self.slots)

    @property
    def question(self) -> str | None:
        """The kind of the open question."""
        return self.memory.question.kind if self.memory.question else None

    @property
    def cards(self) -> list[str]:
        """The ids of the cards of the last reply."""
        return [card.id for card in self.reply.cards]

    @property
    def kinds(self) -> set[str]:
        """The kinds of the cards of the last reply."""
        return {card.kind for card in self.reply.cards}

    @property
    def intents(self) -> set[str]:
        """What the choices of the last reply mean."""
        return {choice.intent for choice in self.reply.choices}

    def say(
        self,
        intent: str,
        text: str = "",
        entities: list[dict[str, Any]] | None = None,
        barriers: list[dict[str, Any]] | None = None,
        *,
        ranking: tuple[str, ...] = (),
        confidence: float = 0.9,
        only: bool = False,
        taken_back: tuple[str, ...] = (),
    ) -> Reply:
        """Say something that is understood so."""
        names = (intent, *ranking)
        return self._send(
            {
                "text": text,
                "intent": {"name": intent, "confidence": confidence},
                "intent_ranking": [{"name": intent, "confidence": confidence}]
                if only
                else [{"name": n, "confidence": 0.9 - i / 10} for i, n in enumerate(names)],
                "entities": entities or [],
                "barriers": barriers or [],
                "barriers_taken_back": [{"name": name, "words": text} for name in taken_back],
            }
        )

    def press(self, choice: Choice | str) -> Reply:
        """Press a choice of the last reply, given itself or the intent or answer that it means."""
        found = choice if isinstance(choice, Choice) else self.choice(choice)
        certain = {"name": found.intent, "confidence": 1.0}
        return self._send(
            {
                "text": found.label,
                "intent": certain,
                "intent_ranking": [certain],
                "entities": [
                    {"entity": n, "value": v, "text": found.label, "extractor": "choice"}
                    for n, v in found.entities
                ],
                "barriers": [],
            }
        )

    def choice(self, meant: str) -> Choice:
        """The choice of the last reply with this intent, or with this as one of its entities' values."""
        return next(c for c in self.reply.choices if c.intent == meant or meant in dict(c.entities).values())

    def effects(self) -> list[str]:
        """The kinds of effects of the last reply."""
        return [effect.kind for effect in self.reply.effects]

    def _send(self, message: dict[str, Any]) -> Reply:
        self.messages += 1
        message = {**message, "message_id": f"message-{self.messages}"}
        action = (
            TakeAnswer
            if (self.slots.get("question") or {}).get("takes_text")
            else ANSWERS[message["intent"]["name"]]
        )
        self.heard.append(message)
        events: list[Any] = [
            {"event": "user", "input_channel": self.channel, "text": one["text"], "parse_data": one}
            for one in self.heard
        ]
        tracker = Tracker(self.conversation, self.slots, message, events, False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        changes = asyncio.run(action(self.tools).run(dispatcher, tracker, {}))
        changed = {change["name"]: change["value"] for change in json.loads(json.dumps(changes))}
        self.slots = {**self.slots, **changed}
        self.replies = [
            Reply.unpack(json.loads(json.dumps(message["custom"]))) for message in dispatcher.messages
        ]
        self.reply = together(self.replies)
        return self.reply
