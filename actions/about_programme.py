"""What all answers about one programme share: which one, and what is said of one that closed."""

from abc import abstractmethod

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library, is_closed, is_on_offer
from actions.offer_person import offering_person
from actions.offers import show
from actions.outcome import Outcome, joined
from actions.programmes_meant import ask_which, has_asked_which, the_one_meant
from actions.put_people_first import still_people_first
from actions.spoken_records import last_seen
from desk.cases import Reason
from knowledge.access import opens_through_others
from knowledge.records import Programme
from knowledge.wording import say


class AboutProgramme(SignpostAction):
    """Answers a question about one programme from its record."""

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the answer, or ask which programme is meant."""
        memory = conversation.memory
        if memory.distressed and not conversation.pressed:
            return still_people_first(conversation, library)
        programme_id = the_one_meant(conversation)
        found = library.programmes([programme_id]) if programme_id else []
        if not found:
            shown = [p for p in library.programmes(memory.shown) if is_on_offer(p)]
            if not shown or programme_id or not has_asked_which(conversation):
                return ask_which(conversation, shown)
            told = self._told(shown[0], conversation, library)
            return told.opening_with(say("utter_taking_first", name=shown[0].name))
        return self._told(found[0], conversation, library)

    def _told(self, programme: Programme, conversation: Conversation, library: Library) -> Outcome:
        memory = conversation.memory
        conversation = conversation.remembering(memory.about(programme.id))
        if not is_on_offer(programme):
            return not_on_offer(programme, conversation, library)
        told = self.tell(programme, conversation, library)
        if not opens_through_others(programme):
            return told
        may_ask = conversation.may_ask and told.memory.question is None
        brought = told.ending_with(say("utter_opens_through_others"))
        return offering_person(brought, Reason.BROKER_ONLY, library, may_ask=may_ask)

    @abstractmethod
    def tell(self, programme: Programme, conversation: Conversation, library: Library) -> Outcome:
        """Return the answer about a programme that is on offer."""


def not_on_offer(programme: Programme, conversation: Conversation, library: Library) -> Outcome:
    """Say that a programme closed, or why firms cannot have it, and what is there instead."""
    memory = conversation.memory
    text = _why_not(programme)
    matches = library.instead_of(programme, memory)
    if not matches:
        return show((), memory, "", library).opening_with(text)
    return show(matches, memory, joined(text, say("utter_instead")), library)


def _why_not(programme: Programme) -> str:
    if is_closed(programme):
        return joined(say("utter_has_closed", name=programme.name), last_seen(programme))
    return say("utter_not_for_firms", name=programme.name)
