"""What the gateway and the engine say to each other, as both sides read it; knows nothing of Rasa."""

from dataclasses import dataclass, field
from typing import Any

from knowledge.replies import Reply


class BadMessage(ValueError):
    """The body is not a message of this protocol: see bot/engine/messages.py for the fields."""


@dataclass(frozen=True)
class Spoken:
    """What one person said in one conversation: typed text, or a choice that stands for an intent.

    `text` of a choice is its label. `intent` None means that the text is to be understood. `known_only` asks
    for the answer that was given to this message before: a new one is then not taken in.
    """

    conversation: str
    message_id: str
    channel: str
    text: str
    intent: str | None = None
    entities: dict[str, Any] = field(default_factory=dict)
    known_only: bool = False

    @classmethod
    def unpack(cls, content: Any) -> "Spoken":
        """Read what `pack` wrote, or raise BadMessage."""
        if not isinstance(content, dict):
            raise BadMessage("the body must be a JSON object")
        for name in ("conversation", "message_id", "channel"):
            if not isinstance(content.get(name), str) or not content[name]:
                raise BadMessage(f"{name} must be a text that is not empty")
        intent, entities = content.get("intent"), content.get("entities") or {}
        if not isinstance(content.get("text"), str):
            raise BadMessage("text must be a text")
        if not (intent is None or (isinstance(intent, str) and intent)) or not isinstance(entities, dict):
            raise BadMessage("intent must be a name and entities an object")
        if intent is None and entities:
            raise BadMessage("entities need an intent")
        if not isinstance(content.get("known_only", False), bool):
            raise BadMessage("known_only must be true or false")
        return cls(
            content["conversation"],
            content["message_id"],
            content["channel"],
            content["text"],
            intent,
            entities,
            content.get("known_only", False),
        )

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        said: dict[str, Any] = {
            "conversation": self.conversation,
            "message_id": self.message_id,
            "channel": self.channel,
            "text": self.text,
        }
        if self.known_only:
            said["known_only"] = True
        return said if self.intent is None else {**said, "intent": self.intent, "entities": self.entities}


@dataclass(frozen=True)
class Turn:
    """What the engine answered: the replies, what it has noted so far, how it understood the message.

    There are no replies only to a message that was not known before and asked about with `known_only`.
    """

    replies: tuple[Reply, ...]
    noted: dict[str, Any]
    understood: dict[str, Any]

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Turn":
        """Read what `pack` wrote."""
        replies = tuple(Reply.unpack(reply) for reply in content["replies"])
        return cls(replies, content["noted"], content["understood"])

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "replies": [reply.pack() for reply in self.replies],
            "noted": self.noted,
            "understood": self.understood,
        }
