"""Facts about the firm, given or corrected."""

from dataclasses import replace

from actions.adding_up import WE_HAD_SOME
from actions.base import SignpostAction
from actions.contacts import reach_in
from actions.conversation import FALLBACK, Conversation
from actions.firm_words import barrier_lines, noted, profile_lines
from actions.library import Library
from actions.noting import FIELDS
from actions.offers import barriers_taken_back, offer, understood
from actions.outcome import Outcome, answer, choice, joined
from actions.programmes_meant import by_position
from actions.put_people_first import still_people_first
from actions.questions import ask, is_open
from actions.ways_on import first_steps, next_steps
from knowledge.names import name_of
from knowledge.places import OUTSIDE
from knowledge.replies import Choice
from knowledge.wording import say

FORGET = "forget:"


class NoteProfile(SignpostAction):
    """Remember what was told of the firm, say it back, and offer again with it."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_note_profile"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what was noted, with offers when a need is known."""
        if conversation.intent == "give_profile" and conversation.values("programme"):
            # facts told beside the name of a programme are told because of it
            return self.elsewhere("ask_details", conversation, library)
        if conversation.answer() == WE_HAD_SOME:
            return ask(answer(conversation.memory, ""), "aid_received", "request_roadmap")
        forgotten = _forgotten(conversation)
        if forgotten is not None:
            return self._changed(forgotten, library, say("utter_forgotten"))
        if conversation.memory.distressed and (conversation.news or conversation.intent == "give_profile"):
            return still_people_first(conversation, library)
        if not conversation.news and not conversation.taken_back:
            return self._without_news(conversation, library)
        return self._changed(conversation, library, "")

    def _without_news(self, conversation: Conversation, library: Library) -> Outcome:
        """What is taken for a fact and tells none may be a number to ring, or "3" for the third one shown."""
        if reach_in(conversation.text):
            return self.elsewhere(FALLBACK, conversation, library)
        if conversation.intent == "give_profile" and by_position(
            conversation.text, conversation.memory.shown
        ):
            return self.elsewhere("ask_details", conversation, library)
        return _nothing_new(conversation)

    def _changed(self, conversation: Conversation, library: Library, opening: str) -> Outcome:
        memory = conversation.memory
        if conversation.doubts:
            told = answer(memory, joined(opening, _noted(conversation)), choices=next_steps(memory))
            return ask(told, "places", "give_profile")
        if memory.knows_a_need():
            return offer(conversation, library, joined(opening, understood(conversation)))
        heard = joined(barriers_taken_back(conversation), _noted(conversation), _outside(conversation))
        text = joined(opening, heard, say("utter_what_next"))
        told = answer(memory, text, choices=first_steps())
        if (
            len(memory.firm.places) > 1
            and conversation.may_ask
            and is_open("places", memory.firm, memory.asked)
        ):
            return ask(told, "places", "give_profile")
        return told


def _noted(conversation: Conversation) -> str:
    facts = noted(conversation.memory.firm, conversation.news)
    return say("utter_heard_facts", facts=facts) if facts else ""


def _outside(conversation: Conversation) -> str:
    return say("utter_outside") if conversation.memory.firm.places == (OUTSIDE,) else ""


def _nothing_new(conversation: Conversation) -> Outcome:
    memory = conversation.memory
    lines = [*profile_lines(memory.firm), *barrier_lines(memory.barriers)]
    if lines and conversation.intent == "give_profile" and _named_a_fact(conversation):
        facts = ", ".join(words for _, words in lines)
        return answer(memory, say("utter_profile_known", facts=facts), choices=next_steps(memory))
    if agreed := noted(memory.firm, _fields_named(conversation)):
        choices = (*_forget_choices(conversation), *next_steps(memory))
        return answer(memory, say("utter_profile_agrees", facts=agreed), choices=choices)
    if not lines or conversation.intent == "give_profile":
        return answer(memory, say("utter_profile_unheard"), choices=next_steps(memory))
    known = "\n".join(say("utter_label_line", heading=heading, words=words) for heading, words in lines)
    text = say("utter_profile_as_noted", known=known)
    return answer(memory, text, choices=(*_forget_choices(conversation), *next_steps(memory)))


def _named_a_fact(conversation: Conversation) -> bool:
    return bool(_fields_named(conversation))


def _fields_named(conversation: Conversation) -> tuple[str, ...]:
    named = [FIELDS[e.name] for e in conversation.entities if e.name in FIELDS and not e.negated]
    return tuple(dict.fromkeys(named))


def _forget_choices(conversation: Conversation) -> tuple[Choice, ...]:
    memory = conversation.memory
    facts = (
        choice(f"forget_{name}", "correct_profile", answer=f"{FORGET}{name}")
        for name in ("places", "sectors", "employees", "trading_months", "turnover", "stage")
        if getattr(memory.firm, name) not in (None, ())
    )
    barriers = (
        Choice(
            say("utter_label_no_problem", barrier=name_of("barrier", one.name)),
            "correct_profile",
            (("answer", f"{FORGET}{one.name}"),),
        )
        for one in memory.barriers
    )
    return (*facts, *barriers)


def _forgotten(conversation: Conversation) -> Conversation | None:
    wanted = conversation.answer() or ""
    name, memory = wanted.removeprefix(FORGET), conversation.memory
    if not wanted.startswith(FORGET):
        return None
    if name in {one.name for one in memory.barriers}:
        return conversation.remembering(memory.without_barriers((name,)))
    if not hasattr(memory.firm, name):
        return None
    asked = tuple(one for one in memory.asked if one != name)
    return conversation.remembering(replace(memory, firm=memory.firm.forgetting(name), asked=asked))
