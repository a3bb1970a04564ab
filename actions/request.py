"""A request for a person: opened with what was agreed to, told of, and asked again."""

from dataclasses import replace
from typing import Any

from actions.brief import brief, case_id, reference
from actions.consent import language_of, left_out
from actions.consent_parts import FACTS
from actions.contacts import Reach
from actions.conversation import Conversation
from actions.hubs import hub_card
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import elsewhere, next_steps
from desk.cases import Consent, Part, Person
from desk.choosing import asking_in
from desk.questions import withdraw_choice
from knowledge.hub_words import hub_line
from knowledge.records import Hub
from knowledge.replies import Effect
from knowledge.wording import say


def opened(
    conversation: Conversation, question: Question, reach: Reach | None, hub: Hub, library: Library
) -> Outcome:
    """Return the case with what was agreed to; without a way to reach them, they are answered in the chat."""
    memory = conversation.memory
    case = case_id(conversation)
    reason = str(question.content.get("reason") or "asked")
    noted = brief(telling(conversation, question), library, reason)
    agreed = Consent.unpack(question.content["consent"]).fields
    promised = library.promise(asking_in(hub.id, noted, agreed))
    effect = Effect(
        "open_case",
        {
            "case_id": str(case),
            "reference": reference(case),
            "reason": reason,
            "hub_id": hub.id,
            "consent": question.content.get("consent"),
            "person": _person(question, reach),
            "brief": {**noted, "promised": promised.words},
            "left_out": _left_out_facts(memory, question),
            # the very promise that is read below: what the desk keeps must be what was said
            "promise": promised.given.pack(),
        },
    )
    kept = {"case_id": str(case), "reference": reference(case), "hub_id": hub.id, "hub": hub.name}
    told = f"{_told(reference(case), hub, reach)} {promised.words}"
    memory = replace(memory, case=kept)
    text = joined(told, hub_line(hub))
    ways = (*elsewhere(conversation, library), *next_steps(memory))
    opened = answer(memory, text, hub_card(library, hub), ways, (effect,))
    return opened.without_choice("request_human")


def already_open(memory: Memory, library: Library) -> Outcome:
    """Return how the open request stands, and how to reach the front door meanwhile."""
    case = memory.case or {}
    hub = library.hub_named(str(case.get("hub_id")), memory.firm)
    text = joined(say("utter_case_already", reference=case.get("reference"), hub=hub.name), hub_line(hub))
    told = answer(memory, text, hub_card(library, hub), next_steps(memory)).without_choice("request_human")
    another = choice("another_request", "request_human", answer="another")
    return told.ending_with("", (another, withdraw_choice(str(case.get("case_id")))))


def asked_again(memory: Memory, library: Library) -> Outcome:
    """Return that the request waits again, after a broker had handed the person back."""
    case = memory.case or {}
    hub = library.hub_named(str(case.get("hub_id")), memory.firm)
    told = say("utter_case_asked_again", reference=case.get("reference"), hub=hub.name)
    promised = library.promise_again(str(case.get("case_id")), hub)
    text = joined(f"{told} {promised.words}", hub_line(hub))
    effect = Effect("ask_again", {"case_id": case.get("case_id"), "promise": promised.given.pack()})
    asked = answer(memory, text, hub_card(library, hub), next_steps(memory), (effect,))
    return asked.without_choice("request_human")


def telling(conversation: Conversation, question: Question) -> Conversation:
    """Return the conversation as it was agreed to be told.

    The language is the one that was named; the single facts that are left out, which a caution may tell
    too, are gone.
    """
    memory = conversation.memory
    for fact in _facts_left_out(question):
        memory = replace(memory, firm=memory.firm.forgetting(fact))
    return replace(conversation.remembering(memory), language=language_of(question))


def _facts_left_out(question: Question) -> tuple[str, ...]:
    gone = left_out(question)
    return tuple(fact for fact in FACTS if fact in gone or Part.FIRM in gone)


def _left_out_facts(memory: Memory, question: Question) -> dict[str, Any]:
    """Return the facts that are left out, so that they can be found in what was said; none is passed on."""
    packed, facts = memory.firm.pack(), _facts_left_out(question)
    said = {fact: words for fact, words in packed.get("own_words", {}).items() if fact in facts}
    return {**{fact: packed[fact] for fact in facts if fact in packed}, "own_words": said}


def _person(question: Question, reach: Reach | None) -> dict[str, Any]:
    given = {"name": question.content.get("name"), **({reach.kind: reach.value} if reach else {})}
    agreed = Consent.unpack(question.content["consent"])
    return Person.unpack(given).within(agreed).pack()


def _told(name: str, hub: Hub, reach: Reach | None) -> str:
    if reach is None:
        return say("utter_case_opened_here", reference=name, hub=hub.name)
    return say("utter_case_opened", reference=name, hub=hub.name, contact=reach.value)
