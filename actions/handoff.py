"""To a person: where, consent, name, one way to reach them, a case."""

from collections.abc import Callable
from dataclasses import replace

from actions.consent import (
    CONSENT,
    agreement,
    choices_of_consent,
    chosen,
    consent_record,
    consent_text,
    leaves_nothing,
    left_out,
    listed,
    part_by_part,
)
from actions.contacts import Reach, is_an_attempt, reach_in
from actions.conversation import FALLBACK, Conversation
from actions.hubs import hub_card
from actions.leaving_out import asks_for_theirs, left_out_after
from actions.library import Library
from actions.memory import Memory, Question
from actions.noting import note
from actions.outcome import Outcome, answer, choice, joined
from actions.questions import ANSWERS as FIRM_ANSWERS
from actions.request import opened
from actions.slips import slip_in
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, is_not_sure, says_no, says_yes
from desk.cases import Part
from desk.people_names import name_in
from knowledge.hub_words import hub_lines
from knowledge.records import Hub
from knowledge.replies import Choice
from knowledge.wording import say

PLACE, NAME, CONTACT = "handoff_place", "handoff_name", "handoff_contact"
MOST_TRIES = 2
GAVE_CONTACT = "gave_contact"
SKIP_PLACE = "skip:handoff_place"
CHITCHAT = frozenset({FALLBACK, "affirm", "greet", "thank", "give_profile"})


def begin(conversation: Conversation, library: Library, reason: str) -> Outcome:
    """Return the first question of a handoff: where the firm is, or consent when that is settled."""
    memory = conversation.memory
    draft = _marked(Question(PLACE, {"reason": reason, "language": conversation.language}), conversation)
    if memory.firm.places or PLACE in memory.asked:
        return _ask_consent(memory, draft, library)
    memory = memory.not_asking_again(PLACE).not_asking_again("places")
    return answer(memory, "").asking(draft, question_text(draft, memory, library), choices_of(draft))


def question_text(question: Question, memory: Memory, library: Library) -> str:
    """Return an open question of the handoff in words, also to ask it again."""
    if question.kind == CONSENT:
        return consent_text(question, memory, _hub(question, memory, library), library)
    return say(f"utter_{question.kind}")


def renewed(question: Question, memory: Memory, library: Library) -> Question:
    """Return an open question as it stands after an interruption: the place may lead elsewhere now."""
    if question.kind != CONSENT:
        return question
    question = question.with_(hub_id=library.hub(memory.firm).id)
    return part_by_part(question, left_out(question), memory, library) if listed(question) else question


def choices_of(question: Question) -> tuple[Choice, ...]:
    """Return the choices that go with an open question of the handoff."""
    if question.kind == PLACE:
        return (*FIRM_ANSWERS["places"](), choice("not_sure", "deny", answer=SKIP_PLACE))
    if question.kind == CONSENT:
        return choices_of_consent(question)
    return (choice("cancel", "deny", answer="handoff:cancel"),)


