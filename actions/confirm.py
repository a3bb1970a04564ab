"""Yes and no where no question is open: they refer to what was shown."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library, is_on_offer
from actions.money_named import refused
from actions.outcome import Outcome, answer, choice, joined
from actions.programmes_meant import ask_which, has_asked_which, programmes_meant
from actions.put_people_first import still_people_first
from actions.turned_down import turned_down
from actions.ways_on import first_steps, next_steps, person
from actions.withdraw import asks_to_withdraw, confirming
from knowledge.wording import say


class Confirm(SignpostAction):
    """Take a yes or a no to what was offered last."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_confirm"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what follows from it; a choice of a question that is not open any more changes nothing."""
        memory = conversation.memory
        if memory.distressed:
            return still_people_first(conversation, library)
        if asks_to_withdraw(conversation, library):
            return confirming(conversation)
        if _is_stale(conversation):
            return answer(memory, say("utter_stale"), choices=next_steps(memory))
        if conversation.intent == "deny" and memory.shown and refused(conversation.text):
            return self.elsewhere("more_options", conversation, library)
        if conversation.intent == "deny":
            return _no(conversation, library)
        return self._yes(conversation, library)

    def _yes(self, conversation: Conversation, library: Library) -> Outcome:
        memory = conversation.memory
        if programmes_meant(conversation) or len(memory.shown) == 1 or has_asked_which(conversation):
            return self.elsewhere("ask_details", conversation, library)
        shown = [p for p in library.programmes(memory.shown) if is_on_offer(p)]
        if shown:
            return ask_which(conversation.meaning("ask_details"), shown)
        wording = "utter_yes_to_what" if not memory.knows_a_need() else "utter_yes_go_on"
        return answer(memory, say(wording), choices=next_steps(memory))


def _no(conversation: Conversation, library: Library) -> Outcome:
    memory = conversation.memory
    if not memory.shown:
        return answer(memory, say("utter_no_problem"), choices=next_steps(memory))
    choices = (
        choice("more_options", "more_options"),
        choice("correct_that", "correct_profile"),
        *first_steps()[:2],
        person("nothing_fits"),
    )
    names = "; ".join(p.name for p in library.programmes(one.name for one in turned_down(conversation)))
    noted = say("utter_turned_down", names=names) if names else ""
    return answer(memory, joined(noted, say("utter_no_to_options")), choices=choices)


def _is_stale(conversation: Conversation) -> bool:
    meant = conversation.answer() or ""
    return bool(meant) and not meant.startswith("skip:")
