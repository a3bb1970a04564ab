"""What a broker does with a case, with all that the person sees of it, in the caller's transaction."""

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.case_news import mail_news
from desk.afterwards.closing import close_the_loop
from desk.casebook import Casebook, cases_of, hub_name
from desk.cases import HANDED_TO, Case, Outcome
from desk.owning import who_answers
from desk.questions import tell, withdraw_choice
from desk.states import IN_HAND, CaseChangeRefused, Change, State
from knowledge.hub_words import hub_line
from knowledge.records import Hub
from knowledge.replies import Card, Choice
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import ConversationNotFound, Conversations
from knowledge.storage.hubs import Hubs
from knowledge.storage.outbox import Entry, Outbox, Sender, Shown
from knowledge.wording import say

LONGEST_TEXT = 4000
JOINERS = "\u200c\u200d"  # of emoji and of Persian


class ClaimedAlready(Exception):
    """Somebody else has the case in hand: read who, and leave it to them or ask them to pass it on."""

    def __init__(self, broker: str) -> None:
        super().__init__(f"broker {broker} has this case in hand")
        self.broker = broker


class NotInHand(Exception):
    """This broker does not have the case in hand: claim it first."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"case {case_id} is not in this broker's hands: claim it first")
        self.case_id = case_id


class NothingToSay(ValueError):
    """The message is empty or too long: write something shorter."""

    def __init__(self) -> None:
        super().__init__(f"a message has from 1 to {LONGEST_TEXT} characters")


class NobodyListens(LookupError):
    """The conversation takes no more messages: reach the person by the contact in the brief."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"the conversation of case {case_id} has ended: use the contact in the brief")
        self.case_id = case_id