def take_place(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the question for consent once the place is told or left open."""
    question = _marked(question, conversation)
    if conversation.answer() == SKIP_PLACE or is_not_sure(conversation):
        return _ask_consent(conversation.memory, question, library)
    if _calls_off(conversation):
        return declined(conversation.memory, library)
    heard = note(conversation.meaning("give_profile"))
    if "places" in heard.news:
        return _ask_consent(heard.memory, question, library)
    if conversation.intent in CHITCHAT:
        return _ask_consent(heard.memory, question, library).opening_with(say("utter_handoff_place_unknown"))
    return None


def take_consent(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the question for the name after a yes; after a no nothing is kept and nothing passed on."""
    memory = conversation.memory
    if _of_another_question(conversation, CONSENT):
        return None
    if (without := chosen(conversation, question)) is not None:
        return _consent_again(part_by_part(question, without, memory, library), memory, library)
    if _calls_off(conversation) or (not conversation.pressed and asks_for_theirs(conversation.text)):
        return declined(memory, library)
    if says_yes(conversation):
        return _after_yes(conversation, question, library)
    question = _marked(question, conversation)
    if question.content.get(GAVE_CONTACT) != conversation.message_id:
        return None
    return _consent_again(question, memory, library, "utter_handoff_consent_first")


def _after_yes(conversation: Conversation, question: Question, library: Library) -> Outcome:
    """Return what follows from a yes, which holds for nothing but what was shown with it."""
    memory = conversation.memory
    hub = _hub(question, memory, library)
    if hub.id != question.content.get("hub_id") or _agrees_to_another_hub(conversation, hub):
        question = question.with_(hub_id=hub.id)
        return _consent_again(question, memory, library, "utter_handoff_consent_other")
    if leaves_nothing(question):
        return _consent_again(question, memory, library)
    if conversation.answer() not in (None, agreement(question)):
        return _consent_again(question, memory, library, "utter_handoff_consent_changed")
    return _agreed(conversation, question, hub, library)


def _agreed(conversation: Conversation, question: Question, hub: Hub, library: Library) -> Outcome:
    memory = conversation.memory
    record = consent_record(question, memory, hub, library)
    draft = Question(NAME, {**question.content, "consent": record, "tries": 0})
    reach = (_kept(draft) or _given_before(conversation, draft)) if _wants(draft, Part.CONTACT) else None
    if _has_all(draft, reach):
        return _open(conversation, draft, reach, library)
    thanks = say("utter_handoff_reach_kept", contact=reach.value) if reach else say("utter_handoff_thanks")
    draft = draft.with_(reach=[reach.kind, reach.value]) if reach else draft
    if not _wants(draft, Part.NAME) or draft.content.get("name"):
        draft = replace(draft, kind=CONTACT)
    return answer(memory, thanks).asking(draft, question_text(draft, memory, library), choices_of(draft))


def take_name(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the question for a way to reach them, or the case when the message gives both."""
    memory = conversation.memory
    if _calls_off(conversation):
        return declined(memory, library)
    said = reach_in(conversation.text)
    reach = (said or _kept(question)) if _wants(question, Part.CONTACT) else None
    name = None if conversation.pressed else name_in(_without(conversation.text, said))
    if name and _is_a_place(name, conversation) and question.content.get("doubted") != name:
        heard = note(conversation.meaning("give_profile"))
        question = question.with_(doubted=name)
        return _again(heard.memory, question, library, "utter_handoff_name_or_place")
    if name is None:
        if reach is not None and reach is said and not conversation.pressed:
            question = question.with_(reach=[reach.kind, reach.value])
            return answer(memory, "").asking(question, say("utter_handoff_name"), choices_of(question))
        return _name_again(conversation, question, library)
    draft = Question(CONTACT, {**question.content, "name": name, "tries": 0})
    if _has_all(draft, reach):
        return _open(conversation, draft, reach, library)
    return answer(memory, "").asking(draft, say("utter_handoff_contact"), choices_of(draft))


def take_contact(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the case once there is a way to reach them; after two that cannot, the hub's contact."""
    if _calls_off(conversation):
        return declined(conversation.memory, library)
    reach = None if conversation.pressed else reach_in(conversation.text)
    if reach is not None:
        return _open(conversation, question, reach, library)
    if not is_an_attempt(conversation.text) and conversation.intent not in CHITCHAT:
        return None
    slip = say(f"utter_label_contact_{slip_in(conversation.text)}")
    return _again(conversation.memory, question, library, "utter_handoff_contact_again", slip=slip)


def leaving_out_more(take: "Taker") -> "Taker":
    """Return what takes an answer, unless somebody thinks again of what is passed on: then consent anew."""

    def taken(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
        before, memory = left_out(question), conversation.memory
        after = left_out_after(conversation.text, before, listed(question))
        answers = conversation.pressed or reach_in(conversation.text) is not None
        if answers or after is None or not after > before:
            return take(conversation, question, library)
        name = None if Part.NAME in after else name_in(conversation.text) or question.content.get("name")
        draft = replace(question, kind=CONSENT).with_(name=name)
        return _consent_again(part_by_part(draft, after, memory, library), memory, library)

    return taken


def declined(memory: Memory, library: Library) -> Outcome:
    """Return the front door's own contact, and what is not known of it: nothing is passed on."""
    hub = library.hub(memory.firm)
    text = joined(say("utter_handoff_declined"), hub_lines(hub))
    return answer(memory, text, hub_card(library, hub), next_steps(memory))


def _ask_consent(memory: Memory, question: Question, library: Library) -> Outcome:
    hub = library.hub(memory.firm)
    draft = Question(CONSENT, {**question.content, "hub_id": hub.id})
    opening = joined(say("utter_handoff_hub", hub=hub.name), hub.note or "")
    return answer(memory, opening).asking(draft, question_text(draft, memory, library), choices_of(draft))


def _open(conversation: Conversation, question: Question, reach: Reach | None, library: Library) -> Outcome:
    memory = conversation.memory
    hub = _hub(question, memory, library)
    if hub.id != question.content.get("hub_id"):  # gone since: what was agreed to does not hold for another
        draft = replace(question, kind=CONSENT).with_(hub_id=hub.id)
        draft = draft.with_(reach=[reach.kind, reach.value]) if reach else draft
        return _consent_again(draft, memory, library, "utter_handoff_consent_other")
    return opened(conversation, question, reach, hub, library)


def _consent_again(question: Question, memory: Memory, library: Library, wording: str = "") -> Outcome:
    text = joined(say(wording) if wording else "", question_text(question, memory, library))
    return answer(memory, "").asking(question, text, choices_of(question))


def _agrees_to_another_hub(conversation: Conversation, hub: Hub) -> bool:
    meant = conversation.answer()
    return meant is not None and f"{meant}:".startswith(f"{CONSENT}:yes:") and hub.id != meant.split(":")[2]


def _wants(question: Question, part: Part) -> bool:
    return part not in left_out(question)


def _has_all(question: Question, reach: Reach | None) -> bool:
    """Is everything there that is to be asked for?"""
    named = bool(question.content.get("name")) or not _wants(question, Part.NAME)
    return named and (reach is not None or not _wants(question, Part.CONTACT))


def _marked(question: Question, conversation: Conversation) -> Question:
    """Note that the message gave a way to reach them, and not which: that is read once they have agreed."""
    if reach_in(conversation.told_now()) is None:
        return question
    return question.with_(**{GAVE_CONTACT: conversation.message_id})


def _given_before(conversation: Conversation, question: Question) -> Reach | None:
    if GAVE_CONTACT not in question.content:
        return None
    texts = (conversation.text, *conversation.earlier)
    return next((reach for text in texts if (reach := reach_in(text))), None)


def _name_again(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    if conversation.intent not in CHITCHAT or _is_a_question(conversation.text):
        return None
    return _again(conversation.memory, question, library, "utter_handoff_name_again")


def _again(memory: Memory, question: Question, library: Library, wording: str, **values: str) -> Outcome:
    tries = int(question.content.get("tries") or 0) + 1
    if tries >= MOST_TRIES:
        hub = _hub(question, memory, library)
        text = joined(say("utter_handoff_given_up"), hub_lines(hub))
        return answer(memory, text, hub_card(library, hub), next_steps(memory))
    draft = question.with_(tries=tries)
    return answer(memory, "").asking(draft, say(wording, **values), choices_of(draft))


def _hub(question: Question, memory: Memory, library: Library) -> Hub:
    hub_id = question.content.get("hub_id")
    return library.hub_named(str(hub_id), memory.firm) if hub_id else library.hub(memory.firm)


def _calls_off(conversation: Conversation) -> bool:
    return says_no(conversation) or cancels(conversation)


def _of_another_question(conversation: Conversation, kind: str) -> bool:
    meant = conversation.answer()
    return meant is not None and not meant.startswith((f"{kind}:", "handoff:"))


def _without(text: str, reach: Reach | None) -> str:
    if reach is None or not reach.said:
        return text
    rest = text.replace(reach.said, " ").strip(" ,.;:-\n")
    for word in (
        " and",
        " on",
        " at",
        " or",
        " call me",
        " email",
        " e-mail",
        " phone",
        " tel",
        " my number is",
    ):
        rest = rest.removesuffix(word).strip(" ,.;:-")
    return rest


def _kept(question: Question) -> Reach | None:
    kept = question.content.get("reach")
    return Reach(str(kept[0]), str(kept[1]), "") if kept else None


def _is_a_place(name: str, conversation: Conversation) -> bool:
    """Is the name all of a place's, such as Walsall? Whoever is called so will say it again."""
    return any(one.name == "place" and one.text.lower() == name.lower() for one in conversation.entities)


def _is_a_question(text: str) -> bool:
    return text.rstrip().endswith("?")


Taker = Callable[[Conversation, Question, Library], Outcome | None]
TAKERS: dict[str, Taker] = {
    PLACE: take_place,
    CONSENT: take_consent,
    NAME: leaving_out_more(take_name),
    CONTACT: leaving_out_more(take_contact),
}
