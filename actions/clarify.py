"""Not understood: one short question, and the second time a person."""

from dataclasses import replace

from actions.base import SignpostAction
from actions.contacts import Reach, reach_in
from actions.conversation import Conversation
from actions.firm_words import shortened
from actions.hubs import hub_card
from actions.library import Library
from actions.memory import Memory
from actions.offer_person import offering_person
from actions.outcome import Outcome, answer, choice, joined
from actions.put_people_first import still_people_first
from actions.ways_on import first_steps, person
from actions.withdraw import asks_to_withdraw, confirming
from desk.cases import Reason
from knowledge.hub_words import hub_line
from knowledge.replies import Choice
from knowledge.wording import known, say

MOST_MEANINGS = 3
# with nothing to go by; a deed with consequences is never offered as a guess
USUAL = ("find_support", "request_roadmap", "ask_capabilities")


class Clarify(SignpostAction):
    """Ask what was meant, with the likeliest meanings as choices."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_clarify"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the question; the second time in a row the way to a person instead."""
        memory = conversation.memory
        if memory.distressed:
            return still_people_first(conversation, library)
        if asks_to_withdraw(conversation, library):
            return confirming(conversation)
        if spoken := conversation.values("language"):
            return _in_their_language(str(spoken[0]), memory, library)
        if (told := self._told_all_the_same(conversation, library)) is not None:
            return told
        memory = replace(memory, misunderstood=memory.misunderstood + 1)
        if memory.misunderstood > 1:
            return _offer_person(memory, library, may_ask=conversation.may_ask)
        if conversation.text and not memory.need:
            memory = replace(memory, need=shortened(conversation.text, 300))
        return answer(memory, say("utter_clarify"), choices=(*meanings(conversation), person()))

    def _told_all_the_same(self, conversation: Conversation, library: Library) -> Outcome | None:
        """A name, a number or a fact may say enough without a sentence around it."""
        if conversation.values("programme"):
            return self.elsewhere("ask_details", conversation, library)
        if reach := reach_in(conversation.text):
            return self._address(conversation, library, reach)
        if conversation.news:
            return self.elsewhere("give_profile", conversation, library)
        return None

    def _address(self, conversation: Conversation, library: Library, reach: Reach) -> Outcome:
        """A number is left to be rung at; an e-mail address may be meant for more than one thing."""
        if reach.kind == "phone":
            return self.elsewhere("request_human", conversation, library)
        ways = (choice("speak_to_a_person", "request_human"), choice("subscribe", "subscribe_updates"))
        return answer(conversation.memory, say("utter_address_for_what"), choices=ways)


def meanings(conversation: Conversation) -> tuple[Choice, ...]:
    """Return the likeliest meanings in plain words."""
    likely = [name for name in conversation.likeliest if known(_label(name))]
    names = list(dict.fromkeys([*likely, *USUAL]))[:MOST_MEANINGS]
    return tuple(Choice(say(_label(name)), name) for name in names)


def _in_their_language(language: str, memory: Memory, library: Library) -> Outcome:
    hub = library.hub(memory.firm)
    wording = f"utter_only_english_{language}"
    theirs = say(wording) if known(wording) else ""
    text = joined(theirs, say("utter_only_english"), hub_line(hub))
    return answer(memory, text, hub_card(library, hub), (person("misunderstood"),))


def _offer_person(memory: Memory, library: Library, *, may_ask: bool) -> Outcome:
    hub = library.hub(memory.firm)
    text = joined(say("utter_clarify_person"), hub_line(hub))
    choices = (choice("start_again", "start_over"), *first_steps()[:2])
    told = answer(memory, text, hub_card(library, hub), choices)
    return offering_person(told, Reason.MISUNDERSTOOD, library, may_ask=may_ask)


def _label(intent: str) -> str:
    return f"utter_label_meaning_{intent}"