@dataclass(frozen=True)
class Relay:
    """Between one broker, named by id, and the people whose cases they have in hand."""

    session: Session
    broker: str
    now: datetime

    def claim(self, case_id: str) -> Case:
        """Take a case in hand and the conversation with it; claiming one's own again changes nothing.

        Raises ClaimedAlready, CaseChangeRefused or CaseNotFound.
        """
        return self._give(case_id, self.broker, "claimed")

    def hand_to(self, case_id: str, broker: str) -> Case:
        """Put a case that this broker has in hand into the hands of another, who is told of it.

        Raises NotInHand.
        """
        self.mine(case_id)
        self._change(self.locked(case_id), Change.RELEASE, "passed_on")
        given = self._give(case_id, broker, f"{HANDED_TO}{broker}")
        Casebook(self.session).tell_colleague(given, self.now)
        return given

    def _give(self, case_id: str, broker: str, why: str) -> Case:
        case = self.locked(case_id)
        if case.state in IN_HAND:
            if case.broker == broker:
                return case
            raise ClaimedAlready(case.broker or "?")
        if (other := self._talks_to(case)) is not None:
            raise ClaimedAlready(other)
        try:
            taken = self._change(case, Change.CLAIM, why, broker=broker)
        except CaseChangeRefused:
            kept = Casebook(self.session).get(case_id)  # of two at once on one row, the other was first
            if kept.broker is None:
                raise
            raise ClaimedAlready(kept.broker) from None
        # nothing that is typed now reaches the assistant, so the way back has to be a button
        self.tell(taken, self.words("utter_relay_joined", taken), withdraw_choice(case_id))
        return taken

    def take_over(self, case_id: str) -> Case:
        """Take a case that another broker has in hand, or one that waits."""
        case = self.locked(case_id)
        if case.state in IN_HAND and case.broker != self.broker:
            self._change(case, Change.RELEASE, "taken_over")
        return self.claim(case_id)

    def write(self, case_id: str, text: str, message_id: str, cards: tuple[Card, ...] = ()) -> Entry:
        """Say something to the person, once for each message id; the first words begin the conversation.

        Raises NotInHand, NothingToSay or NobodyListens.
        """
        case = self.mine(case_id)
        said = "".join(map(_plain, text)).strip()
        if not (said or cards) or len(said) > LONGEST_TEXT:
            raise NothingToSay
        self.reached(case)
        key, outbox = f"desk:{message_id}", Outbox(self.session)
        for before in outbox.replies_to(case.conversation_id, key):
            return before
        if case.state is State.CLAIMED:
            self._change(case, Change.BEGIN, "wrote", broker=self.broker)
        return outbox.add(case.conversation_id, Sender.BROKER, Shown(said, cards), self.now, in_reply_to=key)

    def give_back(self, case_id: str) -> Case:
        """Return the person to the assistant; the case stays open."""
        return self._end(self.mine(case_id), Change.RETURN, "returned")

    def release(self, case_id: str) -> Case:
        """Put the case back into the queue, so that another broker takes it."""
        return self._end(self.mine(case_id), Change.RELEASE, "released")

    def take_away(self, case: Case) -> Case:
        """Put a case back into the queue that somebody has in hand who leaves the person waiting."""
        return self._end(case, Change.RELEASE, "silent")

    def let_rest(self, case: Case) -> Case:
        """Return the person to the assistant whom a broker has answered, and nobody has written since."""
        return self._end(case, Change.RETURN, "nobody_wrote")

    def close(self, case_id: str, outcome: Outcome) -> Case:
        """Close the case with what became of it; the person may be asked how it went."""
        closed = self._end(self.mine(case_id), Change.CLOSE, "closed", outcome=outcome.value)
        in_chat = Conversations(self.session).takes_messages(closed.conversation_id)
        close_the_loop(self.session, closed, self.now, in_chat=in_chat)
        return closed

    def _end(self, case: Case, change: Change, why: str, *, outcome: str | None = None) -> Case:
        changed = self._change(case, change, why, outcome=outcome)
        self.tell(changed, self.words(f"utter_relay_{why}", changed))
        return changed

    def mine(self, case_id: str) -> Case:
        """Return a case that this broker has in hand, or raise NotInHand."""
        case = self.locked(case_id)
        if case.state not in IN_HAND or case.broker != self.broker:
            raise NotInHand(case_id)
        return case

    def _talks_to(self, case: Case) -> str | None:
        """Return who else has the person in hand, by another case of the same conversation."""
        others = cases_of(Cases(self.session).of_conversation(case.conversation_id))
        return next((one.broker for one in others if one.id != case.id and one.state in IN_HAND), None)

    def locked(self, case_id: str) -> Case:
        """Read the case while no turn of its conversation can be finished."""
        book = Casebook(self.session)
        with suppress(ConversationNotFound):  # it was deleted; the case outlives it
            Conversations(self.session).lock(book.get(case_id).conversation_id)
        return book.get(case_id)

    def reached(self, case: Case) -> None:
        """Raise NobodyListens when the person cannot read in the chat any more."""
        if not Conversations(self.session).takes_messages(case.conversation_id):
            raise NobodyListens(case.id)

    def _change(
        self, case: Case, change: Change, why: str, *, broker: str | None = None, outcome: str | None = None
    ) -> Case:
        book = Casebook(self.session)
        return book.change(case.id, change, self.broker, why, self.now, broker=broker, outcome=outcome)

    def tell(self, case: Case, text: str, *choices: Choice) -> None:
        """Write a note into the person's chat, if it still takes any."""
        if Conversations(self.session).takes_messages(case.conversation_id):
            tell(self.session, case.conversation_id, text, self.now, choices)

    def tell_with_ways(self, case: Case, text: str) -> None:
        """Do as `tell`, and say how the front door is reached without us, as far as that is on record.

        Whoever does not read it there at once gets it by mail as well, where they agreed to be reached so.
        """
        hub = self.hub(case)
        told = f"{text}\n\n{hub_line(hub) if hub else ''}".strip()
        self.tell(case, told)
        mail_news(self.session, case, told, self.now)

    def hub(self, case: Case) -> Hub | None:
        """Return the front door of a case, or None when it is not recorded any more."""
        return next((hub for hub in Hubs(self.session).all() if hub.id == case.hub_id), None)

    def hub_name(self, case: Case) -> str:
        """Return the name of the front door of a case, or that which the person agreed to."""
        return hub_name(self.session, case)

    def words(self, wording: str, case: Case, **values: str | int) -> str:
        """Return a wording about a case: its front door, its reference, and who answers the person then."""
        named = {"hub": self.hub_name(case), "reference": case.reference}
        return say(wording, **named, then=who_answers(self.session, case), **values)


def _plain(sign: str) -> str:
    """Return a sign as a chat can show it: any blank as a blank, and nothing for what steers a terminal."""
    if sign in "\n\t" or sign in JOINERS:
        return sign
    kind = unicodedata.category(sign)
    if kind == "Zs":
        return " "
    return "" if kind[0] == "C" or kind in ("Zl", "Zp") else sign
