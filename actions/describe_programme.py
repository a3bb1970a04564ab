"""More about one programme."""

from typing import override

from actions.about_programme import AboutProgramme
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer, joined
from actions.programme_cards import full_card
from actions.programmes_meant import facts_choices, refuses_programmes
from actions.spoken_records import last_known
from knowledge.records import Programme
from knowledge.wording import say


class DescribeProgramme(AboutProgramme):
    """Tell what the record holds about one programme."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_describe_programme"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what the record holds; others when the message only says which one is not wanted."""
        if refuses_programmes(conversation):
            return self.elsewhere("more_options", conversation, library)
        return super().reply(conversation, library)

    def tell(self, programme: Programme, conversation: Conversation, library: Library) -> Outcome:
        """Return one full card."""
        card = full_card(programme, library)
        text = joined(say("utter_details", name=programme.name), last_known(programme))
        return answer(conversation.memory, text, (card,), facts_choices(programme.id, "ask_details"))
