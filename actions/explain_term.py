"""What a word of this field means."""

from actions.about_programme import not_on_offer
from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.glossary import Term, term_in
from actions.library import Library, is_closed, is_on_offer
from actions.noting import note
from actions.outcome import Outcome, answer, joined
from actions.programmes_meant import about, facts_choices, programmes_named
from actions.spoken_records import last_known
from actions.ways_on import next_steps, person
from knowledge.records import Programme
from knowledge.wording import say


class ExplainTerm(SignpostAction):
    """Explain a word, or a scheme from its record."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_explain_term"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a short explanation; an unknown word is said to be unknown."""
        term = term_in(conversation.text)
        several = [p for p in library.programmes(programmes_named(conversation)) if is_on_offer(p)]
        if len(several) > 1:
            return _several(term, several, conversation)
        programme = _programme(term, conversation, library)
        if term is not None:
            return _explained(term, programme, conversation)
        heard = note(conversation.meaning("give_profile"))
        if programme is None and heard.news:
            return self.elsewhere("give_profile", heard, library)
        if programme is None:
            memory = conversation.memory
            return answer(memory, say("utter_term_not_known"), choices=(person(), *next_steps(memory)))
        return _from_record(programme, conversation, library)


def _programme(term: Term | None, conversation: Conversation, library: Library) -> Programme | None:
    ids = programmes_named(conversation) or ([term.record] if term is not None and term.record else [])
    found = library.programmes(ids[:1])
    return found[0] if found else None


def _several(term: Term | None, programmes: list[Programme], conversation: Conversation) -> Outcome:
    memory = conversation.memory.showing(tuple(p.id for p in programmes))
    text = joined(say(term.wording) if term is not None else "", say("utter_term_several"))
    return answer(memory, text, choices=(*(about(p, "ask_details") for p in programmes), person()))


def _explained(term: Term, programme: Programme | None, conversation: Conversation) -> Outcome:
    memory = conversation.memory
    if programme is None or not is_on_offer(programme):
        gone = say("utter_has_closed", name=programme.name) if programme and is_closed(programme) else ""
        return answer(memory, joined(say(term.wording), gone), choices=next_steps(memory))
    text = joined(say(term.wording), say("utter_term_record", name=programme.name))
    return answer(memory.about(programme.id), text, choices=facts_choices(programme.id))


def _from_record(programme: Programme, conversation: Conversation, library: Library) -> Outcome:
    memory = conversation.memory.about(programme.id)
    if not is_on_offer(programme):
        return not_on_offer(programme, conversation.remembering(memory), library).opening_with(
            programme.summary
        )
    text = joined(programme.summary, last_known(programme))
    return answer(memory, text, library.cards([programme]), facts_choices(programme.id))
