"""Going on with a web chat on WhatsApp: what that means, a yes to it, and a code that leads back to it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy.orm import Session

from desk.afterwards.stopping import bare
from desk.casebook import cases_of, hub_name
from desk.codes import new_code, said_after, written
from desk.questions import chosen_effect, desk_choice, tell
from desk.states import IN_HAND
from knowledge.replies import Card, Choice, Effect
from knowledge.storage.cases import Cases
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversation, Conversations
from knowledge.storage.handed_codes import Handed, HandedCodes, Purpose
from knowledge.storage.outbox import Entry, Outbox
from knowledge.wording import say, version_of

OFFER, GIVE, LEAVE = "offer_moving", "give_moving_code", "leave_moving"
STAY = "stay_off_the_web"
FROM = "web"
LASTS = timedelta(minutes=15)
WORD = "continue"
CONSENT = "utter_moving_consent"
_WISH = r"(?:(?:can|could) (?:i |we )?|(?:i d|i would) like to |i want to |let s |let me )?"
_ASKED = re.compile(
    _WISH + r"(?:continue|carry on|go on|move|switch|keep talking|talk|chat|send)"
    r"(?: (?:this|it|the|my|our|me|us|chat|conversation|talking|with))*(?: to| on| over)*(?: my)? whats ?app"
    r"(?: instead| from here)?"
)
_BACK = re.compile(
    _WISH + r"(?:continue|carry on|go on|go back|move|switch)"
    r"(?: (?:this|it|the|my|our|me|us|chat|conversation|talking|with|back))*(?: to| on| over| in)*"
    r"(?: the| my| your)? (?:web|web ?site|web ?page|page|browser|computer|laptop|pc)(?: instead| from here)?"
)
YES = frozenset({"yes", "yep", "yeah", "ok", "okay", "sure", "yes go on", "go ahead", "do it"})
NO = frozenset({"no", "nope", "no thanks", "not now", "better not"})


def code_in(text: str) -> str | None:
    """Return the code with which somebody goes on with a chat; None when a message says anything else."""
    return said_after(WORD, text, apart=True)


def continue_choice() -> Choice:
    """Return the button that begins to move a chat to WhatsApp."""
    return desk_choice("continue_on_whatsapp", OFFER)


def moving_asked(session: Session, conversation: Conversation, text: str | None) -> Effect | None:
    """Return what a typed message asks of the desk: to go on elsewhere, or a yes or no to what that means."""
    said = bare(text or "")
    if _ASKED.fullmatch(said):
        return Effect(OFFER)
    if conversation.channel != FROM and _BACK.fullmatch(said):
        return Effect(STAY)
    if said not in YES | NO or not _was_just_asked(session, conversation.id):
        return None
    return Effect(GIVE if said in YES else LEAVE)


@dataclass(frozen=True)
class Wish:
    """A message that asks the desk for something, and the numbers at which people reach it on WhatsApp."""

    session: Session
    conversation_id: str
    message_id: str
    now: datetime
    numbers: Mapping[str, str]

    def offer(self) -> None:
        """Say what is joined and what follows from it, and ask for a yes; or why it cannot be done."""
        if (number := self._number()) is not None:
            choices = desk_choice("yes_make_code", GIVE), desk_choice("no_stay_here", LEAVE)
            self._tell(say(CONSENT, number=number), choices)

    def give(self) -> None:
        """Keep the yes, and show the code that it is bound to; an earlier one is good no more."""
        if (number := self._number()) is None:
            return
        code = new_code()
        # on the card and not in the text: brokers get to read the text
        shown = self._tell(
            say("utter_moving_code", minutes=LASTS.seconds // 60), cards=(_card(code, number),)
        )
        if shown is None:
            return
        consent = {
            "wording": say(CONSENT, number=number),
            "version": version_of(CONSENT),
            "recipient": number,
        }
        its = uuid.uuid4().hex, Purpose.MOVE, self.conversation_id, consent
        handed = Handed(*its, seq=shown.seq, given=self.now, until=self.now + LASTS)
        HandedCodes(self.session).hand(code, handed)

    def leave(self) -> None:
        """Let the chat stay where it is; a code that was given is good no more."""
        HandedCodes(self.session).take_back(self.conversation_id, Purpose.MOVE)
        self._tell(say("utter_moving_left"))

    def stay(self) -> None:
        """Say that a chat does not go to a web page, and what can be opened there."""
        self._tell(say("utter_moving_not_back"))

    def _number(self) -> str | None:
        """Return the number to write to; without one, or from elsewhere than the web, say so."""
        conversation = Conversations(self.session).get(self.conversation_id)
        number = self.numbers.get(conversation.hub_id or "") or self.numbers.get("")
        if number is not None and conversation.channel == FROM:
            return number
        self._tell(say(f"utter_moving_{'not_here' if conversation.channel == FROM else 'only_from_web'}"))
        return None

    def _tell(self, text: str, choices: Sequence[Choice] = (), cards: tuple[Card, ...] = ()) -> Entry | None:
        """Answer the message with this, once; None when it was answered so before."""
        said = Outbox(self.session).replies_to(self.conversation_id, self.message_id)
        if any(one.shown.text == text for one in said):
            return None
        told = self.session, self.conversation_id, text, self.now, choices
        return tell(*told, in_reply_to=self.message_id, cards=cards)


def who_has(session: Session, conversation_id: str) -> str:
    """Return the front door of the broker who talks to a person."""
    found = cases_of(Cases(session).of_conversation(conversation_id))
    return next((hub_name(session, case) for case in found if case.state in IN_HAND), "")


def _card(code: str, number: str) -> Card:
    message = say("utter_moving_message", code=written(code))
    link = f"https://wa.me/{re.sub(r'[^0-9]', '', number)}?text={quote(message)}"
    lines = (say("utter_label_moving_message"), message), (say("utter_label_moving_number"), number)
    return Card("moving", "moving", say("utter_moving_card"), say("utter_moving_card_how"), lines, link)


def _was_just_asked(session: Session, conversation_id: str) -> bool:
    last = Outbox(session).last_said(conversation_id)
    issued = (
        (Choices(session).find(conversation_id, button.choice) for button in last.shown.choices)
        if last
        else ()
    )
    return any(effect is not None and effect.kind == GIVE for effect in map(chosen_effect, issued))
