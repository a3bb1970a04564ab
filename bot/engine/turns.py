"""One turn of a conversation: understood, answered and kept, or nothing of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.messages import Spoken, Turn
from bot.engine.strict import StrictProcessor
from bot.engine.understanding import chosen, understand_beside
from knowledge.replies import Reply

NOTED: Mapping[str, Any] = {"firm": {}, "barriers": [], "shown": [], "wants": [], "case": None}


class ModelMissing(Exception):
    """No model is loaded: train one, and start the engine with it."""


class NoReply(Exception):
    """The turn ended without a word to the person: no rule, or an action that says nothing."""

    def __init__(self, intent: str) -> None:
        super().__init__(f"nothing was answered to {intent}: data/rules.yml needs a rule for it")
        self.intent = intent


async def take_turn(agent: Agent | None, spoken: Spoken) -> Turn:
    """Return what is answered; a message answered before gets the same answer, and nothing else happens.

    Raises ActionUnreachable, ActionFailed, NoReply, ConversationWentOn or what the database raised; the turn
    has then left no trace. Where only a known message is asked about, a new one gets no reply.
    """
    processor = strict_processor(agent)
    async with agent.lock_store.lock(spoken.conversation):  # type: ignore[union-attr]
        silent = _Silent()
        tracker = await processor.fetch_tracker_and_update_session(spoken.conversation, silent)
        events = answered_before(tracker.events, spoken.message_id)
        if events is None and spoken.known_only:
            return Turn((), {}, {})
        if events is None:
            events = await _go_on(processor, tracker, spoken, silent)
            await processor.save_tracker(tracker)
        return _turn(tracker, events)


def strict_processor(agent: Agent | None) -> StrictProcessor:
    """Return the processor of a loaded model, or raise ModelMissing."""
    if agent is None or not agent.is_ready():
        raise ModelMissing("no trained model is loaded")
    if not isinstance(agent.processor, StrictProcessor):
        raise ModelMissing("Rasa was started without bot.engine.strict: use bot.engine.rasa_command")
    return agent.processor


def answered_before(events: Iterable[Event], message_id: str) -> list[Event] | None:
    """Return the events of the turn that this message began, itself first, or None when it is new."""
    found: list[Event] | None = None
    for event in events:
        if isinstance(event, UserUttered):
            if found is not None:
                break
            if event.message_id == message_id:
                found = []
        if found is not None:
            found.append(event)
    return found


async def _go_on(
    processor: MessageProcessor, tracker: DialogueStateTracker, spoken: Spoken, output: OutputChannel
) -> list[Event]:
    if spoken.intent is None:
        parse = await understand_beside(processor, spoken.text)
    else:
        parse = chosen(spoken.text, spoken.intent, spoken.entities)
    message = UserMessage(
        spoken.text, output, spoken.conversation, parse, spoken.channel, spoken.message_id, metadata={}
    )
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(output, tracker)
    await processor._run_prediction_loop(output, tracker)
    events = answered_before(tracker.events, spoken.message_id) or []
    if not replies_in(events):
        raise NoReply(parse["intent"]["name"])
    return events


def _turn(tracker: DialogueStateTracker, events: list[Any]) -> Turn:
    uttered = events[0]
    noted = {name: tracker.get_slot(name) or empty for name, empty in NOTED.items()}
    understood = {
        "intent": {key: uttered.intent.get(key) for key in ("name", "confidence")},
        "barriers": (uttered.parse_data or {}).get("barriers", []),
        "entities": uttered.entities,
    }
    return Turn(replies_in(events), noted, understood)


def replies_in(events: Iterable[Event]) -> tuple[Reply, ...]:
    """Return what the bot said, in order: packed replies of actions, and plain wordings of rules."""
    return tuple(_reply(event) for event in events if isinstance(event, BotUttered))


def _reply(event: BotUttered) -> Reply:
    custom: Any = (event.data or {}).get("custom")
    return Reply.unpack(custom) if custom else Reply(event.text or "")


class _Silent(OutputChannel):
    """Sends nothing: the replies are read from the conversation itself."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Do nothing."""
