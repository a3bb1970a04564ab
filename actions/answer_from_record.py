"""How to apply, by when, and what it costs."""

from actions.about_programme import AboutProgramme
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer, joined
from actions.programmes_meant import facts_choices
from actions.spoken_records import contact, how_to_apply, last_known, money, price, window
from knowledge.records import Programme
from knowledge.wording import say


class AnswerFromRecord(AboutProgramme):
    """Answer one question about one programme, with nothing that its record does not say."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_answer_from_record"

    def tell(self, programme: Programme, conversation: Conversation, library: Library) -> Outcome:
        """Return the field that was asked for, and when it was last known to be so."""
        text = joined(ANSWERS[conversation.intent](programme), last_known(programme))
        return answer(
            conversation.memory,
            text,
            library.cards([programme]),
            facts_choices(programme.id, conversation.intent),
        )


def _how_to_apply(programme: Programme) -> str:
    return joined(
        say("utter_apply", name=programme.name, how=how_to_apply(programme)),
        say("utter_apply_contact", ways=contact(programme)),
    )


def _deadline(programme: Programme) -> str:
    return joined(
        say("utter_deadline", name=programme.name, window=window(programme)), say("utter_deadline_duration")
    )


def _cost(programme: Programme) -> str:
    return say("utter_cost", name=programme.name, price=price(programme), money=money(programme))


ANSWERS = {"ask_how_to_apply": _how_to_apply, "ask_deadline": _deadline, "ask_cost": _cost}
