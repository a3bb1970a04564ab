"""What follows from what the agents do in Chatwoot, in the caller's transaction."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.cases import Case, Outcome
from desk.chatwoot.events import AgentWrote, Event, Place
from desk.chatwoot.markdown import to_plain
from desk.chatwoot.settings import ChatwootSettings
from desk.names import names_of_brokers
from desk.relay import ClaimedAlready, NobodyListens, NothingToSay, NotInHand, Relay
from desk.states import IN_HAND, OPEN, CaseChangeRefused
from knowledge.storage.chatwoot import ChatwootConversations, ChatwootNotes, Linked, Note
from knowledge.storage.chatwoot_events import ChatwootAgents, ChatwootEvents
from knowledge.wording import say

log = logging.getLogger(__name__)

OURS = "chatwoot:"
RESOLVED = "resolved"
# longer than a message can be told again: see RETRIED_WITHIN in desk/chatwoot/events.py
REMEMBERED = timedelta(days=3)


class NotLinkedYet(Exception):
    """The conversation says that it is of a case, and nobody has noted that yet: say it again in a moment."""

    def __init__(self) -> None:
        super().__init__("a conversation of a case that is not noted yet: try again in a moment")


@dataclass(frozen=True)
class Replies:
    """What was heard from one inbox of Chatwoot, brought to the people and the cases that it is about.

    An inbox is heard of the front doors that it is for, and of no others.
    """

    session: Session
    settings: ChatwootSettings
    now: datetime

    def take(self, event: Event, delivery: str | None) -> None:
        """Do what follows from an event, once; raise NotLinkedYet when it comes before its conversation."""
        if not self._is_ours(event.place):
            return
        linked = self._kept.of_number(event.place.conversation)
        if linked is None:
            if event.place.case_id is not None:
                raise NotLinkedYet
            return  # one that the agents have opened themselves
        if not ChatwootEvents(self.session).is_new(event.key, delivery, self.now):
            return
        ChatwootEvents(self.session).sweep(self.now - REMEMBERED)
        if not self.settings.is_for(Casebook(self.session).get(linked.case_id).hub_id):
            log.warning("case %s is with another inbox: this one is not heard of it", linked.case_id)
            return
        if isinstance(event, AgentWrote):
            self._bring(linked, event)
        else:
            resolved = self.now if event.status == RESOLVED else None
            self._kept.note_status(linked.case_id, event.at, resolved, event.outcome)
        self._kept.revive(linked.case_id, self.now)  # it speaks, so it can be spoken to again

    def close(self, linked: Linked) -> None:
        """Do what follows from a conversation that was resolved, and has stayed so.

        A case that one of the agents has in hand is closed with the outcome that they chose; without one
        nobody claims that it helped. One that nobody there has spoken in stays open, for Chatwoot may resolve
        by itself what was quiet: the agents are told.
        """
        self._kept.settle(linked.case_id)
        case = Casebook(self.session).get(linked.case_id)
        if case.state in IN_HAND and is_agent(case.broker or ""):
            outcome = Outcome(linked.outcome or Outcome.NOT_SAID)
            Relay(self.session, case.broker or "", self.now).close(case.id, outcome)
        elif case.state in OPEN - IN_HAND:
            self._tell(case, f"open:{case.revision}", say("utter_chatwoot_still_open"))

    def _bring(self, linked: Linked, wrote: AgentWrote) -> None:
        broker = f"{OURS}{wrote.agent}"
        ChatwootAgents(self.session).name(broker, wrote.name)
        case = Casebook(self.session).get(linked.case_id)
        refusal = say("utter_chatwoot_only_text")
        if wrote.text is not None:
            refusal = self._said(Relay(self.session, broker, self.now), case.id, wrote, wrote.text)
        if refusal:
            self._tell(case, f"refused:{wrote.message}", refusal)

    def _said(self, relay: Relay, case_id: str, wrote: AgentWrote, text: str) -> str:
        """Write on behalf of the agent; return why it was not possible, or nothing."""
        try:
            with self.session.begin_nested():  # words that are refused claim no case
                _claim(relay, case_id)
                relay.write(case_id, to_plain(text), f"{OURS}{wrote.message}")
        except ClaimedAlready as taken:
            name = names_of_brokers(self.session).get(taken.broker, taken.broker)
            return say("utter_chatwoot_in_hand", name=name)
        except NothingToSay:
            return say("utter_chatwoot_nothing_to_say")
        except NobodyListens:
            return say("utter_chatwoot_nobody_listens")
        except (CaseChangeRefused, NotInHand):
            return say("utter_chatwoot_over")
        return ""

    def _tell(self, case: Case, name: str, text: str) -> None:
        ChatwootNotes(self.session).add(Note(case.id, name, text))

    def _is_ours(self, place: Place) -> bool:
        given = self.settings
        here = place.account in (None, given.chatwoot_account)  # a change of status may not name it
        return here and place.inbox == given.chatwoot_inbox

    @property
    def _kept(self) -> ChatwootConversations:
        return ChatwootConversations(self.session, self.settings.inbox_name)


def is_agent(broker: str) -> bool:
    """Is a broker, named by id, one of the agents in Chatwoot?"""
    return broker.startswith(OURS)


def _claim(relay: Relay, case_id: str) -> None:
    """Take the case in hand; among themselves the agents pass it on by writing."""
    case = relay.locked(case_id)
    if case.state in IN_HAND and is_agent(case.broker or ""):
        relay.take_over(case_id)
    else:
        relay.claim(case_id)
