"""What every action of Signpost shares: it reads, answers, and is never silent."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, override

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.apologies import apology
from actions.conversation import NOT_UNDERSTOOD, Conversation
from actions.library import Library
from actions.noting import note
from actions.outcome import Outcome
from actions.turned_down import noting_what_is_turned_down
from actions.withdraw import without_what_was_taken_back
from desk.afterwards.settings import MailSettings
from desk.error_places import where
from desk.moving_settings import MovingSettings
from desk.retention_settings import RetentionSettings
from desk.settings import DeskSettings
from desk.teams import NO_TEAMS, Teams
from knowledge.matching import Likeness
from knowledge.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tools:
    """What actions work with; `answers` is which action answers an intent."""

    database: Database
    likeness: Likeness | None
    clock: Callable[[], datetime]
    answers: Mapping[str, "type[SignpostAction]"]
    desk: DeskSettings = field(default_factory=DeskSettings)
    teams: Teams = NO_TEAMS
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    moving: MovingSettings = field(default_factory=MovingSettings)
    mail: MailSettings = field(default_factory=MailSettings)


class SignpostAction(Action, ABC):
    """Reads one message with what is remembered, and decides what is answered and remembered."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @abstractmethod
    def name(self) -> str:
        """Return the name that rules and domain know."""

    @abstractmethod
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Decide; nothing but reading happens here."""

    def read(self, conversation: Conversation) -> Conversation:
        """Return the conversation with what the message tells noted in it."""
        return note(conversation)

    def elsewhere(self, intent: str, conversation: Conversation, library: Library) -> Outcome:
        """Answer as the action of another intent would."""
        other = self._tools.answers[intent](self._tools)
        return other.reply(conversation.meaning(intent), library)

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Called by Rasa's protocol: utters the replies and returns the slots that changed."""
        before = None
        try:
            conversation = Conversation.from_tracker(tracker)
            before = conversation.memory
            outcome = await asyncio.to_thread(self._answer, conversation)
        except SQLAlchemyError:
            # the database is away, which passes: the turn fails, the gateway apologises and tries it again
            raise
        except Exception as error:  # noqa: BLE001 - the edge of our code: beyond it is only silence
            # no traceback: errors of drivers and parsers quote what a person wrote
            log.error("%s failed for message %s: %s", self.name(), _message_id(tracker), where(error))  # noqa: TRY400
            dispatcher.utter_message(
                json_message=apology(
                    self._tools.database, before, self._tools.clock(), tracker.sender_id
                ).pack()
            )
            return []
        for reply in outcome.replies():
            dispatcher.utter_message(json_message=reply.pack())
        return [SlotSet(name, value) for name, value in outcome.memory.changes_since(before).items()]

    def _answer(self, conversation: Conversation) -> Outcome:
        with self._tools.database.reading() as session:
            given = self._tools
            library = Library(
                session, given.likeness, given.clock(), given.desk, given.teams,
                retention=given.retention, chat=conversation.id,
                moves=bool(given.moving.whatsapp_display_numbers), public_url=given.mail.public_url,
            )  # fmt: skip
            read = noting_what_is_turned_down(settled(self.read(conversation)))
            heard = without_what_was_taken_back(read, library)
            return self.reply(heard, library)


def settled(conversation: Conversation) -> Conversation:
    """Return the conversation with the count of misunderstandings begun anew once something is understood."""
    if conversation.intent in NOT_UNDERSTOOD:
        return conversation
    return conversation.remembering(replace(conversation.memory, misunderstood=0))


def _message_id(tracker: Tracker) -> str:
    return str((tracker.latest_message or {}).get("message_id") or "unknown")
