"""Keeping a plan: on a page of its own, whose address only this person gets."""

from actions.conversation import Conversation
from actions.library import Library, need_in
from actions.outcome import Outcome, answer, choice
from actions.own_adviser import to_own_adviser
from actions.ways_on import elsewhere, next_steps
from desk.redaction import without_contacts
from knowledge.names import day_in_words
from knowledge.needs import Need
from knowledge.packing import pack
from knowledge.plans import Asked, KeptPlan, address_of, until
from knowledge.replies import Card, Choice, Effect
from knowledge.storage.plans import new_key
from knowledge.wording import say

KEEP = "keep_plan"


def keep_this() -> Choice:
    """Return the choice that keeps the plan shown with it."""
    return choice(KEEP, "request_roadmap", answer=KEEP)


def keep_plan(conversation: Conversation, library: Library) -> Outcome:
    """Return the address of the plan for what is remembered, to be stored with this answer.

    The key is made by chance: from the ids of conversation and message, which logs name, it could be found.
    """
    memory = conversation.memory
    asked = Asked.of(memory.firm, _without_contacts(need_in(memory)), memory.turned_down())
    plan = library.lay_out(asked) if memory.knows_a_need() else None
    if plan is None:
        return answer(memory, say("utter_plan_nothing_to_keep"), choices=next_steps(memory))
    key = new_key()
    content = {"key": key, "plan": pack(plan), "asked": asked.pack()}
    return answer(
        memory,
        say("utter_plan_kept"),
        (_card(plan, key, library),),
        (to_own_adviser(), *elsewhere(conversation, library), *next_steps(memory)),
        (Effect(KEEP, content),),
    )


def _card(plan: KeptPlan, key: str, library: Library) -> Card:
    # the address stands on the card and not in the text: brokers get to read the text
    kept = say("utter_label_line_plan_until"), day_in_words(until(library.now).date())
    return Card("plan", "plan", plan.title, say("utter_plan_card"), (kept,), address_of(key))


def _without_contacts(need: Need) -> Need:
    words = without_contacts(need.words) if need.words else None
    return Need(need.wants, need.barriers, words, need.technologies)
