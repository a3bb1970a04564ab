"""A scripted engine: it follows the few words of a request for a person, and keeps what it has answered.

As the real one it stores its answer before it gives it, in a transaction of its own, and the same message
again gets the same answer.
"""

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.exc import DBAPIError

from bot.drill.desk import ANSWER, HUBS
from bot.drill.faults import Clock, Trouble
from bot.drill.steps import Mood
from bot.engine.client import EngineRefused, EngineUnavailable
from bot.engine.messages import Spoken, Turn
from desk.cases import Part
from desk.promises import Given
from knowledge.replies import Choice, Effect, Reply
from knowledge.storage.database import Database
from knowledge.storage.tracker_events import ConversationWentOn, TrackerEvent, TrackerEvents

AGREE = "affirm"
YES, ASK, AGAIN, DELETE = "yes", "a person please", "is anybody there", "delete everything"
ASKED, AGREED = "asked", "agreed"
FOREVER_S = 3600.0


@dataclass(frozen=True)
class ScriptedEngine:
    """Answers over the database of the drill, as well as its mood allows."""

    database: Database
    mood: Mood
    trouble: Trouble
    clock: Clock

    async def turn(self, spoken: Spoken) -> Turn:
        """Return the answer to one message, or fail as the real engine and the way to it can."""
        self._refuse()
        if self.mood is Mood.SILENT:
            return Turn((), {}, {})
        self.trouble.at("engine asked")
        try:
            turn = self._answered(spoken)
        except (DBAPIError, ConversationWentOn) as error:
            raise EngineUnavailable(type(error).__name__) from None
        if self.mood is Mood.LATE:
            await asyncio.sleep(FOREVER_S)
        if self.mood is Mood.DIED:
            raise EngineUnavailable("ServerDisconnectedError")
        self.trouble.at("engine answered")
        return turn

    async def health(self) -> str:
        """Return the name of what answers."""
        return "drill"

    def _refuse(self) -> None:
        if self.mood is Mood.DOWN:
            raise EngineUnavailable("down")
        if self.mood is Mood.REFUSES:
            raise EngineRefused(500, "drill")
        if self.mood is Mood.BROKEN:
            raise ZeroDivisionError

    def _promise(self) -> dict[str, object]:
        now = self.clock()
        return Given(now, now + ANSWER).pack()

    def _answered(self, spoken: Spoken) -> Turn:
        with self.database.reading() as session:
            events = TrackerEvents(session).of(spoken.conversation)
        for event in events:
            if event.content["message_id"] == spoken.message_id:
                return Turn.unpack(event.content["turn"])
        if spoken.known_only:
            return Turn((), {}, {})
        kind, turn = decide([event.kind for event in events], spoken, _last_case(events), self._promise())
        content = {"message_id": spoken.message_id, "turn": turn.pack(), "case_id": str(case_id(spoken))}
        with self.database.open() as session:
            TrackerEvents(session).append(spoken.conversation, len(events), [TrackerEvent(kind, content)])
        return turn


def decide(
    before: Sequence[str], spoken: Spoken, case: str | None, promise: dict[str, object]
) -> tuple[str, Turn]:
    """Return what a message is after these, and the answer to it; `case` is the one that was opened last.

    `promise` is what is promised to whoever asks for a person now.
    """
    open_question = next((kind for kind in reversed(before) if kind in (ASKED, AGREED)), None) == ASKED
    if spoken.intent == AGREE or spoken.text == YES:
        if open_question:
            effect = Effect("open_case", _request(spoken) | {"promise": promise})
            return AGREED, _turn(spoken, "passed on", effect)
        return "stale", _turn(spoken, "yes to what?")
    if spoken.text == ASK:
        return ASKED, _turn(spoken, "may I pass this on?", choices=(Choice(YES, AGREE),))
    if spoken.text == AGAIN and case is not None:
        effect = Effect("ask_again", {"case_id": case, "promise": promise})
        return "asked_again", _turn(spoken, "asked again", effect)
    if spoken.text == DELETE:
        return "erasing", _turn(spoken, "deleted", Effect("erase"))
    return "heard", _turn(spoken, "heard")


def case_id(spoken: Spoken) -> str:
    """Return the id of the case that this message opens, as the actions derive it."""
    return str(uuid5(NAMESPACE_URL, f"signpost:case:{spoken.conversation}:{spoken.message_id}"))


def _last_case(events: Sequence[TrackerEvent]) -> str | None:
    agreed = [str(event.content["case_id"]) for event in events if event.kind == AGREED]
    return agreed[-1] if agreed else None


def _turn(spoken: Spoken, text: str, effect: Effect | None = None, choices: tuple[Choice, ...] = ()) -> Turn:
    about = f"{spoken.message_id}: {text}"
    last = Reply(f"{about} (2)", choices=choices, effects=(effect,) if effect else ())
    return Turn((Reply(f"{about} (1)"), last), {"case": None}, {"intent": {"name": spoken.intent}})


def _request(spoken: Spoken) -> dict[str, object]:
    case = case_id(spoken)
    letters = base64.b32encode(bytes.fromhex(case.replace("-", "")))
    return {
        "case_id": case,
        "reference": f"SP-{letters.decode()[:6]}",
        "reason": "asked",
        "hub_id": HUBS[0].id,
        "consent": {
            "wording": "May I pass this on?",
            "version": "1",
            "recipient": HUBS[0].name,
            "fields": [part.value for part in Part],
        },
        "person": {"name": "Ada Example", "email": "ada@example.org"},
        "brief": {"profile": {"places": ["dudley"]}, "need": "a new press"},
    }
